-- +goose Up
-- How far back in time a source was heard: one row a source that went back.
CREATE TABLE back (
  source INTEGER PRIMARY KEY,
  next   INTEGER, -- milliseconds; NULL: done
  data   TEXT NOT NULL -- JSON of a listen.Back
);
CREATE INDEX back_due ON back (next) WHERE next IS NOT NULL;

-- +goose StatementBegin
CREATE TRIGGER back_source AFTER DELETE ON source BEGIN
  DELETE FROM back WHERE source = OLD.id;
END;
-- +goose StatementEnd


-- +goose Down
DROP TRIGGER back_source;
DROP TABLE back;
