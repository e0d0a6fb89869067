-- +goose Up
-- The brand (a topic) whose place a source is; 0 for nobody's.
ALTER TABLE source ADD COLUMN brand INTEGER NOT NULL DEFAULT 0;

-- +goose Down
ALTER TABLE source DROP COLUMN brand;
