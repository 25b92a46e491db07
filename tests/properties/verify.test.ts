import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createContext, type Context } from '../../core/context.ts'
import type { StoredFact } from '../../core/chain/fact.ts'
import type { EntryId } from '../../core/kernel/ids.ts'
import { attachDocument } from '../../core/ledger/attach-document.command.ts'
import { closePeriod, reopenPeriod } from '../../core/ledger/close-period.command.ts'
import { matchLines, undoMatch } from '../../core/ledger/match-lines.command.ts'
import { postEntry } from '../../core/ledger/post-entry.command.ts'
import { recordAccount, recordParty } from '../../core/ledger/records.command.ts'
import { reverseEntry } from '../../core/ledger/reverse-entry.command.ts'
import { replay, verify } from '../../core/reporting/verify.query.ts'
import { anEntry, must, openTestBooks, type TestBooks, testPorts } from '../fixtures/books.ts'
import { migrationSet, openDatabase, type Sqlite } from '../fixtures/database.ts'
import { property } from '../fixtures/property.ts'
import { bookAll, randomBooks } from '../fixtures/random-books.ts'

/** Every table that facts imply. */
const PROJECTIONS = [
  'entity_profile', 'account', 'journal', 'party', 'axis_value', 'fiscal_year', 'closing', 'closing_position', 'entry', 'line', 'balance', 'match_group', 'line_match', 'entry_document',
] as const

/** The rows of a table as text, in an order of their own. Balances of nothing are no rows a replay would make. */
function rowsOf(db: Sqlite, table: string): string {
  return (db.prepare(`SELECT * FROM ${table}`).all() as object[]).map((row) => JSON.stringify(row)).sort().join('\n')
}

function factsOf(db: Sqlite, order: string): StoredFact[] {
  return db.prepare(`SELECT id, logical_time AS logicalTime, kind, version, body, lower(hex(hash)) AS hash FROM fact ORDER BY ${order}`).all() as StoredFact[]
}

/** Replays facts into an empty workspace and compares every table that facts imply. */
function expectRebuilt(books: TestBooks, facts: readonly StoredFact[]): void {
  const scratch = openDatabase()
  scratch.pragma('foreign_keys = OFF')
  const problems: never[] = []
  replay(books.ctx, createContext(testPorts(scratch)), facts, problems)
  expect(problems).toEqual([])
  for (const table of PROJECTIONS) expect({ table, rows: rowsOf(scratch, table) }).toEqual({ table, rows: rowsOf(books.db, table) })
  scratch.close()
}

property('a replay of the chain rebuilds every table, byte for byte', 30, randomBooks, (random) => {
  const books = bookAll(random)
  expectRebuilt(books, factsOf(books.db, 'id'))
  books.close()
})

/** Two machines of one Activité write its books: what one recorded, the other may record later, and the later one wins. */
const deeds = fc.array(fc.record({ who: fc.boolean(), what: fc.constantFrom('post', 'reverse', 'match', 'account', 'party'), pick: fc.nat(50) }), { minLength: 4, maxLength: 25 })

property('a replay gives the same books whatever the order between the streams', 40, fc.tuple(deeds, fc.array(fc.nat(99), { minLength: 60, maxLength: 60 })), ([list, order]) => {
  const books = openTestBooks()
  const shared = books.db.prepare('SELECT MAX(id) FROM fact').pluck().get() as number
  const machines = [books.ctx, createContext(testPorts(books.db, { author: 'second', clock: books.clock }))] as const
  const open = new Set<EntryId>()
  list.forEach(({ who, what, pick }, at) => {
    const ctx = machines[who ? 1 : 0]
    // As if the other's facts had just arrived.
    ctx.memory.clear()
    books.clock.milliseconds += 1000
    act(ctx, books.entityId, what, pick, at, open)
  })
  const facts = factsOf(books.db, 'id')
  const prefix = facts.filter((fact) => fact.id <= shared)
  const rest = [facts.filter((fact) => fact.id > shared && fact.id < 2 * 4_294_967_296), facts.filter((fact) => fact.id >= 2 * 4_294_967_296)] as const
  const interleaved: StoredFact[] = []
  const next = [0, 0] as [number, number]
  for (let at = 0; interleaved.length < rest[0].length + rest[1].length; at += 1) {
    const first = (order[at % order.length] ?? 0) < 50 ? 0 : 1
    const side = next[first] < rest[first].length ? first : 1 - first
    interleaved.push(rest[side as 0 | 1][next[side as 0 | 1]++] as StoredFact)
  }
  expectRebuilt(books, [...prefix, ...rest[0], ...rest[1]])
  expectRebuilt(books, [...prefix, ...rest[1], ...rest[0]])
  expectRebuilt(books, [...prefix, ...interleaved])
  expect(verify(books.ctx, true).problems).toEqual([])
  books.close()
})

