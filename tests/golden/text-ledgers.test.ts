import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { writeBeancount } from '../../core/formats/beancount/write-beancount.ts'
import { writeHledger } from '../../core/formats/hledger/write-hledger.ts'
import type { TextBooks } from '../../core/formats/text-ledger.ts'
import { calendarDate } from '../../core/kernel/calendar-date.ts'
import { cents } from '../../core/kernel/money.ts'

const books: TextBooks = {
  entityName: 'Tente & toile', currency: 'EUR', from: calendarDate('2026-01-01'), to: calendarDate('2026-12-31'),
  accounts: [
    { number: '400000', label: 'Clients', kind: 'asset' },
    { number: '451054', label: 'TVA due : 21 %', kind: 'liability' },
    { number: '700000', label: 'Ventes "au comptoir"', kind: 'income' },
  ],
  entries: [
    {
      entry: 'VEN-2026-1', date: calendarDate('2026-03-02'), label: 'Auvent; 3 × 4 m', documentRef: 'F-2026/1',
      lines: [
        { account: '400000', amountCents: cents(121_000), label: 'Auvent; 3 × 4 m', party: 'Brume, asbl', project: null, funder: null },
        { account: '700000', amountCents: cents(-100_000), label: 'Toile [2026-02-30]', party: null, project: 'MARCHE', funder: 'COCOF' },
        { account: '451054', amountCents: cents(-21_000), label: 'Auvent; 3 × 4 m', party: null, project: null, funder: null },
      ],
    },
  ],
}

/** `ARCHIPEL_GOLDEN=write` writes them anew, to be read before they are committed. */
test.each([
  ['hledger/small/expected.journal', writeHledger],
  ['beancount/small/expected.beancount', writeBeancount],
] as const)('%s', (name, write) => {
  const path = join(import.meta.dirname, name)
  const text = write(books)
  if (process.env['ARCHIPEL_GOLDEN'] === 'write') writeFileSync(path, text)
  expect(existsSync(path)).toBe(true)
  expect(text).toBe(readFileSync(path, 'utf8'))
})
