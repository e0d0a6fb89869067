-- What people said that mentions are for: the whole set of intents.

-- +goose Up
CREATE TABLE intent_label (
  mention INTEGER PRIMARY KEY,
  intents TEXT NOT NULL, -- JSON list of intents; [] where none holds
  author  TEXT NOT NULL, -- login of who said it; empty for the command line
  at      INTEGER NOT NULL
);

-- +goose Down
SELECT 'a store is never taken back: restore a backup instead';
