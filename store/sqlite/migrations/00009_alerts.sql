-- Alerts, and what is to be told of them. Neither holds a text or a name of
-- anybody who spoke: mentions by id alone.

-- +goose Up
CREATE TABLE alert (
  id    INTEGER PRIMARY KEY AUTOINCREMENT,
  state TEXT NOT NULL,
  rung  INTEGER NOT NULL,
  data  TEXT NOT NULL -- JSON of an alert.Alert
);
CREATE INDEX alert_live ON alert (rung) WHERE state <> 'closed';
CREATE INDEX alert_rung ON alert (rung);

-- The told-once log: a key stays for ever.
CREATE TABLE message (
  key   TEXT PRIMARY KEY,
  state TEXT NOT NULL,
  due   INTEGER NOT NULL,
  data  TEXT NOT NULL -- JSON of an alert.Message
) WITHOUT ROWID;
CREATE INDEX message_due ON message (state, due);

-- +goose Down
SELECT 'a store is never taken back: restore a backup instead';
