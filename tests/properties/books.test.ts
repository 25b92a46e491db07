import fc from 'fast-check'
import { expect } from 'vitest'
import { booksFromEntries } from '../../core/interchange/entries-books.ts'
import { importBooks } from '../../core/interchange/import-books.command.ts'
import { addDays, type CalendarDate } from '../../core/kernel/calendar-date.ts'
import { withSources } from '../../core/ledger/entry-source.ts'
import { postEntry } from '../../core/ledger/post-entry.command.ts'
import { reverseEntry } from '../../core/ledger/reverse-entry.command.ts'
import { trialBalance } from '../../core/ledger/trial-balance.query.ts'
import { endYear } from '../../core/ledger/year-end.command.ts'
import { must, type TestBooks } from '../fixtures/books.ts'
import { sha256 } from '../../electron/machine/hash.ts'
import { naiveLines, type RandomBooks, bookAll, randomBooks } from '../fixtures/random-books.ts'
import { property } from '../fixtures/property.ts'

const openBooks = randomBooks.map((random): RandomBooks => ({ ...random, ended: 0 }))

function sums(books: TestBooks): Map<string, number> {
  const totals = new Map<string, number>()
  for (const line of naiveLines(books)) totals.set(line.account, (totals.get(line.account) ?? 0) + line.debit - line.credit)
  return totals
}

property('an entry and its reversal leave every account where it was', 40, fc.tuple(openBooks, fc.nat(), fc.boolean()), ([random, pick, sameDay]) => {
  const books = bookAll(random)
  const { ctx, entityId } = books
  const before = sums(books)
  const proposed = random.entries[pick % random.entries.length] ?? { journal: '', date: '', label: '', lines: [] }
  const posted = must(postEntry(ctx, entityId, proposed))
  const reversal = must(reverseEntry(ctx, entityId, posted.id, 'Une erreur', sameDay ? undefined : random.years.at(-1)?.endOn))
  expect([...sums(books)].filter(([account, cents]) => cents !== (before.get(account) ?? 0))).toEqual([])
  // Line by line too: the same accounts, parties and projects, the sides exchanged, each naming the other.
  const lines = (id: number) => books.db.prepare('SELECT account_id, debit_cents AS d, credit_cents AS c, party_id, project_id FROM line WHERE entry_id = ? ORDER BY line_no').all(id) as { d: number; c: number }[]
  expect(lines(reversal.id)).toEqual(lines(posted.id).map((line) => ({ ...line, d: line.c, c: line.d })))
  expect(books.db.prepare('SELECT reverses_id FROM entry WHERE id = ?').pluck().get(reversal.id)).toBe(posted.id)
  expect(reverseEntry(ctx, entityId, posted.id, 'Encore')).toMatchObject({ ok: false, error: [{ code: 'entry_already_reversed' }] })
  books.close()
})

property('numbers run without a gap in each journal and year, whatever was ended or opened again', 40, randomBooks, (random) => {
  const books = bookAll(random)
  const numbers = books.db.prepare('SELECT journal_id || year_id AS place, group_concat(number) AS list FROM (SELECT * FROM entry ORDER BY number) GROUP BY journal_id, year_id').all() as { place: string; list: string }[]
  for (const { list } of numbers) expect(list).toBe(Array.from({ length: list.split(',').length }, (_, at) => at + 1).join(','))
  books.close()
})

property('kept balances are those that the lines give', 40, randomBooks, (random) => {
  const books = bookAll(random)
  const again = new Map<string, [number, number]>()
  for (const line of naiveLines(books)) {
    const key = `${line.yearId} ${line.nature === 'closing' ? 'closing' : line.date.slice(0, 7)} ${line.account}`
    const [debit, credit] = again.get(key) ?? [0, 0]
    again.set(key, [debit + line.debit, credit + line.credit])
  }
  const kept = books.db.prepare("SELECT year_id || ' ' || month || ' ' || code AS key, debit_cents AS debit, credit_cents AS credit FROM balance JOIN reference ON reference.id = account_id").all() as { key: string; debit: number; credit: number }[]
  expect(new Map(kept.map(({ key, debit, credit }) => [key, [debit, credit]]))).toEqual(again)
  books.close()
})

