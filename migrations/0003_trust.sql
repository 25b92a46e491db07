-- Who may sign what: rebuilt by a replay, but for `identity`, which is this machine's own.

-- The federation itself is an entity without books: its stream carries what everybody must know. Every statement is kept, those short of
-- signatures too: which of them hold is judged, not stored.
CREATE TABLE root_statement (
  fact_id INTEGER PRIMARY KEY REFERENCES fact (id),
  entity_id INTEGER NOT NULL REFERENCES entity (id),
  version INTEGER NOT NULL
) STRICT;
CREATE INDEX root_statement_by_entity ON root_statement (entity_id, version);

CREATE TABLE office (
  code TEXT NOT NULL,
  federation_id INTEGER NOT NULL REFERENCES entity (id),
  name TEXT NOT NULL,
  email TEXT,
  address TEXT,
  closed_on TEXT,
  logical_time INTEGER NOT NULL,
  author TEXT NOT NULL,
  PRIMARY KEY (federation_id, code)
) STRICT, WITHOUT ROWID;

-- The latest grant of an author in an entity.
CREATE TABLE access (
  entity_id INTEGER NOT NULL REFERENCES entity (id),
  author TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('porteur', 'associate', 'adviser', 'accountant')),
  person TEXT NOT NULL,
  email TEXT,
  device TEXT NOT NULL,
  office TEXT,
  logical_time INTEGER NOT NULL,
  PRIMARY KEY (entity_id, author)
) STRICT, WITHOUT ROWID;
CREATE INDEX access_by_author ON access (author);

-- The keys of an author in an entity, each from a sequence of its stream on.
CREATE TABLE access_key (
  entity_id INTEGER NOT NULL REFERENCES entity (id),
  author TEXT NOT NULL,
  from_sequence INTEGER NOT NULL,
  signing_key TEXT NOT NULL,
  sealing_key TEXT NOT NULL,
  -- The fact that says so: a grant, or a rotation by the author itself.
  fact_id INTEGER NOT NULL REFERENCES fact (id),
  PRIMARY KEY (entity_id, author, from_sequence, fact_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE access_revoked (
  entity_id INTEGER NOT NULL REFERENCES entity (id),
  author TEXT NOT NULL,
  last_sequence INTEGER NOT NULL,
  reason TEXT NOT NULL,
  fact_id INTEGER NOT NULL REFERENCES fact (id),
  PRIMARY KEY (entity_id, author, fact_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE entity_attachment (
  entity_id INTEGER NOT NULL REFERENCES entity (id),
  on_date TEXT NOT NULL,
  legal_uid TEXT NOT NULL,
  reason TEXT,
  fact_id INTEGER NOT NULL REFERENCES fact (id),
  PRIMARY KEY (entity_id, on_date, fact_id)
) STRICT, WITHOUT ROWID;

-- The keys of this workspace; the private ones sealed (`sealed_by`: passphrase, keychain, machine), never in clear in this file.
CREATE TABLE identity (
  -- 1: those in use. 2: those that a rotation under way brings, until its facts are written.
  id INTEGER PRIMARY KEY CHECK (id IN (1, 2)),
  signing_key TEXT NOT NULL,
  sealing_key TEXT NOT NULL,
  sealed_by TEXT NOT NULL CHECK (sealed_by IN ('passphrase', 'keychain', 'machine')),
  sealed BLOB NOT NULL,
  -- Salt and cost of the derivation, JSON.
  parameters TEXT NOT NULL,
  made_at INTEGER NOT NULL
) STRICT;
