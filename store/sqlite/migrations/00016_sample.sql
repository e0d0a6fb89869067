-- +goose Up
-- Mentions drawn at random to be read by people, and what people said of them:
-- apart from labels, which teach.
CREATE TABLE sample (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  topic   INTEGER NOT NULL,
  version INTEGER NOT NULL, -- of the topic's query
  "from"  INTEGER NOT NULL,
  "to"    INTEGER NOT NULL,
  frame   INTEGER NOT NULL, -- mentions it was drawn from
  drawn   INTEGER NOT NULL,
  seed    INTEGER NOT NULL, -- 64 bits, as they are
  made    INTEGER NOT NULL,
  author  TEXT NOT NULL
);
CREATE INDEX sample_topic ON sample (topic);

CREATE TABLE sample_card (
  sample  INTEGER NOT NULL,
  n       INTEGER NOT NULL, -- order of the draw
  mention INTEGER NOT NULL,
  read    INTEGER NOT NULL, -- opinion of the readers at the draw
  PRIMARY KEY (sample, n)
) WITHOUT ROWID;
CREATE INDEX sample_card_mention ON sample_card (mention);

CREATE TABLE sample_said (
  sample  INTEGER NOT NULL,
  mention INTEGER NOT NULL,
  author  TEXT NOT NULL,
  verdict TEXT NOT NULL,
  at      INTEGER NOT NULL,
  PRIMARY KEY (sample, mention, author)
) WITHOUT ROWID;
CREATE INDEX sample_said_mention ON sample_said (mention);

-- +goose StatementBegin
CREATE TRIGGER sample_mention AFTER DELETE ON mention BEGIN
  DELETE FROM sample_card WHERE mention = OLD.id;
  DELETE FROM sample_said WHERE mention = OLD.id;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER sample_topic AFTER DELETE ON topic BEGIN
  DELETE FROM sample WHERE topic = OLD.id;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER sample_gone AFTER DELETE ON sample BEGIN
  DELETE FROM sample_card WHERE sample = OLD.id;
  DELETE FROM sample_said WHERE sample = OLD.id;
END;
-- +goose StatementEnd

-- +goose Down
DROP TRIGGER sample_gone;
DROP TRIGGER sample_topic;
DROP TRIGGER sample_mention;
DROP TABLE sample_said;
DROP TABLE sample_card;
DROP TABLE sample;
