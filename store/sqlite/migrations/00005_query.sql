-- What stands beside queries: who wrote each version, examples that must match
-- and must not, and the named lists that queries share.

-- +goose Up
ALTER TABLE topic_history ADD COLUMN author TEXT NOT NULL DEFAULT '';

CREATE TABLE topic_example (
  topic INTEGER NOT NULL,
  n     INTEGER NOT NULL, -- order
  must  INTEGER NOT NULL, -- 1: must match, 0: must not
  text  TEXT NOT NULL,
  PRIMARY KEY (topic, n)
) WITHOUT ROWID;

CREATE TABLE list (
  folded  TEXT PRIMARY KEY, -- the name as words are compared
  name    TEXT NOT NULL,
  terms   TEXT NOT NULL,
  changed INTEGER NOT NULL
) WITHOUT ROWID;

-- +goose Down
SELECT 'a store is never taken back: restore a backup instead';
