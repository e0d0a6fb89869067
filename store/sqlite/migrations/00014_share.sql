-- Links that open one page without signing in. The token is kept as a hash.

-- +goose Up
CREATE TABLE share (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  hash    TEXT NOT NULL UNIQUE,
  path    TEXT NOT NULL,
  title   TEXT NOT NULL,
  by_user INTEGER NOT NULL,
  made    INTEGER NOT NULL,
  until   INTEGER NOT NULL
);

-- +goose Down
SELECT 'a store is never taken back: restore a backup instead';
