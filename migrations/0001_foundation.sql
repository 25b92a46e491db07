-- The chain, the books and what people prepare before booking. Amounts are integer cents, dates `YYYY-MM-DD`.
-- Triggers stand in triggers.sql, the one source from which they are made again after every migration.

CREATE TABLE setting (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- ---------------------------------------------------------------- chain: never rebuilt
CREATE TABLE entity (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE,
  code TEXT NOT NULL UNIQUE CHECK (length(code) BETWEEN 1 AND 20)
) STRICT;

-- One author writing the books of one entity. `device` is its letter in entry numbers.
CREATE TABLE stream (
  id INTEGER PRIMARY KEY CHECK (id BETWEEN 1 AND 1048575),
  entity_id INTEGER NOT NULL REFERENCES entity (id),
  author TEXT NOT NULL,
  device TEXT NOT NULL,
  UNIQUE (entity_id, author),
  UNIQUE (entity_id, device)
) STRICT;

-- id = stream * 2^32 + sequence: one tree, in the order of each stream, and an entry has the id of its fact.
CREATE TABLE fact (
  id INTEGER PRIMARY KEY,
  logical_time INTEGER NOT NULL,
  kind TEXT NOT NULL,
  version INTEGER NOT NULL,
  body TEXT NOT NULL,
  hash BLOB NOT NULL CHECK (length(hash) = 32),
  stream_id INTEGER GENERATED ALWAYS AS (id >> 32) VIRTUAL,
  sequence INTEGER GENERATED ALWAYS AS (id & 4294967295) VIRTUAL
) STRICT;

-- Small local numbers for the codes that facts carry as text. Append-only, never rebuilt.
CREATE TABLE reference (
  id INTEGER PRIMARY KEY,
  entity_id INTEGER NOT NULL REFERENCES entity (id),
  kind TEXT NOT NULL CHECK (kind IN ('account', 'journal', 'party', 'project', 'funder', 'year')),
  code TEXT NOT NULL CHECK (code <> ''),
  UNIQUE (entity_id, kind, code)
) STRICT;

-- ---------------------------------------------------------------- what facts imply: rebuilt by a replay
CREATE TABLE entity_profile (
  entity_id INTEGER PRIMARY KEY REFERENCES entity (id),
  name TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('entity', 'headquarters')),
  country TEXT NOT NULL CHECK (country IN ('BE', 'FR')),
  chart TEXT NOT NULL,
  currency TEXT NOT NULL CHECK (length(currency) = 3),
  registration TEXT,
  vat_number TEXT,
  address TEXT,
  demonstration INTEGER NOT NULL CHECK (demonstration IN (0, 1)),
  logical_time INTEGER NOT NULL,
  author TEXT NOT NULL
) STRICT;

CREATE TABLE account (
  id INTEGER PRIMARY KEY REFERENCES reference (id),
  entity_id INTEGER NOT NULL REFERENCES entity (id),
  number TEXT NOT NULL,
  label TEXT NOT NULL,
  closed_on TEXT,
  logical_time INTEGER NOT NULL,
  author TEXT NOT NULL,
  UNIQUE (entity_id, number)
) STRICT;

CREATE TABLE journal (
  id INTEGER PRIMARY KEY REFERENCES reference (id),
  entity_id INTEGER NOT NULL REFERENCES entity (id),
  code TEXT NOT NULL,
  label TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('sales', 'purchases', 'bank', 'cash', 'general', 'opening', 'closing')),
  closed_on TEXT,
  logical_time INTEGER NOT NULL,
  author TEXT NOT NULL,
  UNIQUE (entity_id, code)
) STRICT;

CREATE TABLE party (
  id INTEGER PRIMARY KEY REFERENCES reference (id),
  entity_id INTEGER NOT NULL REFERENCES entity (id),
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('customer', 'supplier', 'both', 'other')),
  vat_number TEXT,
  iban TEXT,
  email TEXT,
  address TEXT,
  closed_on TEXT,
  logical_time INTEGER NOT NULL,
  author TEXT NOT NULL,
  UNIQUE (entity_id, code)
) STRICT;

