-- What people said of mentions, and the judging-again under way. Intents are
-- bits of the flags of mentions and matches (intent.go).

-- +goose Up
CREATE TABLE label (
  mention INTEGER NOT NULL,
  topic   INTEGER NOT NULL,
  opinion INTEGER NOT NULL,
  author  TEXT NOT NULL, -- login of who said it; empty for the command line
  at      INTEGER NOT NULL,
  PRIMARY KEY (mention, topic)
) WITHOUT ROWID;

CREATE TABLE judging (
  one  INTEGER PRIMARY KEY CHECK (one = 1),
  data TEXT NOT NULL -- JSON of a watch.Judging
);

-- +goose Down
SELECT 'a store is never taken back: restore a backup instead';
