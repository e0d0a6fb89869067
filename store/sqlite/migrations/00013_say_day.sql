-- What was said of a topic on each day that is over, once it was packed
-- (sayday.go). What changes a day takes its row away.

-- +goose Up
CREATE TABLE say_day (
  topic INTEGER NOT NULL,
  day   INTEGER NOT NULL, -- as in split
  data  BLOB NOT NULL,
  PRIMARY KEY (topic, day)
) WITHOUT ROWID;

-- +goose Down
SELECT 'a store is never taken back: restore a backup instead';
