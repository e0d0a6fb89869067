-- Mentions are looked up by key. Where the key is not the address (an id of a
-- network or of a feed), a word of the full text finds kept mentions by the
-- address a person pastes (field.go), and this those of the heard buffer: 64
-- bits of SHA-256 of vigie.CanonicalURL. Several may share one.

-- +goose Up
CREATE TABLE waiting_address (
  hash  INTEGER NOT NULL,
  block INTEGER NOT NULL,
  PRIMARY KEY (hash, block)
) WITHOUT ROWID;

-- +goose Down
SELECT 'a store is never taken back: restore a backup instead';
