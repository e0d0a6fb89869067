-- +goose Up
-- What people answered to the cards of a topic: does the mention speak of it?
CREATE TABLE card (
  topic   INTEGER NOT NULL,
  mention INTEGER NOT NULL,
  answer  INTEGER NOT NULL,
  random  INTEGER NOT NULL, -- drawn at random, and not to teach
  author  TEXT NOT NULL,
  at      INTEGER NOT NULL,
  PRIMARY KEY (topic, mention)
) WITHOUT ROWID;
CREATE INDEX card_mention ON card (mention);

-- +goose StatementBegin
CREATE TRIGGER card_gone AFTER DELETE ON mention BEGIN
  DELETE FROM card WHERE mention = OLD.id;
END;
-- +goose StatementEnd

-- +goose Down
DROP TRIGGER card_gone;
DROP TABLE card;
