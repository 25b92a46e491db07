import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { foreignStream } from '../../core/chain/foreign-stream.command.ts'
import type { AuthorId } from '../../core/kernel/ids.ts'
import { ok } from '../../core/kernel/result.ts'
import { attachDocument } from '../../core/ledger/attach-document.command.ts'
import { closePeriod } from '../../core/ledger/close-period.command.ts'
import { matchLines } from '../../core/ledger/match-lines.command.ts'
import { verify } from '../../core/reporting/verify.query.ts'
import { receiveFacts, settle } from '../../core/sync/taking/receive-facts.command.ts'
import { writeStream } from '../fixtures/streams.ts'
import { must, openTestBooks, type TestBooks } from '../fixtures/books.ts'

type Value = string | number | null | Buffer
type Row = Readonly<Record<string, Value>>

/** One violation by plain SQL, as any other program could try it, and the guard that must refuse it. */
interface Violation {
  readonly what: string
  /** A trigger and its message, or a check by its own text. */
  readonly guard: { readonly trigger: string; readonly message: string } | { readonly check: string }
  readonly run: (db: TestBooks['db']) => void
  /** Set aside, because it would refuse first. */
  readonly without?: string
}

const STREAM = 4_294_967_296
let books: TestBooks
let next = 0
let sale = 0
let moved = 0

beforeAll(() => {
  books = openTestBooks()
  const { ctx, entityId } = books
  sale = books.post('2026-01-15 VEN Facture 12 | 400 121.00 | 700 -100.00 | 451 -21.00').id
  const paid = books.post('2026-01-20 BNQ Facture 12 payée | 550 121.00 | 400 -121.00')
  must(matchLines(ctx, entityId, [{ entryId: sale, line: 1 }, { entryId: paid.id, line: 2 }]))
  must(attachDocument(ctx, entityId, sale, books.ports.files.put('facture.pdf', 'application/pdf', 'facture'), 'application/pdf'))
  must(closePeriod(ctx, entityId, '2026-01-31'))
  next = 1 + (books.db.prepare('SELECT MAX(id) FROM fact').pluck().get() as number)
  moved = lateEntry()
})
afterAll(() => books.close())

/** An entry of another machine that came after the closing of its day. */
function lateEntry(): number {
  const { ctx, entityId } = books
  let id = 0
  ctx.write((tx) => {
    const stream = foreignStream(tx, entityId, 'boris' as AuthorId, 'B')
    const { facts } = writeStream('boris', 'B', [{ kind: 'EntryPosted', version: 1, logicalTime: 2e15, body: {
      journal: 'VEN', year: '2026', number: 1, date: '2026-01-20', label: 'Facture 13', validatedOn: '2026-02-01',
      lines: [{ account: '400', debitCents: 12_100 }, { account: '700', creditCents: 12_100 }],
    } }], stream.entity)
    receiveFacts(tx, stream, facts)
    settle(tx, [entityId])
    id = stream.id * STREAM + 1
    return ok(null)
  })
  return id
}

function insert(db: TestBooks['db'], table: string, row: Row, verb = 'INSERT'): void {
  const columns = Object.keys(row)
  db.prepare(`${verb} INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`).run(...Object.values(row))
}

const idOf = (db: TestBooks['db'], kind: string, code: string) => db.prepare('SELECT id FROM reference WHERE kind = ? AND code = ?').pluck().get(kind, code) as number
const fact = (over: Row = {}): Row => ({ id: next, logical_time: 2e15, kind: 'Essai', version: 1, body: '{}', hash: Buffer.alloc(32), ...over })
const line = (db: TestBooks['db'], over: Row = {}): Row => ({ entry_id: next, line_no: 1, account_id: idOf(db, 'account', '400'), on_date: '2026-02-10', debit_cents: 500, credit_cents: 0, ...over })
const entry = (db: TestBooks['db'], over: Row = {}): Row => ({
  id: next, entity_id: 1, journal_id: idOf(db, 'journal', 'VEN'), year_id: idOf(db, 'year', '2026'), number: 2, on_date: '2026-02-10', label: 'Essai', validated_on: '2026-02-10', nature: 'ordinary', ...over,
})

