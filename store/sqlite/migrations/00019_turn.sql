-- Days from which something else was counted (vigie.Turn), as they are not told
-- by anything else: sources paused, resumed and removed, noise packs switched,
-- formulas and readers in another version.

-- +goose Up
CREATE TABLE turn (
  id   INTEGER PRIMARY KEY,
  at   INTEGER NOT NULL,
  kind TEXT NOT NULL,
  name TEXT NOT NULL
);

-- +goose Down
DROP TABLE turn;