property('importing the same entries again, in any order and in parts, books nothing', 30, fc.tuple(openBooks, fc.nat(), fc.nat()), ([random, from, count]) => {
  const books = bookAll({ ...random, entries: random.entries.slice(0, 1) })
  const { ctx, entityId } = books
  const entries = withSources(random.entries.slice(1), 'json', sha256)
  const first = must(importBooks(ctx, entityId, booksFromEntries('entries', entries), {}))
  expect(first).toMatchObject({ read: entries.length, booked: entries.length, alreadyKnown: 0 })
  const facts = books.db.prepare('SELECT COUNT(*) FROM fact').pluck().get()
  const part = [...entries.slice(from % (entries.length + 1)), ...entries].slice(0, 1 + (count % (2 * entries.length + 1))).reverse()
  const second = must(importBooks(ctx, entityId, booksFromEntries('entries', part), {}))
  expect(second).toMatchObject({ read: part.length, booked: 0, alreadyKnown: part.length })
  expect(books.db.prepare('SELECT COUNT(*) FROM fact').pluck().get()).toBe(facts)
  books.close()
})

property('a preview books nothing and foretells exactly what the import does', 20, openBooks, (random) => {
  const books = bookAll({ ...random, entries: random.entries.slice(0, 1) })
  const { ctx, entityId } = books
  const imported = booksFromEntries('entries', withSources(random.entries, 'json', sha256))
  const facts = books.db.prepare('SELECT COUNT(*) FROM fact').pluck().get()
  const preview = must(importBooks(ctx, entityId, imported, { dryRun: true }))
  expect(books.db.prepare('SELECT COUNT(*) FROM fact').pluck().get()).toBe(facts)
  expect(must(importBooks(ctx, entityId, imported, {}))).toEqual(preview)
  books.close()
})

property('the day after a year end opens with the balances of the eve, the result in its account', 40, openBooks, (random) => {
  const books = bookAll(random)
  const { ctx, entityId } = books
  for (const year of random.years) {
    const next = addDays(year.endOn, 1)
    const eve = trialBalance(ctx, entityId, year.endOn)
    const result = eve.rows.filter((row) => /^[67]/u.test(row.account)).reduce((sum, row) => sum + row.balanceCents, 0)
    const expected = new Map(eve.rows.filter((row) => !/^[67]/u.test(row.account)).map((row) => [row.account, row.balanceCents]))
    const target = result < 0 ? '140' : '141'
    expected.set(target, (expected.get(target) ?? 0) + result)
    const code = books.db.prepare('SELECT code FROM fiscal_year WHERE start_on = ?').pluck().get(year.startOn) as string
    expect(must(endYear(ctx, entityId, code)).resultCents).toBe(result === 0 ? 0 : -result)
    const opened = openingOf(books, next)
    expect(opened).toEqual(sorted(expected))
    // The balance of the ended year still reads as on its eve.
    expect(trialBalance(ctx, entityId, year.endOn).rows.filter((row) => row.account !== target)).toEqual(eve.rows.filter((row) => row.account !== target))
  }
  books.close()
})

/** Balances that the opening entries of a day give, by account. */
function openingOf(books: TestBooks, date: CalendarDate): [string, number][] {
  const totals = new Map<string, number>()
  for (const line of naiveLines(books)) if (line.date === date && line.nature === 'opening') totals.set(line.account, (totals.get(line.account) ?? 0) + line.debit - line.credit)
  return sorted(totals)
}

function sorted(balances: ReadonlyMap<string, number>): [string, number][] {
  return [...balances].filter(([, cents]) => cents !== 0).sort(([a], [b]) => (a < b ? -1 : 1))
}
