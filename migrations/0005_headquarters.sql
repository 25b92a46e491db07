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