-- Analytic axes: what a line was for (project) and who pays for it (funder).
CREATE TABLE axis_value (
  id INTEGER PRIMARY KEY REFERENCES reference (id),
  entity_id INTEGER NOT NULL REFERENCES entity (id),
  axis TEXT NOT NULL CHECK (axis IN ('project', 'funder')),
  code TEXT NOT NULL,
  label TEXT NOT NULL,
  closed_on TEXT,
  logical_time INTEGER NOT NULL,
  author TEXT NOT NULL,
  UNIQUE (entity_id, axis, code)
) STRICT;

CREATE TABLE fiscal_year (
  id INTEGER PRIMARY KEY REFERENCES reference (id),
  entity_id INTEGER NOT NULL REFERENCES entity (id),
  code TEXT NOT NULL,
  start_on TEXT NOT NULL,
  end_on TEXT NOT NULL,
  CHECK (start_on <= end_on),
  UNIQUE (entity_id, code)
) STRICT;
CREATE INDEX fiscal_year_by_date ON fiscal_year (entity_id, start_on);

-- A closing forbids new entries dated up to `until`, except those it already knew of (closing_position).
CREATE TABLE closing (
  id INTEGER PRIMARY KEY REFERENCES fact (id),
  entity_id INTEGER NOT NULL REFERENCES entity (id),
  until TEXT NOT NULL,
  reopened_by INTEGER REFERENCES fact (id),
  reason TEXT
) STRICT;
CREATE INDEX closing_by_entity ON closing (entity_id, until) WHERE reopened_by IS NULL;

