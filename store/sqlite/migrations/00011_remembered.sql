-- +goose Up
-- Small things that people chose once and are asked again: by what they stand
-- for (the columns of a file), as JSON of whoever asks.
CREATE TABLE remembered (
  about TEXT PRIMARY KEY,
  at    INTEGER NOT NULL,
  data  TEXT NOT NULL
) WITHOUT ROWID;

-- +goose Down
DROP TABLE remembered;
