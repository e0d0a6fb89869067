-- The archive and the ledger of one workspace.
--
-- Instants are milliseconds since 1970, UTC; days and hours of roll-ups are
-- those of the workspace's zone. Channels, languages and flags are coded in
-- code.go. docs/house.md tells why each table is shaped so.

-- +goose Up
CREATE TABLE meta (
  name  TEXT PRIMARY KEY,
  value BLOB NOT NULL
) WITHOUT ROWID;

CREATE TABLE site (
  id   INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
);

CREATE TABLE author (
  id      INTEGER PRIMARY KEY,
  key     TEXT NOT NULL UNIQUE,
  account TEXT,
  name    TEXT,
  url     TEXT
);

-- id is made of the instant (vigie.FirstMentionID) and never changes.
CREATE TABLE mention (
  id      INTEGER PRIMARY KEY,
  key     TEXT NOT NULL,
  channel INTEGER NOT NULL,
  site    INTEGER NOT NULL,
  lang    INTEGER NOT NULL,
  author  INTEGER NOT NULL,
  flags   INTEGER NOT NULL,
  version INTEGER NOT NULL,
  source  INTEGER NOT NULL, -- who carried it first, at heard
  heard   INTEGER NOT NULL,
  title   TEXT,
  text    TEXT,
  url     TEXT,
  extra   TEXT,             -- JSON of what few mentions have
  others  BLOB              -- later hearings, varint pairs (source, at)
);

-- Which keys are kept: the first 16 bytes of SHA-256 of the key, and 8 of that
-- of the folded text, so that a known item costs one look.
CREATE TABLE known (
  hash    BLOB PRIMARY KEY,
  mention INTEGER NOT NULL,
  text    INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE hearing (
  source  INTEGER NOT NULL,
  mention INTEGER NOT NULL,
  at      INTEGER NOT NULL,
  PRIMARY KEY (source, mention)
) WITHOUT ROWID;

CREATE TABLE version (
  mention INTEGER NOT NULL,
  version INTEGER NOT NULL,
  at      INTEGER NOT NULL, -- when it was first heard
  title   TEXT,
  text    TEXT,
  url     TEXT,
  PRIMARY KEY (mention, version)
) WITHOUT ROWID;

-- Matches repeat what mentions are split and filtered by, so that no count
-- opens the mentions themselves: each (topic, day, channel, author) set of
-- voices is a stretch of this table.
CREATE TABLE match (
  topic   INTEGER NOT NULL,
  mention INTEGER NOT NULL,
  version INTEGER NOT NULL,
  opinion INTEGER NOT NULL,
  sure    REAL NOT NULL,
  channel INTEGER NOT NULL,
  site    INTEGER NOT NULL,
  lang    INTEGER NOT NULL,
  author  INTEGER NOT NULL,
  flags   INTEGER NOT NULL,
  PRIMARY KEY (topic, mention)
) WITHOUT ROWID;
CREATE INDEX match_mention ON match (mention);

CREATE TABLE hour (
  topic INTEGER NOT NULL,
  hour  INTEGER NOT NULL, -- Unix seconds of its beginning in the zone; undated: see calendar.go
  n     INTEGER NOT NULL,
  own   INTEGER NOT NULL,
  PRIMARY KEY (topic, hour)
) WITHOUT ROWID;

CREATE TABLE split (
  topic INTEGER NOT NULL,
  kind  INTEGER NOT NULL, -- 0 all, 1 channel, 2 site, 3 language, 4 opinion, 5 source
  day   INTEGER NOT NULL, -- days since 1970-01-01 in the zone
  value INTEGER NOT NULL,
  n     INTEGER NOT NULL,
  own   INTEGER NOT NULL,
  PRIMARY KEY (topic, kind, day, value)
) WITHOUT ROWID;

CREATE TABLE change (
  seq     INTEGER PRIMARY KEY,
  mention INTEGER NOT NULL,
  kind    INTEGER NOT NULL,
  at      INTEGER NOT NULL
);
CREATE INDEX change_erased ON change (mention) WHERE kind = 5;

CREATE TABLE bookmark (
  reader TEXT PRIMARY KEY,
  seq    INTEGER NOT NULL
) WITHOUT ROWID;

-- Full text, fed with what package text prints; it holds no text itself. Also
-- carries, beside the other names of words, the tokens of fields (field.go):
-- author, site, language, channel. So they need no index of their own, which a
-- stream of new mentions would fill at random places. Its rowid is the
-- mention's id with the sign turned: newest first is upwards.
CREATE VIRTUAL TABLE words USING fts5 (
  title, body, also,
  content = '', contentless_delete = 1,
  tokenize = "unicode61 remove_diacritics 0 tokenchars '#@_'"
);

-- Every word that occurs, spelt backwards: *mixer is a range of it.
CREATE TABLE word (
  rev TEXT PRIMARY KEY
) WITHOUT ROWID;

-- The heard buffer: what matched no topic, in compressed blocks.
CREATE TABLE buffer (
  id     INTEGER PRIMARY KEY,
  source INTEGER NOT NULL,
  at     INTEGER NOT NULL,
  data   BLOB NOT NULL
);
CREATE TABLE waiting (
  hash  BLOB PRIMARY KEY,
  block INTEGER NOT NULL,
  text  INTEGER NOT NULL
) WITHOUT ROWID;

-- Keyed hashes of the authors who were erased on request.
CREATE TABLE erased (
  hash BLOB PRIMARY KEY
) WITHOUT ROWID;

-- +goose Down
SELECT 'a store is never taken back: restore a backup instead';
