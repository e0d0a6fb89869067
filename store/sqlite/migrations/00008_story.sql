-- Stories: mentions that are copies of one another. A mention alone has none
-- (0), so that only copies cost anything. Numbers are never given again; one
-- that was merged says into which.

-- +goose Up
ALTER TABLE mention ADD COLUMN story INTEGER NOT NULL DEFAULT 0;
ALTER TABLE match ADD COLUMN story INTEGER NOT NULL DEFAULT 0;
CREATE INDEX mention_story ON mention (story, id) WHERE story > 0;

CREATE TABLE story (
  id     INTEGER PRIMARY KEY AUTOINCREMENT,
  merged INTEGER NOT NULL DEFAULT 0
);

-- What copies are known by, for the window of thirty days: one row a commit,
-- for each mention its id (8 bytes, little-endian) and its sketch
-- (understand/story).
CREATE TABLE sketch (
  id   INTEGER PRIMARY KEY,
  at   INTEGER NOT NULL,
  data BLOB NOT NULL
);
CREATE INDEX sketch_at ON sketch (at);

-- +goose Down
SELECT 'a store is never taken back: restore a backup instead';