const half = (over: Row = {}): Row => ({ entry_id: next, line_no: 1, entity_id: 1, pair: 'P', with_uid: 'X', cents: 5, ...over })
const identity = (over: Row): Row => ({ id: 1, signing_key: 'x', sealing_key: 'x', sealed_by: 'machine', sealed: Buffer.alloc(1), parameters: '{}', made_at: 1, ...over })

/** A right entry but for what is said over: its fact, two lines that balance, then the entry that seals them. */
function wholeEntry(db: TestBooks['db'], over: { readonly entry?: Row; readonly first?: Row; readonly second?: Row | null } = {}): void {
  insert(db, 'fact', fact())
  insert(db, 'line', line(db, over.first ?? {}))
  if (over.second !== null) insert(db, 'line', line(db, { line_no: 2, account_id: idOf(db, 'account', '700'), debit_cents: 0, credit_cents: 500, ...over.second }))
  insert(db, 'entry', entry(db, over.entry))
}

const change = (table: string, set: string): ((db: TestBooks['db']) => void) => (db) => void db.prepare(`UPDATE ${table} SET ${set}`).run()
const remove = (table: string): ((db: TestBooks['db']) => void) => (db) => void db.prepare(`DELETE FROM ${table}`).run()
const replace = (table: string, columns: string): ((db: TestBooks['db']) => void) => (db) => void db.prepare(`INSERT OR REPLACE INTO ${table} (${columns}) SELECT ${columns} FROM ${table}`).run()
const refused = (what: string, trigger: string, message: string, run: Violation['run']): Violation => ({ what, guard: { trigger, message }, run })
const check = (table: string, expression: string, run: Violation['run'], without?: string): Violation =>
  ({ what: `${table}: ${expression}`, guard: { check: expression }, run, ...(without ? { without } : {}) })

