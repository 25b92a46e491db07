import { expect, test } from 'vitest'
import { importBooks } from '../../core/interchange/import-books.command.ts'
import { booksFromEntries } from '../../core/interchange/entries-books.ts'
import { books } from '../../core/ledger/books.query.ts'
import { anEntry, must, openTestBooks, refusedCodes } from '../fixtures/books.ts'

/** A file of the year September 2021 to August 2022, as a FEC names it. */
const file = {
  ...booksFromEntries('entries', [
    anEntry('2021-09-01 OD Report | 550000 10.00 | 100000 -10.00', { source: 'fec:1' }),
    anEntry('2022-08-31 OD Fin | 550000 5.00 | 700000 -5.00', { source: 'fec:2' }),
  ]),
  format: 'fec' as const, closingOn: '2022-08-31' as never,
}

test('a file opens the year it is the file of, in new books and beside later years', () => {
  for (const firstYear of [null, { startOn: '2026-01-01', endOn: '2026-12-31' }]) {
    const own = openTestBooks({ firstYear })
    expect(must(importBooks(own.ctx, own.entityId, file, {})).opened.years).toEqual([{ startOn: '2021-09-01', endOn: '2022-08-31' }])
    own.close()
  }
})

test('a file cut in two by a year of the books is refused, and nothing of it is booked', () => {
  const own = openTestBooks({ firstYear: { startOn: '2022-01-01', endOn: '2022-12-31' } })
  expect(refusedCodes(importBooks(own.ctx, own.entityId, file, {}))).toEqual(['import_year_cut'])
  expect(books(own.ctx, own.entityId).years).toHaveLength(1)
  own.close()
})