/** One machine undoes what the other did: such facts come after those they name, by their logical time. */
const undoings = fc.array(fc.record({ who: fc.boolean(), what: fc.constantFrom('post', 'match', 'undo', 'close', 'reopen'), pick: fc.nat(50) }), { minLength: 4, maxLength: 25 })

property('books that two machines write prove themselves, each undoing matches and closings of the other', 40, fc.tuple(undoings, fc.boolean()), ([list, isLate]) => {
  const books = openTestBooks()
  const second = { milliseconds: books.clock.milliseconds, today: books.clock.today }
  const machines = [books.ctx, createContext(testPorts(books.db, { author: 'second', clock: second }))] as const
  const open = new Set<EntryId>()
  list.forEach(({ who, what, pick }, at) => {
    const ctx = machines[who ? 1 : 0]
    ctx.memory.clear()
    books.clock.milliseconds += 1000
    // A clock an hour behind must not make what it signs older than what it answers.
    second.milliseconds = books.clock.milliseconds - (isLate ? 3_600_000 : 0)
    if (what === 'post' || what === 'match') act(ctx, books.entityId, what, pick, at, open)
    if (what === 'undo') {
      const match = books.db.prepare('SELECT match_group.code FROM match_group WHERE undone_by IS NULL LIMIT 1').pluck().get() as string | undefined
      if (match !== undefined) must(undoMatch(ctx, books.entityId, '400', match))
    }
    if (what === 'close') closePeriod(ctx, books.entityId, `2026-01-0${1 + (at % 9)}`)
    if (what === 'reopen') reopenPeriod(ctx, books.entityId, 'Un oubli')
  })
  expect(verify(books.ctx, true).problems).toEqual([])
  expectRebuilt(books, factsOf(books.db, 'logical_time, id'))
  books.close()
})

function act(ctx: Context, entityId: number, what: string, pick: number, at: number, open: Set<EntryId>): void {
  if (what === 'account') must(recordAccount(ctx, entityId, { number: '400', label: `Clients ${at}` }))
  if (what === 'party') must(recordParty(ctx, entityId, { code: `P${pick % 3}`, name: `Tiers ${at}`, kind: 'customer' }))
  if (what === 'post') open.add(must(postEntry(ctx, entityId, anEntry(`2026-0${1 + (pick % 9)}-1${at % 9} VEN Facture ${at} | 400 ${1 + pick}.00 | 700 -${1 + pick}.00`))).id)
  const chosen = [...open][pick % Math.max(open.size, 1)]
  if (chosen === undefined || (what !== 'reverse' && what !== 'match')) return
  open.delete(chosen)
  const reversal = must(reverseEntry(ctx, entityId, chosen, 'Une erreur'))
  if (what === 'match') must(matchLines(ctx, entityId, [{ entryId: chosen, line: 1 }, { entryId: reversal.id, line: 1 }]))
}