const violations: readonly Violation[] = [
  refused('a fact that skips a sequence', 'fact_follows', 'fact_out_of_sequence', (db) => insert(db, 'fact', fact({ id: next + 1 }))),
  refused('the first fact of a stream that is not there', 'fact_follows', 'fact_out_of_sequence', (db) => insert(db, 'fact', fact({ id: 9 * STREAM + 1 }))),
  refused('a fact before its stream', 'fact_follows', 'fact_out_of_sequence', (db) => insert(db, 'fact', fact({ id: 7 }))),
  refused('a changed fact', 'fact_kept', 'fact_is_final', change('fact', "body = '{}'")),
  refused('a fact taken away', 'fact_stays', 'fact_is_final', remove('fact')),
  refused('a fact replaced', 'fact_stays', 'fact_is_final', (db) => insert(db, 'fact', fact({ id: next - 1 }), 'INSERT OR REPLACE')),
  refused('another identity for an entity', 'entity_kept', 'entity_is_final', change('entity', "uid = 'autre'")),
  refused('an entity taken away', 'entity_stays', 'entity_is_final', remove('entity')),
  refused('a stream given to another author', 'stream_kept', 'stream_is_final', change('stream', "author = 'autre'")),
  refused('a stream taken away', 'stream_stays', 'stream_is_final', remove('stream')),
  refused('a code that changes meaning', 'reference_kept', 'reference_is_final', change('reference', "code = code || 'x'")),
  refused('a code taken away', 'reference_stays', 'reference_is_final', remove('reference')),
  refused('a code replaced', 'reference_stays', 'reference_is_final', replace('reference', 'entity_id, kind, code')),
  refused('a line slipped into a posted entry', 'line_before_entry', 'entry_is_sealed', (db) => insert(db, 'line', line(db, { entry_id: sale, line_no: 9 }))),
  refused('a line of a posted entry replaced', 'line_before_entry', 'entry_is_sealed', (db) => insert(db, 'line', line(db, { entry_id: sale }), 'INSERT OR REPLACE')),
  refused('a changed line', 'line_kept', 'line_is_final', change('line', 'debit_cents = debit_cents + 1')),
  refused('a line on another day', 'line_moves', 'line_is_final', change('line', "on_date = '2026-03-01'")),
  refused('a line taken away', 'line_stays', 'line_is_final', remove('line')),
  refused('an entry that does not balance', 'entry_is_right', 'entry_unbalanced', (db) => wholeEntry(db, { second: { credit_cents: 499 } })),
  refused('an entry of one line', 'entry_is_right', 'entry_unbalanced', (db) => wholeEntry(db, { first: { debit_cents: 0 }, second: null })),
  refused('an entry without a line', 'entry_is_right', 'entry_unbalanced', (db) => (insert(db, 'fact', fact()), insert(db, 'entry', entry(db)))),
  refused('a line of another day than its entry', 'entry_is_right', 'entry_unbalanced', (db) => wholeEntry(db, { first: { on_date: '2026-02-11' } })),
  refused('a gap in the numbers', 'entry_is_right', 'entry_number_gap', (db) => wholeEntry(db, { entry: { number: 3 } })),
  refused('a number twice', 'entry_is_right', 'entry_number_gap', (db) => wholeEntry(db, { entry: { number: 1 } })),
  refused('an entry outside its year', 'entry_is_right', 'entry_outside_year', (db) => wholeEntry(db, { entry: { on_date: '2027-02-10' }, first: { on_date: '2027-02-10' }, second: { on_date: '2027-02-10' } })),
  refused('an entry in a year that is none', 'entry_is_right', 'entry_outside_year', (db) => wholeEntry(db, { entry: { year_id: idOf(db, 'journal', 'ACH'), number: 1 } })),
  refused('an opening that is not on the first day', 'entry_is_right', 'entry_outside_year', (db) => wholeEntry(db, { entry: { nature: 'opening' } })),
  refused('a closing that is not on the last day', 'entry_is_right', 'entry_outside_year', (db) => wholeEntry(db, { entry: { nature: 'closing' } })),
  refused('an entry in a closed period', 'entry_is_right', 'period_closed', (db) => wholeEntry(db, { entry: { on_date: '2026-01-31' }, first: { on_date: '2026-01-31' }, second: { on_date: '2026-01-31' } })),
  refused('a changed entry', 'entry_kept', 'entry_is_final', change('entry', "label = 'autre'")),
  refused('an entry on another day', 'entry_moves', 'entry_is_final', change('entry', "on_date = '2026-03-01'")),
  refused('another day for the document of a moved entry', 'entry_moves', 'entry_is_final', (db) => void db.prepare("UPDATE entry SET document_on = '2026-01-02' WHERE id = ?").run(moved)),
  refused('an entry moved though its closing knew it', 'entry_move_is_right', 'move_without_closing', (db) => insert(db, 'entry_move', { entry_id: sale, asked_on: '2026-01-15', on_date: '2026-02-01', closing_id: next - 1 })),
  refused('an entry moved further than its closing', 'entry_move_kept', 'move_without_closing', change('entry_move', "on_date = '2026-05-01'")),
  refused('a move taken away while its closing stands', 'entry_move_stays', 'move_without_closing', remove('entry_move')),
  refused('an entry taken away', 'entry_stays', 'entry_is_final', remove('entry')),
  refused('an entry replaced', 'entry_is_right', 'entry_number_gap', replace('entry', 'id, entity_id, journal_id, year_id, number, on_date, label, validated_on, nature')),
  refused('a half of a pair slipped into a posted entry', 'pair_half_before_entry', 'entry_is_sealed', (db) => insert(db, 'pair_half', half({ entry_id: sale }))),
  refused('a changed half of a pair', 'pair_half_kept', 'line_is_final', (db) => (insert(db, 'pair_half', half()), change('pair_half', 'cents = 1')(db))),
  refused('a half of a pair taken away', 'pair_half_stays', 'line_is_final', (db) => (insert(db, 'pair_half', half()), remove('pair_half')(db))),
  refused('an attachment renamed', 'entry_document_kept', 'document_is_final', change('entry_document', "name = 'autre'")),
  refused('an attachment taken away', 'entry_document_stays', 'document_is_final', remove('entry_document')),
  refused('an attachment replaced', 'entry_document_stays', 'document_is_final', replace('entry_document', 'id, entry_id, hash, name, media_type, size_bytes')),
  refused('a changed document', 'document_kept', 'document_is_final', change('document', "bytes = x'00'")),
  refused('a document taken away', 'document_stays', 'document_is_final', remove('document')),
  refused('a year over another', 'fiscal_year_alone', 'fiscal_year_overlaps', (db) => insert(db, 'fiscal_year', { id: idOf(db, 'journal', 'ACH'), entity_id: 1, code: '2026b', start_on: '2026-12-31', end_on: '2027-12-30' })),
  refused('a changed year', 'fiscal_year_kept', 'fiscal_year_is_final', change('fiscal_year', "end_on = '2027-01-31'")),
  refused('a year taken away', 'fiscal_year_stays', 'fiscal_year_is_final', remove('fiscal_year')),
  refused('a year replaced', 'fiscal_year_stays', 'fiscal_year_is_final', replace('fiscal_year', 'id, entity_id, code, start_on, end_on')),
  refused('a closing moved back', 'closing_kept', 'closing_is_final', change('closing', "until = '2026-01-01'")),
  refused('a closing taken away', 'closing_stays', 'closing_is_final', remove('closing')),
  refused('a closing replaced', 'closing_stays', 'closing_is_final', replace('closing', 'id, entity_id, until')),
  refused('a changed match', 'match_group_kept', 'match_is_final', change('match_group', 'rest_cents = 1')),
  refused('a match taken away', 'match_group_stays', 'match_is_final', remove('match_group')),
  refused('a line freed of a match that stands', 'line_match_stays', 'match_is_final', remove('line_match')),
  refused('a line moved to another match', 'line_match_kept', 'match_is_final', change('line_match', 'line_no = line_no')),

  check('entity', 'length(code) BETWEEN 1 AND 20', (db) => insert(db, 'entity', { uid: 'u', code: '' })),
  check('stream', 'id BETWEEN 1 AND 1048575', (db) => insert(db, 'stream', { id: 1_048_576, entity_id: 1, author: 'x', device: 'X' })),
  check('fact', 'length(hash) = 32', (db) => insert(db, 'fact', fact({ hash: Buffer.alloc(31) }))),
  check('reference', "kind IN ('account', 'journal', 'party', 'project', 'funder', 'year')", (db) => insert(db, 'reference', { entity_id: 1, kind: 'autre', code: 'x' })),
  check('reference', "code <> ''", (db) => insert(db, 'reference', { entity_id: 1, kind: 'party', code: '' })),
  check('entity_profile', "kind IN ('entity', 'headquarters')", change('entity_profile', "kind = 'office'")),
  check('entity_profile', "country IN ('BE', 'FR')", change('entity_profile', "country = 'NL'")),
  check('entity_profile', 'length(currency) = 3', change('entity_profile', "currency = 'EURO'")),
  check('entity_profile', 'demonstration IN (0, 1)', change('entity_profile', 'demonstration = 2')),
  check('journal', "kind IN ('sales', 'purchases', 'bank', 'cash', 'general', 'opening', 'closing')", change('journal', "kind = 'autre'")),
  check('party', "kind IN ('customer', 'supplier', 'both', 'other')", (db) => insert(db, 'party', { id: idOf(db, 'journal', 'VEN'), entity_id: 1, code: 'X', name: 'X', kind: 'ami', logical_time: 1, author: 'x' })),
  check('axis_value', "axis IN ('project', 'funder')", (db) => insert(db, 'axis_value', { id: idOf(db, 'journal', 'VEN'), entity_id: 1, axis: 'lieu', code: 'X', label: 'X', logical_time: 1, author: 'x' })),
  check('fiscal_year', 'start_on <= end_on', (db) => insert(db, 'fiscal_year', { id: idOf(db, 'journal', 'VEN'), entity_id: 1, code: 'x', start_on: '2030-12-31', end_on: '2030-01-01' })),
  check('entry', 'number > 0', (db) => wholeEntry(db, { entry: { number: 0 } }), 'entry_is_right'),
  check('entry', 'length(on_date) = 10', (db) => wholeEntry(db, { entry: { on_date: '2026-2-10' } }), 'entry_is_right'),
  check('entry', "label <> ''", (db) => wholeEntry(db, { entry: { label: '' } })),
  check('entry', "nature IN ('ordinary', 'opening', 'closing')", (db) => wholeEntry(db, { entry: { nature: 'autre' } })),
  check('line', 'debit_cents BETWEEN -4503599627370495 AND 4503599627370495', (db) => insert(db, 'line', line(db, { debit_cents: 4_503_599_627_370_496 }))),
  check('line', 'credit_cents BETWEEN -4503599627370495 AND 4503599627370495', (db) => insert(db, 'line', line(db, { debit_cents: 0, credit_cents: -4_503_599_627_370_496 }))),
  check('line', 'debit_cents = 0 OR credit_cents = 0', (db) => insert(db, 'line', line(db, { credit_cents: 500 }))),
  check('line', '(currency IS NULL) = (currency_cents IS NULL)', (db) => insert(db, 'line', line(db, { currency: 'USD' }))),
  check('entry_document', 'length(hash) = 64', (db) => (insert(db, 'fact', fact()), insert(db, 'entry_document', { id: next, entry_id: sale, hash: 'x', name: 'x', media_type: 'x', size_bytes: 1 }))),
  check('document', 'length(hash) = 64', (db) => insert(db, 'document', { hash: 'x', bytes: Buffer.alloc(1) })),
  check('match_group', 'superseded IN (0, 1)', change('match_group', 'superseded = 2')),
  check('access', "role IN ('porteur', 'associate', 'adviser', 'accountant')", (db) => insert(db, 'access', { entity_id: 1, author: 'x', role: 'headquarters', person: 'x', device: 'X', logical_time: 1 })),
  check('fork', 'exact IN (0, 1)', (db) => insert(db, 'fork', { stream_id: 1, at_sequence: 2, exact: 2, to_sequence: 3, head_hash: 'x', key: 'x', signature: 'x', facts: '[]', found_at: 1 })),
  check('identity', 'id IN (1, 2)', (db) => insert(db, 'identity', identity({ id: 3 }))),
  check('identity', "sealed_by IN ('passphrase', 'keychain', 'machine')", (db) => insert(db, 'identity', identity({ sealed_by: 'nobody' }))),
  check('received_pli', "outcome IN ('taken', 'known', 'waiting', 'refused')", (db) => insert(db, 'received_pli', { file_hash: 'x', name: 'x', taken_at: 1, outcome: 'lost', facts: 0, answer: '{}' })),
  check('note', 'withdrawn IN (0, 1)', (db) => insert(db, 'note', { entity_id: 1, id: 'x', on_date: '2026-01-01', text: 'x', withdrawn: 2, logical_time: 1, author: 'x' })),
  check('appointment', "state IN ('proposed', 'confirmed', 'held', 'cancelled')", (db) => insert(db, 'appointment', { entity_id: 1, id: 'x', on_date: '2026-01-01', subject: 'x', state: 'lost', logical_time: 1, author: 'x' })),
  check('proposal_answer', "answer IN ('accepted', 'edited', 'declined', 'withdrawn')", (db) => insert(db, 'proposal_answer', { id: next - 1, entity_id: 1, proposal_author: 'x', proposal_sequence: 1, answer: 'perhaps' })),
  check('template', "recurrence IN ('monthly', 'quarterly', 'yearly')", (db) => insert(db, 'template', { id: 'x', entity_id: 1, name: 'x', body: '{}', recurrence: 'daily' })),
]

