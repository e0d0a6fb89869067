-- +goose Up
-- What a noise pack put aside: a topic would have taken the mention.
CREATE TABLE aside (
  topic   INTEGER NOT NULL,
  mention INTEGER NOT NULL,
  pack    TEXT NOT NULL,
  PRIMARY KEY (topic, mention)
) WITHOUT ROWID;
CREATE INDEX aside_mention ON aside (mention);

-- Mentions that a person brought back: no pack puts them aside again.
CREATE TABLE brought (
  mention INTEGER PRIMARY KEY,
  at      INTEGER NOT NULL,
  author  TEXT NOT NULL
);

-- +goose StatementBegin
CREATE TRIGGER aside_gone AFTER DELETE ON mention BEGIN
  DELETE FROM aside WHERE mention = OLD.id;
  DELETE FROM brought WHERE mention = OLD.id;
END;
-- +goose StatementEnd

-- +goose Down
DROP TRIGGER aside_gone;
DROP TABLE brought;
DROP TABLE aside;
