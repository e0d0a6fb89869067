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
  words   INTEGER NOT NULL, -- 64 bits of SHA-256 of the folded text: an edit changes them
  source  INTEGER NOT NULL, -- who carried it first, at heard
  heard   INTEGER NOT NULL,
  title   TEXT,
  text    TEXT,
  url     TEXT,
  extra   TEXT,             -- JSON of what few mentions have
  others  BLOB              -- later hearings, varint pairs (source, at)
);

-- Which keys are kept, in runs ordered by hash (keys.go).
CREATE TABLE key_run (
  id    INTEGER PRIMARY KEY AUTOINCREMENT,
  many  INTEGER NOT NULL,
  bloom BLOB NOT NULL
);
CREATE TABLE key_part (
  run   INTEGER NOT NULL,
  first INTEGER NOT NULL, -- hash of its first key
  data  BLOB NOT NULL,    -- 16 bytes a key: 8 of SHA-256 of it, and the mention
  PRIMARY KEY (run, first)
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

-- The full text: segments that never change, of which package words knows the
-- inside. Beside the words of mentions they hold the tokens of fields
-- (field.go): author, site, language, channel. So these need no index of their
-- own, which a stream of new mentions would fill at random places.
CREATE TABLE words_segment (
  id     INTEGER PRIMARY KEY AUTOINCREMENT,
  many   INTEGER NOT NULL, -- mentions it was written with
  gone   INTEGER NOT NULL, -- of them, how many no longer count
  newest INTEGER NOT NULL,
  oldest INTEGER NOT NULL,
  head   BLOB NOT NULL
);
-- The parts of segments: see wordsRow.
CREATE TABLE words_part (
  id   INTEGER PRIMARY KEY,
  data BLOB NOT NULL
);
CREATE TABLE words_gone (
  segment INTEGER NOT NULL,
  mention INTEGER NOT NULL,
  PRIMARY KEY (segment, mention)
) WITHOUT ROWID;

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