/** Runs the violation in a transaction that is always rolled back, and answers what SQLite said. */
function attempt(violation: Violation, without: readonly string[]): string | undefined {
  const { db } = books
  db.exec('BEGIN IMMEDIATE')
  try {
    for (const name of without) db.exec(`DROP TRIGGER ${name}`)
    violation.run(db)
    return undefined
  } catch (error) {
    return (error as Error).message
  } finally {
    if (db.inTransaction) db.exec('ROLLBACK')
  }
}

describe('every guard of the schema refuses its violation, with its own message', () => {
  const asideOf = (violation: Violation): string[] => (violation.without ? [violation.without] : [])
  const checks = violations.flatMap((violation) => ('check' in violation.guard ? [[violation.what, violation, violation.guard.check] as const] : []))
  const triggers = violations.flatMap((violation) => ('trigger' in violation.guard ? [[violation.what, violation, violation.guard] as const] : []))

  test.each(checks)('%s', (_what, violation, expression) => {
    expect(attempt(violation, asideOf(violation))).toBe(`CHECK constraint failed: ${expression}`)
  })

  test.each(triggers)('%s', (_what, violation, { trigger, message }) => {
    expect(attempt(violation, asideOf(violation))).toBe(message)
    expect(attempt(violation, [...asideOf(violation), trigger]), 'it is this trigger that refuses').not.toBe(message)
  })

  test('a right entry by plain SQL is let in: the violations above fail for their own reason', () => {
    expect(attempt({ what: '', guard: { check: '' }, run: (db) => wholeEntry(db) }, [])).toBeUndefined()
  })

  test('nothing of all this left a trace', () => {
    expect(verify(books.ctx, true).problems).toEqual([])
  })
})