CREATE TABLE closing_position (
  closing_id INTEGER NOT NULL REFERENCES closing (id),
  stream_id INTEGER NOT NULL REFERENCES stream (id),
  last_id INTEGER NOT NULL,
  PRIMARY KEY (closing_id, stream_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE entry (
  id INTEGER PRIMARY KEY REFERENCES fact (id),
  entity_id INTEGER NOT NULL REFERENCES entity (id),
  journal_id INTEGER NOT NULL REFERENCES reference (id),
  year_id INTEGER NOT NULL REFERENCES reference (id),
  number INTEGER NOT NULL CHECK (number > 0),
  on_date TEXT NOT NULL CHECK (length(on_date) = 10),
  label TEXT NOT NULL CHECK (label <> ''),
  document_ref TEXT,
  -- NULL: the day of the entry
  document_on TEXT,
  validated_on TEXT NOT NULL,
  nature TEXT NOT NULL CHECK (nature IN ('ordinary', 'opening', 'closing')),
  reverses_id INTEGER REFERENCES entry (id),
  reason TEXT,
  -- Where an imported entry comes from: `fec:VE00001`; booked once in its journal and year.
  source TEXT,
  stream_id INTEGER GENERATED ALWAYS AS (id >> 32) VIRTUAL
) STRICT;
CREATE UNIQUE INDEX entry_by_number ON entry (journal_id, year_id, stream_id, number);
CREATE UNIQUE INDEX entry_by_source ON entry (journal_id, year_id, source) WHERE source IS NOT NULL;
CREATE UNIQUE INDEX entry_by_reversed ON entry (reverses_id) WHERE reverses_id IS NOT NULL;
-- Opening and closing entries: a handful, and every balance asks for them.
CREATE INDEX entry_by_nature ON entry (year_id, nature) WHERE nature <> 'ordinary';

-- Its references are checked before the commit: checked at once, several lines could not go in together at a fair price.
CREATE TABLE line (
  entry_id INTEGER NOT NULL,
  line_no INTEGER NOT NULL,
  account_id INTEGER NOT NULL REFERENCES reference (id) DEFERRABLE INITIALLY DEFERRED,
  on_date TEXT NOT NULL,
  debit_cents INTEGER NOT NULL CHECK (debit_cents BETWEEN -4503599627370495 AND 4503599627370495),
  credit_cents INTEGER NOT NULL CHECK (credit_cents BETWEEN -4503599627370495 AND 4503599627370495),
  party_id INTEGER REFERENCES reference (id) DEFERRABLE INITIALLY DEFERRED,
  project_id INTEGER REFERENCES reference (id) DEFERRABLE INITIALLY DEFERRED,
  funder_id INTEGER REFERENCES reference (id) DEFERRABLE INITIALLY DEFERRED,
  -- NULL: as its entry
  label TEXT,
  document_ref TEXT,
  document_on TEXT,
  currency TEXT,
  currency_cents INTEGER,
  PRIMARY KEY (entry_id, line_no),
  CHECK (debit_cents = 0 OR credit_cents = 0),
  CHECK ((currency IS NULL) = (currency_cents IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX line_by_account ON line (account_id, on_date, entry_id, line_no, debit_cents, credit_cents);
CREATE INDEX line_by_party ON line (party_id, account_id, on_date) WHERE party_id IS NOT NULL;

-- Movements of an account in a month (`YYYY-MM`), or in the closing entries of the year (`closing`), kept while posting.
CREATE TABLE balance (
  year_id INTEGER NOT NULL REFERENCES reference (id),
  month TEXT NOT NULL,
  account_id INTEGER NOT NULL REFERENCES reference (id),
  debit_cents INTEGER NOT NULL,
  credit_cents INTEGER NOT NULL,
  PRIMARY KEY (year_id, month, account_id)
) STRICT, WITHOUT ROWID;

-- Lettrage: lines of one account (and party) that settle one another.
CREATE TABLE match_group (
  id INTEGER PRIMARY KEY REFERENCES fact (id),
  account_id INTEGER NOT NULL REFERENCES reference (id),
  code TEXT NOT NULL,
  matched_on TEXT,
  -- 0 when the lines settle one another exactly
  rest_cents INTEGER NOT NULL,
  undone_by INTEGER REFERENCES fact (id)
) STRICT;
CREATE INDEX match_group_by_account ON match_group (account_id, code);

CREATE TABLE line_match (
  entry_id INTEGER NOT NULL,
  line_no INTEGER NOT NULL,
  match_id INTEGER NOT NULL REFERENCES match_group (id),
  PRIMARY KEY (entry_id, line_no),
  FOREIGN KEY (entry_id, line_no) REFERENCES line (entry_id, line_no)
) STRICT, WITHOUT ROWID;
CREATE INDEX line_match_by_group ON line_match (match_id);

CREATE TABLE entry_document (
  id INTEGER PRIMARY KEY REFERENCES fact (id),
  entry_id INTEGER NOT NULL REFERENCES entry (id),
  hash TEXT NOT NULL CHECK (length(hash) = 64),
  name TEXT NOT NULL,
  media_type TEXT NOT NULL,
  size_bytes INTEGER NOT NULL
) STRICT;
CREATE INDEX entry_document_by_entry ON entry_document (entry_id);

-- ---------------------------------------------------------------- contents, stored once by hash
CREATE TABLE document (
  hash TEXT PRIMARY KEY CHECK (length(hash) = 64),
  bytes BLOB NOT NULL
) STRICT;

-- ---------------------------------------------------------------- what is prepared: edited and deleted freely
CREATE TABLE draft (
  id TEXT PRIMARY KEY,
  entity_id INTEGER NOT NULL REFERENCES entity (id),
  body TEXT NOT NULL,
  -- Raised at every save: a second window that saves over an older version is told so.
  version INTEGER NOT NULL,
  changed_at INTEGER NOT NULL
) STRICT;

-- The hundred last states of each draft, so that undo walks back across restarts.
CREATE TABLE draft_state (
  draft_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (draft_id, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE template (
  id TEXT PRIMARY KEY,
  entity_id INTEGER NOT NULL REFERENCES entity (id),
  name TEXT NOT NULL,
  body TEXT NOT NULL,
  -- NULL: used by hand; else `monthly`, `quarterly`, `yearly`: proposed on `next_on`, never posted alone
  recurrence TEXT CHECK (recurrence IN ('monthly', 'quarterly', 'yearly')),
  next_on TEXT,
  UNIQUE (entity_id, name)
) STRICT;

-- The mapping a person chose for a source, found again by the shape of its header.
CREATE TABLE import_profile (
  entity_id INTEGER NOT NULL REFERENCES entity (id),
  signature TEXT NOT NULL,
  name TEXT NOT NULL,
  mapping TEXT NOT NULL,
  used_at INTEGER NOT NULL,
  PRIMARY KEY (entity_id, signature)
) STRICT, WITHOUT ROWID;
