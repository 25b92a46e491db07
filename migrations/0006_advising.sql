-- The adviser's work in an entity's books: shared with its porteur, but for private notes, which never leave the office's file.
CREATE TABLE note (
  entity_id INTEGER NOT NULL REFERENCES entity (id),
  id TEXT NOT NULL,
  on_date TEXT NOT NULL,
  text TEXT NOT NULL,
  -- The entry it is about, named as its fact names it: it may come later.
  entry_author TEXT,
  entry_sequence INTEGER,
  withdrawn INTEGER NOT NULL CHECK (withdrawn IN (0, 1)),
  logical_time INTEGER NOT NULL,
  author TEXT NOT NULL,
  -- A note is its author's: whoever signs another under the same id writes over nothing.
  PRIMARY KEY (entity_id, id, author)
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

-- What became of a proposal; both are named, since either may come first. The first answer in the order of logical time stands.
CREATE TABLE proposal_answer (
  id INTEGER PRIMARY KEY REFERENCES fact (id),
  entity_id INTEGER NOT NULL REFERENCES entity (id),
  proposal_author TEXT NOT NULL,
  proposal_sequence INTEGER NOT NULL,
  answer TEXT NOT NULL CHECK (answer IN ('accepted', 'edited', 'declined', 'withdrawn')),
  reason TEXT,
  entry_author TEXT,
  entry_sequence INTEGER
) STRICT;
CREATE INDEX proposal_answer_by_proposal ON proposal_answer (entity_id, proposal_author, proposal_sequence);

-- Drafts made from a proposal: posting one answers it.
CREATE TABLE proposal_draft (
  draft_id TEXT PRIMARY KEY,
  proposal_id INTEGER NOT NULL REFERENCES fact (id)
) STRICT;

CREATE TABLE private_note (
  id TEXT PRIMARY KEY,
  entity_id INTEGER NOT NULL REFERENCES entity (id),
  on_date TEXT NOT NULL,
  text TEXT NOT NULL,
  changed_at INTEGER NOT NULL
) STRICT;
