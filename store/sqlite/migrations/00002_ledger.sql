-- +goose Up
CREATE TABLE topic (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  name    TEXT NOT NULL,
  kind    TEXT NOT NULL,
  sector  TEXT NOT NULL,
  query   TEXT NOT NULL,
  version INTEGER NOT NULL,
  created INTEGER NOT NULL,
  changed INTEGER NOT NULL
);

CREATE TABLE topic_history (
  topic   INTEGER NOT NULL,
  version INTEGER NOT NULL,
  query   TEXT NOT NULL,
  at      INTEGER NOT NULL,
  PRIMARY KEY (topic, version)
) WITHOUT ROWID;

CREATE TABLE source (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  kind         TEXT NOT NULL,
  address      TEXT NOT NULL,
  name         TEXT NOT NULL,
  site         TEXT NOT NULL,
  home         TEXT NOT NULL,
  network      TEXT NOT NULL,
  channel      TEXT NOT NULL,
  own          INTEGER NOT NULL,
  keep_all     INTEGER NOT NULL,
  paused       INTEGER NOT NULL,
  added        INTEGER NOT NULL,
  last_visit   INTEGER,
  last_success INTEGER,
  next_visit   INTEGER, -- NULL: never visited on a schedule
  failures     INTEGER NOT NULL DEFAULT 0,
  fault        TEXT,    -- JSON of a sentence
  every        INTEGER NOT NULL DEFAULT 0, -- nanoseconds, as delay
  items        INTEGER NOT NULL DEFAULT 0,
  delay        INTEGER NOT NULL DEFAULT 0,
  per_week     REAL NOT NULL DEFAULT 0,
  cursor       BLOB
);
CREATE UNIQUE INDEX source_address ON source (kind, address);
CREATE INDEX source_due ON source (next_visit) WHERE paused = 0 AND next_visit IS NOT NULL;

CREATE TABLE visit (
  id     INTEGER PRIMARY KEY,
  source INTEGER NOT NULL,
  at     INTEGER NOT NULL,
  data   TEXT NOT NULL -- JSON of a listen.Visit
);
CREATE INDEX visit_source ON visit (source, id);

CREATE TABLE gap (
  id      INTEGER PRIMARY KEY,
  source  INTEGER NOT NULL,
  "from"  INTEGER NOT NULL,
  "to"    INTEGER, -- NULL while it lasts
  why     TEXT NOT NULL
);
CREATE INDEX gap_source ON gap (source, "from");

CREATE TABLE job (
  topic INTEGER PRIMARY KEY,
  data  TEXT NOT NULL -- JSON of a watch.Job
);

CREATE TABLE user (
  id        INTEGER PRIMARY KEY AUTOINCREMENT,
  name      TEXT NOT NULL,
  login     TEXT NOT NULL UNIQUE,
  hash      TEXT NOT NULL,
  lang      TEXT NOT NULL,
  created   INTEGER NOT NULL,
  last_seen INTEGER NOT NULL
);

CREATE TABLE session (
  hash   BLOB PRIMARY KEY, -- SHA-256 of the token
  data   BLOB NOT NULL,
  expiry INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX session_expiry ON session (expiry);

-- +goose Down
SELECT 'a store is never taken back: restore a backup instead';