/** The texts of the checks in a table's own SQL. */
function checksOf(sql: string): string[] {
  const found: string[] = []
  for (let at = sql.indexOf('CHECK ('); at >= 0; at = sql.indexOf('CHECK (', at + 1)) {
    const start = at + 'CHECK ('.length
    let depth = 1
    let end = start
    for (; depth > 0; end += 1) depth += sql[end] === '(' ? 1 : sql[end] === ')' ? -1 : 0
    found.push(sql.slice(start, end - 1))
  }
  return found
}

describe('no guard of the schema is without its violation', () => {
  test('every trigger, and every message it may give', () => {
    const triggers = books.db.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY name").all() as { name: string; sql: string }[]
    const guards = triggers.flatMap(({ name, sql }) => [...sql.matchAll(/RAISE\(ABORT, '(\w+)'\)/gu)].map((match) => `${name}: ${match[1]}`))
    const planted = violations.flatMap(({ guard }) => ('trigger' in guard ? [`${guard.trigger}: ${guard.message}`] : []))
    expect(guards.length).toBeGreaterThan(25)
    expect([...new Set(planted)].sort()).toEqual([...new Set(guards)].sort())
  })

  test('every check of every table', () => {
    const tables = books.db.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%CHECK%' ORDER BY name").all() as { name: string; sql: string }[]
    const guards = tables.flatMap(({ name, sql }) => checksOf(sql).map((text) => `${name}: ${text}`))
    expect(guards.length).toBeGreaterThan(20)
    expect(violations.filter(({ guard }) => 'check' in guard).map(({ what }) => what).sort()).toEqual(guards.sort())
  })
})
