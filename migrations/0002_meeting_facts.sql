-- Facts of several machines meet in one set of books: what waits, what was moved and why, what pairs with what.

-- Two machines may each reverse the same entry, or import the same line, before they meet: both are in the chain, both count, and the
-- person is told. Uniqueness is a rule of the decision, no longer of the table.
DROP INDEX entry_by_reversed;
CREATE INDEX entry_by_reversed ON entry (reverses_id) WHERE reverses_id IS NOT NULL;
DROP INDEX entry_by_source;
CREATE INDEX entry_by_source ON entry (journal_id, year_id, source) WHERE source IS NOT NULL;

-- An entry that came after the closing of its day: booked on the first open day, its own document date kept.
CREATE TABLE entry_move (
  entry_id INTEGER PRIMARY KEY REFERENCES fact (id),
  -- The day its fact asks for.
  asked_on TEXT NOT NULL,
  on_date TEXT NOT NULL,
  closing_id INTEGER NOT NULL REFERENCES fact (id)
) STRICT;

-- In the chain, and not applied yet: it names a fact, a stream or a fiscal year that has not come.
CREATE TABLE held_fact (
  id INTEGER PRIMARY KEY REFERENCES fact (id),
  entity_id INTEGER NOT NULL REFERENCES entity (id),
  needs TEXT NOT NULL
) STRICT;
CREATE INDEX held_fact_by_entity ON held_fact (entity_id);

-- Accounts closed are few: an entry that came after is found at once.
CREATE INDEX account_closed ON account (entity_id) WHERE closed_on IS NOT NULL;

-- Lines matched twice: the first group, by logical time and author, keeps its lines; the other is kept without any.
ALTER TABLE match_group ADD COLUMN superseded INTEGER NOT NULL DEFAULT 0 CHECK (superseded IN (0, 1));

-- Who opened a year decides between two that overlap: the earliest, then the author.
DROP TRIGGER IF EXISTS fiscal_year_kept;
ALTER TABLE fiscal_year ADD COLUMN logical_time INTEGER NOT NULL DEFAULT 0;
ALTER TABLE fiscal_year ADD COLUMN author TEXT NOT NULL DEFAULT '';
UPDATE fiscal_year SET (logical_time, author) = (
  SELECT fact.logical_time, stream.author FROM fact JOIN stream ON stream.id = fact.stream_id
  WHERE fact.kind = 'FiscalYearOpened' AND stream.entity_id = fiscal_year.entity_id AND json_extract(fact.body, '$.code') = fiscal_year.code
  ORDER BY fact.logical_time, stream.author LIMIT 1);

-- One side of a flow between two entities, or an entity and headquarters. Both sides carry the same pair; together they come to nothing.
CREATE TABLE pair_half (
  entry_id INTEGER NOT NULL,
  line_no INTEGER NOT NULL,
  entity_id INTEGER NOT NULL REFERENCES entity (id),
  pair TEXT NOT NULL,
  -- uid of the entity on the other side
  with_uid TEXT NOT NULL,
  -- debit positive
  cents INTEGER NOT NULL,
  PRIMARY KEY (entry_id, line_no)
) STRICT, WITHOUT ROWID;
CREATE INDEX pair_half_by_pair ON pair_half (pair);

-- What a person should be told, in words made from a code and its data: an entry moved, a record overruled, a fork.
CREATE TABLE notice (
  id INTEGER PRIMARY KEY,
  -- NULL: about the whole workspace
  entity_id INTEGER REFERENCES entity (id),
  told_at INTEGER NOT NULL,
  code TEXT NOT NULL,
  data TEXT NOT NULL,
  read_at INTEGER,
  UNIQUE (entity_id, code, data)
) STRICT;
