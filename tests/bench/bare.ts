import BetterSqlite from 'better-sqlite3'
import type { ProposedEntry } from '../../core/ledger/entry.ts'
import { remove } from './workspace.ts'

/**
 * The bare database: the same two tables with the same columns, the write-ahead log, synchronous=FULL and the same cache, and nothing else: no
 * check, no foreign key, no trigger, no chain, no balance. One prepared statement a table binds every column; values are ready before the
 * clock starts. `indexes` adds the four indexes of entries and the two of lines, without which no ledger could be shown.
 */
export interface BareRow { readonly entry: readonly (string | number | null)[]; readonly lines: readonly (readonly (string | number | null)[])[] }

const TABLES = `
CREATE TABLE entry (id INTEGER PRIMARY KEY, entity_id INTEGER NOT NULL, journal_id INTEGER NOT NULL, year_id INTEGER NOT NULL, number INTEGER NOT NULL,
  on_date TEXT NOT NULL, label TEXT NOT NULL, document_ref TEXT, document_on TEXT, validated_on TEXT NOT NULL, nature TEXT NOT NULL,
  reverses_id INTEGER, reason TEXT, source TEXT, stream_id INTEGER GENERATED ALWAYS AS (id >> 32) VIRTUAL) STRICT;
CREATE TABLE line (entry_id INTEGER NOT NULL, line_no INTEGER NOT NULL, account_id INTEGER NOT NULL, on_date TEXT NOT NULL,
  debit_cents INTEGER NOT NULL, credit_cents INTEGER NOT NULL, party_id INTEGER, project_id INTEGER, funder_id INTEGER, label TEXT,
  document_ref TEXT, document_on TEXT, currency TEXT, currency_cents INTEGER, PRIMARY KEY (entry_id, line_no)) STRICT, WITHOUT ROWID;`
const INDEXES = `
CREATE UNIQUE INDEX entry_by_number ON entry (journal_id, year_id, stream_id, number);
CREATE UNIQUE INDEX entry_by_source ON entry (journal_id, year_id, source) WHERE source IS NOT NULL;
CREATE UNIQUE INDEX entry_by_reversed ON entry (reverses_id) WHERE reverses_id IS NOT NULL;
CREATE INDEX entry_by_nature ON entry (year_id, nature) WHERE nature <> 'ordinary';
CREATE INDEX line_by_account ON line (account_id, on_date, entry_id, line_no, debit_cents, credit_cents);
CREATE INDEX line_by_party ON line (party_id, account_id, on_date) WHERE party_id IS NOT NULL;`
const ENTRY = `INSERT INTO entry (id, entity_id, journal_id, year_id, number, on_date, label, document_ref, document_on, validated_on, nature, reverses_id, reason, source)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
const LINE = `INSERT INTO line (entry_id, line_no, account_id, on_date, debit_cents, credit_cents, party_id, project_id, funder_id, label, document_ref, document_on, currency, currency_cents)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`

function settled(path: string): BetterSqlite.Database {
  const db = new BetterSqlite(path)
  for (const pragma of ['journal_mode = WAL', 'synchronous = FULL', `cache_size = -${48 * 1024}`]) db.pragma(pragma)
  return db
}

export class Bare {
  readonly db: BetterSqlite.Database
  readonly #entry: BetterSqlite.Statement
  readonly #line: BetterSqlite.Statement

  private constructor(db: BetterSqlite.Database) {
    this.db = db
    this.#entry = db.prepare(ENTRY)
    this.#line = db.prepare(LINE)
  }

  static make(path: string, indexes: boolean): Bare {
    remove(path)
    const db = settled(path)
    db.exec(TABLES + (indexes ? INDEXES : ''))
    return new Bare(db)
  }

  static reopen(path: string): Bare {
    return new Bare(settled(path))
  }

  /** One entry in a transaction of its own. */
  insertAlone(row: BareRow): void {
    this.db.exec('BEGIN IMMEDIATE')
    this.insert(row)
    this.db.exec('COMMIT')
  }

  insert(row: BareRow): void {
    for (const line of row.lines) this.#line.run(...line)
    this.#entry.run(...row.entry)
  }

  lastSequence(): number {
    return (this.db.prepare('SELECT MAX(id) FROM entry').pluck().get() as number) % 4_294_967_296
  }

  close(): void {
    this.db.close()
  }
}

/** Turns proposed entries into rows ready to bind, with numbers without gaps and small local numbers for the codes. */
export function bareRows(from = 0): (entry: ProposedEntry) => BareRow {
  const codes = new Map<string, number>()
  const next = new Map<string, number>()
  const code = (text: string): number => {
    const known = codes.get(text)
    if (known !== undefined) return known
    codes.set(text, codes.size + 1)
    return codes.size
  }
  let sequence = from
  return (entry) => {
    sequence += 1
    const id = 4_294_967_296 + sequence
    const year = entry.date.slice(0, 4)
    const key = `${entry.journal}:${year}`
    const number = (next.get(key) ?? from) + 1
    next.set(key, number)
    return {
      entry: [id, 1, code(entry.journal), code(year), number, entry.date, entry.label, entry.documentRef ?? null, null, '2026-11-21', 'ordinary', null, null, entry.source ?? null],
      lines: entry.lines.map((line, at) => [
        id, at + 1, code(line.account), entry.date, line.debitCents, line.creditCents, line.party === undefined ? null : code(line.party),
        line.project === undefined ? null : code(line.project), null, null, null, null, null, null,
      ]),
    }
  }
}
