-- What headquarters reads at a glance, and what it publishes.
CREATE TABLE parameters (
  name TEXT NOT NULL,
  valid_from TEXT NOT NULL,
  content TEXT NOT NULL,
  note TEXT,
  logical_time INTEGER NOT NULL,
  author TEXT NOT NULL,
  PRIMARY KEY (name, valid_from)
) STRICT, WITHOUT ROWID;

CREATE TABLE published_chart (
  chart TEXT PRIMARY KEY,
  edition TEXT NOT NULL,
  content TEXT NOT NULL,
  logical_time INTEGER NOT NULL,
  author TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The sum of all books of a legal person, kept. A span gathers the fiscal years that stand alike: what they moved counts on the days from
-- `from_on` up to the day before `until_on`, as movements before `next_on` and as an opening carried over from then on. Only where
-- headquarters' own books are; rebuilt from `balance`.
CREATE TABLE rollup_span (
  id INTEGER PRIMARY KEY,
  -- uid of headquarters' own books of that legal person
  legal TEXT NOT NULL,
  from_on TEXT NOT NULL,
  until_on TEXT NOT NULL,
  end_on TEXT NOT NULL,
  next_on TEXT NOT NULL,
  chart TEXT NOT NULL,
  UNIQUE (legal, from_on, until_on, end_on, next_on, chart)
) STRICT;

-- Movements of an account in a month, over all books; what is carried over as a result has no month.
CREATE TABLE rollup (
  span_id INTEGER NOT NULL REFERENCES rollup_span (id),
  month TEXT NOT NULL,
  account TEXT NOT NULL,
  debit_cents INTEGER NOT NULL,
  credit_cents INTEGER NOT NULL,
  PRIMARY KEY (span_id, month, account)
) STRICT, WITHOUT ROWID;

-- How each year of an entity was counted there, so that it can be taken out again when that changes.
CREATE TABLE rollup_year (
  year_id INTEGER NOT NULL REFERENCES reference (id),
  legal TEXT NOT NULL,
  from_on TEXT NOT NULL,
  until_on TEXT NOT NULL,
  end_on TEXT NOT NULL,
  next_on TEXT NOT NULL,
  entity_id INTEGER NOT NULL REFERENCES entity (id),
  PRIMARY KEY (year_id, legal, from_on)
) STRICT, WITHOUT ROWID;
CREATE INDEX rollup_year_by_entity ON rollup_year (entity_id);
-- How many books count on a day: those whose year under way it is.
CREATE INDEX rollup_year_by_day ON rollup_year (legal, next_on, from_on, until_on);
-- Headquarters' own books among thousands of others.
CREATE INDEX entity_profile_headquarters ON entity_profile (entity_id) WHERE kind = 'headquarters';

CREATE TABLE rollup_carried (
  entity_id INTEGER NOT NULL REFERENCES entity (id),
  legal TEXT NOT NULL,
  from_on TEXT NOT NULL,
  until_on TEXT NOT NULL,
  account TEXT NOT NULL,
  cents INTEGER NOT NULL,
  PRIMARY KEY (entity_id, legal, from_on, account)
) STRICT, WITHOUT ROWID;

-- What the halves of each pair come to together, kept by triggers as halves come and go: those that do not meet are found at once.
CREATE TABLE pair_sum (
  pair TEXT PRIMARY KEY,
  cents INTEGER NOT NULL,
  halves INTEGER NOT NULL,
  -- The days of its first and last half: on a day between them it does not meet yet.
  first_on TEXT NOT NULL,
  last_on TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX pair_sum_open ON pair_sum (pair) WHERE cents <> 0;
CREATE INDEX pair_sum_between ON pair_sum (first_on, last_on) WHERE first_on <> last_on;
CREATE INDEX pair_half_by_entity ON pair_half (entity_id, with_uid, pair, cents);
