import fc from 'fast-check'
import { expect } from 'vitest'
import { addDays, type CalendarDate, dateOfDayNumber, dayNumberOf } from '../../core/kernel/calendar-date.ts'
import { type LedgerCursor, ledgerPage } from '../../core/ledger/ledger-page.query.ts'
import { trialBalance } from '../../core/ledger/trial-balance.query.ts'
import type { TestBooks } from '../fixtures/books.ts'
import { NaiveBooks } from '../fixtures/naive-balance.ts'
import { property } from '../fixtures/property.ts'
import { bookAll, type RandomBooks, randomBooks } from '../fixtures/random-books.ts'

/** Two days in the years of the books or a little outside of them, in order. */
function daysIn(random: RandomBooks, a: number, b: number): { from: CalendarDate; to: CalendarDate } {
  const first = dayNumberOf(random.years[0]?.startOn as CalendarDate) - 10
  const span = dayNumberOf(random.years.at(-1)?.endOn as CalendarDate) - first + 20
  const [x, y] = [first + (a % span), first + (b % span)].sort((one, other) => one - other) as [number, number]
  return { from: dateOfDayNumber(x), to: dateOfDayNumber(y) }
}

function check(books: TestBooks, naive: NaiveBooks, asOf: CalendarDate, from?: CalendarDate): void {
  const balance = trialBalance(books.ctx, books.entityId, asOf, from)
  const rows = naive.rows(balance.from, asOf)
  const expected = [...rows].filter(([, row]) => row.openingCents !== 0 || row.debitCents !== 0 || row.creditCents !== 0).sort(([a], [b]) => (a < b ? -1 : 1))
  const where = `${balance.from} → ${asOf}`
  expect({ where, rows: balance.rows.map(({ account, openingCents, debitCents, creditCents }) => [account, { openingCents, debitCents, creditCents }]) }).toEqual({ where, rows: expected })
  expect(balance.totals.balanceCents).toBe(0)
  for (const row of balance.rows) expect(row.balanceCents).toBe(row.openingCents + row.debitCents - row.creditCents)
}

const days = fc.array(fc.tuple(fc.nat(5000), fc.nat(5000)), { minLength: 6, maxLength: 6 })

property('a trial balance as of any day, from any day, is the sum of the lines', 60, fc.tuple(randomBooks, days), ([random, pairs]) => {
  const books = bookAll(random)
  const naive = NaiveBooks.of(books)
  for (const [a, b] of pairs) {
    const { from, to } = daysIn(random, a, b)
    check(books, naive, to)
    check(books, naive, to, from)
  }
  for (const year of random.years) {
    for (const day of [year.startOn, addDays(year.startOn, 1), addDays(year.endOn, -1), year.endOn]) check(books, naive, day)
    check(books, naive, year.endOn, year.startOn)
  }
  books.close()
})

property('ledger pages of any size, put end to end, are the lines with their running balance', 60, fc.tuple(randomBooks, days, fc.integer({ min: 1, max: 9 })), ([random, pairs, size]) => {
  const books = bookAll(random)
  const naive = NaiveBooks.of(books)
  const ranges = [...pairs.slice(0, 3).map(([a, b]) => daysIn(random, a, b)), { from: random.years[0]?.startOn as CalendarDate, to: random.years.at(-1)?.endOn as CalendarDate }]
  for (const { from, to } of ranges) {
    for (const account of ['400', '550', '700']) {
      let balance = naive.openingAt(from).get(account) ?? 0
      const expected = naive.shown(from, to).filter((line) => line.account === account).map((line) => {
        balance += line.debit - line.credit
        return [line.entryId, line.lineNo, balance]
      })
      const seen: unknown[] = []
      let after: LedgerCursor | undefined
      let closing: number | undefined
      for (;;) {
        const page = ledgerPage(books.ctx, books.entityId, account, { from, to }, after, size)
        if (!page) break
        seen.push(...page.lines.map((line) => [line.entryId, line.line, line.balanceCents]))
        closing = page.closingCents
        expect(page.lines.length).toBeLessThanOrEqual(size)
        if (!page.next) break
        after = page.next
      }
      expect({ account, from, to, seen }).toEqual({ account, from, to, seen: expected })
      if (closing !== undefined) expect(closing).toBe(balance)
    }
  }
  books.close()
})
