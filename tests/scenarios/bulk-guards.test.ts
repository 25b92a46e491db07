import { afterEach, beforeEach, expect, test } from 'vitest'
import type { SqlValue, Writer } from '../../core/context.ts'
import { Defect } from '../../core/kernel/assert.ts'
import { ok } from '../../core/kernel/result.ts'
import { BULK, inBulk } from '../../core/ledger/bulk-booking.command.ts'
import { closePeriod } from '../../core/ledger/close-period.command.ts'
import { bookEntry } from '../../core/ledger/post-entry.command.ts'
import { verify } from '../../core/reporting/verify.query.ts'
import { anEntry, must, openTestBooks, type TestBooks } from '../fixtures/books.ts'

let books: TestBooks
beforeEach(() => {
  books = openTestBooks()
  books.post('2026-01-15 VEN Facture 12 | 400 121.00 | 700 -100.00 | 451 -21.00')
  must(closePeriod(books.ctx, books.entityId, '2026-01-31'))
})
afterEach(() => books.close())

type Row = Readonly<Record<string, SqlValue>>

function insert(tx: Writer, table: string, row: Row): void {
  tx.write(`INSERT INTO ${table} (${Object.keys(row).join(', ')}) VALUES (${Object.keys(row).map(() => '?').join(', ')})`).run(...Object.values(row))
}

/** Rows of an entry as a defect of the program could write them in the middle of a bulk import. */
function rawEntry(tx: Writer, over: { readonly entry?: Row; readonly first?: Row; readonly day?: string; readonly lines?: number; readonly skip?: number }): void {
  const id = 1 + (over.skip ?? 0) + (tx.read<{ last: number }>('SELECT MAX(id) AS last FROM fact').get()?.last ?? 0)
  const code = (kind: string, text: string) => tx.read<{ id: number }>('SELECT id FROM reference WHERE kind = ? AND code = ?').get(kind, text)?.id ?? 0
  const last = tx.read<{ last: number }>("SELECT MAX(number) AS last FROM entry JOIN reference ON reference.id = journal_id WHERE code = 'VEN'").get()?.last ?? 0
  insert(tx, 'fact', { id, logical_time: 3e15, kind: 'EntryPosted', version: 1, body: '{}', hash: new Uint8Array(32) })
  const line = { entry_id: id, account_id: code('account', '400'), on_date: over.day ?? '2026-03-10', debit_cents: 500, credit_cents: 0 }
  const lines: Row[] = [{ ...line, line_no: 1, ...over.first }, { ...line, line_no: 2, debit_cents: 0, credit_cents: 500 }]
  for (const each of lines.slice(0, over.lines ?? 2)) insert(tx, 'line', each)
  insert(tx, 'entry', {
    id, entity_id: 1, journal_id: code('journal', 'VEN'), year_id: code('year', '2026'), number: last + 1, on_date: over.day ?? '2026-03-10', label: 'Essai', validated_on: '2026-03-10', nature: 'ordinary', ...over.entry,
  })
}

const violations: Readonly<Record<string, { readonly defect: string; readonly work: (tx: Writer) => void }>> = {
  'an entry that does not balance': { defect: 'entry_unbalanced', work: (tx) => rawEntry(tx, { first: { debit_cents: 501 } }) },
  'an entry of one line': { defect: 'entry_unbalanced', work: (tx) => rawEntry(tx, { lines: 1, first: { debit_cents: 0 } }) },
  'an entry without lines': { defect: 'entry_without_lines', work: (tx) => rawEntry(tx, { lines: 0 }) },
  'a line of another day': { defect: 'entry_unbalanced', work: (tx) => rawEntry(tx, { first: { on_date: '2026-03-11' } }) },
  'a gap in the numbers': { defect: 'entry_number_gap', work: (tx) => rawEntry(tx, { entry: { number: 9999 } }) },
  'an entry outside its year': { defect: 'entry_outside_year', work: (tx) => rawEntry(tx, { day: '2027-03-10' }) },
  'an entry in a closed period': { defect: 'period_closed', work: (tx) => rawEntry(tx, { day: '2026-01-20' }) },
  'a closing in the middle of the year': { defect: 'entry_outside_year', work: (tx) => rawEntry(tx, { entry: { nature: 'closing' } }) },
  'a fact that skips a sequence': { defect: 'fact_out_of_sequence', work: (tx) => rawEntry(tx, { skip: 1 }) },
}

/** Books enough right entries to be in bulk, then one wrong one. */
function bulkWith(wrong: (tx: Writer) => void): void {
  books.ctx.write((tx) => ok(inBulk(tx, books.entityId, BULK, () => {
    for (let at = 0; at < 3; at += 1) must(bookEntry(tx, books.entityId, anEntry(`2026-03-0${at + 1} VEN Facture ${at} | 400 1.00 | 700 -1.00`)))
    wrong(tx)
  })))
}

const image = (): string => JSON.stringify([books.db.prepare('SELECT * FROM entry').all(), books.db.prepare('SELECT COUNT(*) FROM fact').get(), books.db.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY name").all()])

for (const [what, { defect, work }] of Object.entries(violations)) {
  test(`in bulk too, ${what} stops everything and leaves rows and triggers as they were`, () => {
    const before = image()
    expect(() => bulkWith(work)).toThrow(new Defect(defect))
    expect(image()).toBe(before)
    expect(verify(books.ctx, true).problems).toEqual([])
  })
}

test('a right bulk leaves every trigger where it was', () => {
  const triggers = () => JSON.stringify(books.db.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY name").all())
  const before = triggers()
  bulkWith(() => {})
  expect(triggers()).toBe(before)
  expect(verify(books.ctx, true).problems).toEqual([])
  expect(books.balances('2026-03-31')).toEqual({ 400: 12_400, 451: -2100, 700: -10_300 })
})