/** Alters the file behind the program's back: triggers are set aside for one statement and made again from their one source. */
function tamper(db: Sqlite, sql: string, ...values: (string | number | Buffer | null)[]): void {
  db.pragma('foreign_keys = OFF')
  for (const name of db.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'").pluck().all() as string[]) db.exec(`DROP TRIGGER ${name}`)
  db.pragma('ignore_check_constraints = ON')
  try {
    db.prepare(sql).run(...values)
  } finally {
    db.pragma('ignore_check_constraints = OFF')
    db.exec(migrationSet.triggers)
    db.pragma('foreign_keys = ON')
  }
}

/** Columns of each table, and the codes of which one must name the alteration. */
const TARGETS: readonly { readonly table: string; readonly columns: readonly string[]; readonly codes: readonly string[] }[] = [
  { table: 'fact', columns: ['logical_time', 'kind', 'version', 'body', 'hash'], codes: ['fact_altered'] },
  { table: 'entry', columns: ['entity_id', 'journal_id', 'year_id', 'number', 'on_date', 'label', 'document_ref', 'document_on', 'validated_on', 'nature', 'reverses_id', 'reason', 'source'], codes: ['entry_altered'] },
  { table: 'line', columns: ['account_id', 'on_date', 'debit_cents', 'credit_cents', 'party_id', 'project_id', 'funder_id', 'label', 'document_ref', 'document_on', 'currency', 'currency_cents', 'line_no'], codes: ['entry_altered'] },
  { table: 'balance', columns: ['month', 'account_id', 'debit_cents', 'credit_cents'], codes: ['balance_wrong'] },
  { table: 'account', columns: ['number', 'label', 'closed_on', 'logical_time', 'author'], codes: ['row_altered'] },
  { table: 'journal', columns: ['code', 'label', 'kind', 'closed_on'], codes: ['row_altered'] },
  { table: 'party', columns: ['name', 'kind', 'vat_number', 'iban', 'email', 'address'], codes: ['row_altered'] },
  { table: 'fiscal_year', columns: ['code', 'start_on', 'end_on'], codes: ['row_altered'] },
  { table: 'closing', columns: ['until', 'reopened_by', 'reason'], codes: ['row_altered'] },
  { table: 'closing_position', columns: ['last_id'], codes: ['row_altered'] },
  { table: 'reference', columns: ['code', 'kind'], codes: ['entry_altered', 'balance_wrong', 'row_altered', 'row_missing', 'row_without_fact'] },
]

/** The value with one bit of one byte flipped, or one more; an absent value appears. */
function altered(value: unknown, pick: number): string | number | Buffer {
  if (typeof value === 'number') return value + (pick % 2 === 0 ? 1 : -1)
  if (Buffer.isBuffer(value)) {
    const bytes = Buffer.from(value)
    bytes[pick % bytes.length] = (bytes[pick % bytes.length] ?? 0) ^ (1 << pick % 8)
    return bytes
  }
  if (typeof value !== 'string' || value === '') return 'x'
  const at = pick % value.length
  return value.slice(0, at) + String.fromCharCode(value.charCodeAt(at) ^ 1) + value.slice(at + 1)
}

const targets = TARGETS.flatMap(({ table, columns, codes }) => columns.map((column) => ({ table, column, codes })))

for (const { table, column, codes } of targets) {
  property(`one altered ${table}.${column} is found and named`, 3, fc.tuple(randomBooks, fc.nat()), ([random, pick]) => {
    const books = bookAll({ ...random, ended: Math.min(1, random.years.length) })
    const rows = books.db.prepare(rowsWithPlace(table, column)).all() as { place: string; value: unknown }[]
    const row = rows[pick % rows.length]
    expect(row, `${table} has rows`).toBeDefined()
    if (!row) return
    try {
      tamper(books.db, `UPDATE ${table} SET ${column} = ? WHERE ${KEYS[table] ?? 'id'} = ?`, altered(row.value, pick), row.place)
    } catch (error) {
      // A STRICT table or a unique key refused it: nothing was altered.
      expect(String(error)).toMatch(/SqliteError.*(UNIQUE|cannot store|NOT NULL)/u)
      books.close()
      return
    }
    const proof = verify(books.ctx, true)
    expect(proof.ok).toBe(false)
    expect(proof.problems.map((problem) => problem.code).filter((code) => codes.includes(code)), JSON.stringify(proof.problems.slice(0, 3))).not.toEqual([])
    if (table === 'fact') expect(proof.problems).toContainEqual(expect.objectContaining({ code: 'fact_altered', factId: Number(row.place) }))
    if (table === 'entry' || table === 'line') expect(proof.problems).toContainEqual(expect.objectContaining({ code: 'entry_altered', entryId: Number(row.place.split(' ')[0]) }))
    books.close()
  })
}

/** How a row of each table is named here. */
const KEYS: Readonly<Record<string, string>> = {
  line: "entry_id || ' ' || line_no", balance: "year_id || ' ' || month || ' ' || account_id", closing_position: "closing_id || ' ' || stream_id",
}

function rowsWithPlace(table: string, column: string): string {
  return `SELECT CAST(${KEYS[table] ?? 'id'} AS TEXT) AS place, ${column} AS value FROM ${table}`
}

const crimes: readonly { readonly name: string; readonly sql: string; readonly code: string }[] = [
  { name: 'the last fact taken away', sql: 'DELETE FROM fact WHERE id = (SELECT MAX(id) FROM fact)', code: 'entries_without_fact' },
  { name: 'a fact taken away in the middle', sql: "DELETE FROM fact WHERE id = (SELECT MIN(id) FROM fact WHERE kind = 'EntryPosted')", code: 'fact_missing' },
  { name: 'an entry taken away', sql: 'DELETE FROM entry WHERE id = (SELECT MIN(id) FROM entry)', code: 'entry_missing' },
  { name: 'a line taken away', sql: 'DELETE FROM line WHERE entry_id = (SELECT MIN(id) FROM entry) AND line_no = 2', code: 'entry_altered' },
  { name: 'a line slipped in', sql: 'INSERT INTO line (entry_id, line_no, account_id, on_date, debit_cents, credit_cents) SELECT entry_id, 9, account_id, on_date, 0, 0 FROM line LIMIT 1', code: 'entry_altered' },
  { name: 'a line of no entry', sql: "INSERT INTO line (entry_id, line_no, account_id, on_date, debit_cents, credit_cents) SELECT 1, 1, account_id, on_date, 5, 0 FROM line LIMIT 1", code: 'lines_without_entry' },
  { name: 'a balance taken away', sql: 'DELETE FROM balance WHERE (year_id, month, account_id) IN (SELECT year_id, month, account_id FROM balance LIMIT 1)', code: 'balance_wrong' },
  { name: 'an account taken away', sql: "DELETE FROM account WHERE number = '400'", code: 'row_missing' },
  { name: 'a closing slipped in', sql: "INSERT INTO closing (id, entity_id, until) SELECT MAX(id), 1, '2026-01-31' FROM fact", code: 'row_without_fact' },
  { name: 'a match taken away', sql: 'DELETE FROM line_match', code: 'row_missing' },
  { name: 'a document changed', sql: "UPDATE document SET bytes = x'00'", code: 'document_altered' },
  { name: 'a document taken away', sql: 'DELETE FROM document', code: 'document_missing' },
]

for (const { name, sql, code } of crimes) {
  test(`${name} is found and named`, () => {
    const books = openTestBooks()
    const sale = books.post('2026-01-15 VEN Facture | 400 121.00 | 700 -100.00 | 451 -21.00')
    const paid = books.post('2026-01-20 BNQ Payée | 550 121.00 | 400 -121.00')
    must(matchLines(books.ctx, books.entityId, [{ entryId: sale.id, line: 1 }, { entryId: paid.id, line: 2 }]))
    must(attachDocument(books.ctx, books.entityId, sale.id, books.ports.files.put('facture.pdf', 'application/pdf', 'la facture'), 'application/pdf'))
    books.post('2026-01-21 OD La dernière | 550 1.00 | 100 -1.00')
    expect(verify(books.ctx, true).problems).toEqual([])
    tamper(books.db, sql)
    const { problems } = verify(books.ctx, true)
    expect(problems.map((problem) => problem.code)).toContain(code)
    books.close()
  })
}
