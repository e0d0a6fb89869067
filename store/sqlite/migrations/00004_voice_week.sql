-- Who spoke of a topic in each week that is over, once it was gathered
-- (voiceweek.go). What changes a week takes its rows away.

-- +goose Up
CREATE TABLE voice_week (
  topic INTEGER NOT NULL,
  kind  INTEGER NOT NULL, -- as in split; 100: authors, and how many mentions each
  week  INTEGER NOT NULL, -- day of its Monday, as in split
  value INTEGER NOT NULL,
  n     INTEGER NOT NULL, -- distinct voices, or authors
  data  BLOB NOT NULL,    -- numbers of authors in order, each less the one before
  PRIMARY KEY (topic, kind, week, value)
) WITHOUT ROWID;

-- +goose Down
SELECT 'a store is never taken back: restore a backup instead';
