import { expect, test } from 'vitest'
import { writeFec } from '../../core/formats/fec/write-fec.ts'
import { exportedBooks } from '../../core/interchange/export-books.query.ts'
import { fecSources } from '../../core/interchange/fec-export.query.ts'
import { closePeriod } from '../../core/ledger/close-period.command.ts'
import { recentEntries } from '../../core/ledger/entry.query.ts'
import { postEntry } from '../../core/ledger/post-entry.command.ts'
import { openFiscalYear } from '../../core/ledger/records.command.ts'
import { calendarDate } from '../../core/kernel/calendar-date.ts'
import { anEntry, must } from '../fixtures/books.ts'
import { pairOf, type TestWorkspace } from '../fixtures/pli-workspaces.ts'

function fecOf(who: TestWorkspace, year: string): string[][] {
  const text = must(writeFec(fecSources(must(exportedBooks(who.ctx, who.entity('ATELIER'), { year }))))).text
  return text.split(/\r?\n/u).slice(1).filter(Boolean).map((line) => line.split('\t'))
}

/** Journal, number, day and day of the document of each entry. */
const entriesOf = (rows: string[][]): string[] => [...new Set(rows.map((row) => [row[0], row[2], row[3], row[9]].join(' ')))]

test('a FEC of books that several machines write gives no two entries of a journal one number, moved ones neither', () => {
  const { hq, brume } = pairOf()
  must(openFiscalYear(brume.ctx, brume.entity('ATELIER'), { startOn: '2027-01-01', endOn: '2027-12-31' }))
  brume.post('ATELIER', '2026-02-10 VEN Facture | 400 121.00 | 700 -121.00')
  hq.take(brume.make('headquarters'))
  hq.post('ATELIER', '2026-02-11 VEN Don reçu au siège | 400 10.00 | 700 -10.00')
  hq.clock.milliseconds += 1000
  brume.take(hq.make('ATELIER'))
  expect(entriesOf(fecOf(brume, '2026'))).toEqual(['VEN 1 20260210 20260210', 'VEN S1 20260211 20260211'])
  // Headquarters books while the porteur closes the year: its entry stands in the next one, under its own number and document date.
  hq.clock.milliseconds += 1000
  hq.post('ATELIER', '2026-03-01 VEN Don de mars | 400 20.00 | 700 -20.00')
  brume.clock.milliseconds += 2000
  must(closePeriod(brume.ctx, brume.entity('ATELIER'), '2026-12-31'))
  brume.clock.today = calendarDate('2027-01-05')
  brume.post('ATELIER', '2027-01-02 VEN Facture | 400 1.00 | 700 -1.00')
  brume.take(hq.make('ATELIER'))
  hq.clock.milliseconds += 5000
  hq.take(brume.make('headquarters'))
  for (const each of [brume, hq]) expect(entriesOf(fecOf(each, '2027')).sort()).toEqual(['VEN 1 20270102 20270102', 'VEN 2026-S2 20270101 20260301'])
})

test('books of several machines are exported alike everywhere, whatever came first: an imported series is continued by the same numbers', () => {
  const { hq, brume } = pairOf()
  must(postEntry(brume.ctx, brume.entity('ATELIER'), anEntry('2026-02-10 VEN Facture importée | 400 121.00 | 700 -121.00', { source: 'fec:VE00007' })))
  hq.take(brume.make('headquarters'))
  hq.clock.milliseconds += 1000
  hq.post('ATELIER', '2026-02-11 VEN Don reçu au siège | 400 10.00 | 700 -10.00')
  brume.clock.milliseconds += 2000
  brume.post('ATELIER', '2026-02-09 VEN Facture suivante | 400 30.00 | 700 -30.00')
  hq.clock.milliseconds += 2000
  hq.post('ATELIER', '2026-02-12 VEN Don suivant | 400 5.00 | 700 -5.00')
  brume.take(hq.make('ATELIER'))
  hq.take(brume.make('headquarters'))
  const expected = ['VEN VE00007 20260210 20260210', 'VEN VE00008 20260211 20260211', 'VEN VE00009 20260209 20260209', 'VEN VE00010 20260212 20260212']
  for (const each of [brume, hq]) {
    expect(entriesOf(fecOf(each, '2026'))).toEqual(expected)
    expect(recentEntries(each.ctx, each.entity('ATELIER'), 2).map((entry) => entry.label)).toEqual(['Don suivant', 'Facture suivante'])
  }
})
