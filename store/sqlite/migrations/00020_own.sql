-- What the organisation says itself is little, and is sought among everything
-- (own.go). own_left: the mentions below this id are not yet looked at.

-- +goose Up
CREATE TABLE own (
  mention INTEGER PRIMARY KEY
);
INSERT INTO meta (name, value) SELECT 'own_left', CAST(max(id) + 1 AS TEXT) FROM mention HAVING max(id) IS NOT NULL;

-- +goose StatementBegin
CREATE TRIGGER own_mention AFTER DELETE ON mention BEGIN
  DELETE FROM own WHERE mention = OLD.id;
END;
-- +goose StatementEnd

-- +goose Down
SELECT 'a store is never taken back: restore a backup instead';
