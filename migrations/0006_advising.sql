-- The adviser's work in an entity's books: shared with its porteur, but for private notes, which never leave the office's file.
CREATE TABLE note (
  entity_id INTEGER NOT NULL REFERENCES entity (id),
  id TEXT NOT NULL,
  on_date TEXT NOT NULL,
  text TEXT NOT NULL,
  entry_id INTEGER,
  withdrawn INTEGER NOT NULL CHECK (withdrawn IN (0, 1)),
  logical_time INTEGER NOT NULL,
  author TEXT NOT NULL,
  PRIMARY KEY (entity_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE appointment (
  entity_id INTEGER NOT NULL REFERENCES entity (id),
  id TEXT NOT NULL,
  on_date TEXT NOT NULL,
  at_time TEXT,
  place TEXT,
  subject TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('proposed', 'confirmed', 'held', 'cancelled')),
  logical_time INTEGER NOT NULL,
  author TEXT NOT NULL,
  PRIMARY KEY (entity_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE proposal (
  id INTEGER PRIMARY KEY REFERENCES fact (id),
  entity_id INTEGER NOT NULL REFERENCES entity (id),
  entry TEXT NOT NULL,
  reason TEXT NOT NULL
) STRICT;
CREATE INDEX proposal_by_entity ON proposal (entity_id);

CREATE TABLE proposal_answer (
  id INTEGER PRIMARY KEY REFERENCES fact (id),
  proposal_id INTEGER NOT NULL REFERENCES fact (id),
  answer TEXT NOT NULL CHECK (answer IN ('accepted', 'edited', 'declined')),
  reason TEXT,
  entry_id INTEGER
) STRICT;
CREATE INDEX proposal_answer_by_proposal ON proposal_answer (proposal_id);

CREATE TABLE private_note (
  id TEXT PRIMARY KEY,
  entity_id INTEGER NOT NULL REFERENCES entity (id),
  on_date TEXT NOT NULL,
  text TEXT NOT NULL,
  changed_at INTEGER NOT NULL
) STRICT;
