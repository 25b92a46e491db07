import { expect, test } from 'vitest'
import { calendarDate } from '../../core/kernel/calendar-date.ts'
import { BULK } from '../../core/ledger/bulk-booking.command.ts'
import { closePeriod } from '../../core/ledger/close-period.command.ts'
import { matchLines } from '../../core/ledger/match-lines.command.ts'
import { postEntry } from '../../core/ledger/post-entry.command.ts'
import { reverseEntry } from '../../core/ledger/reverse-entry.command.ts'
import { verify } from '../../core/reporting/verify.query.ts'
import { sha256 } from '../../electron/machine/hash.ts'
import { anEntry, must } from '../fixtures/books.ts'
import { pairOf } from '../fixtures/pli-workspaces.ts'
import { sharedRows } from '../fixtures/streams.ts'

/** As `take-pli.command.ts` reckons how many facts a file holds, to choose how its rows are written. */
const BYTES_A_FACT = 80

test('a large pli brings the rows that were posted, whatever names them further on in it', () => {
  const { hq, brume } = pairOf()
  const books = brume.entity('ATELIER')
  const unlike = (number: number): string => sha256(String(number))
  for (let number = 0; number < 700; number += 1) {
    const entry = (notation: string) => must(postEntry(brume.ctx, books, anEntry(notation)))
    const sale = entry(`2026-${number < 100 ? '01' : '02'}-15 VEN ${unlike(number)} | 400 121.00 | 700 -100.00 | 451 -21.00`)
    if (number % 7 === 0) must(reverseEntry(brume.ctx, books, sale.id, 'Facture en double'))
    if (number % 7 === 1) {
      const paid = entry(`2026-03-01 OD ${unlike(-number)} | 550 121.00 | 400 -121.00`)
      must(matchLines(brume.ctx, books, [{ entryId: sale.id, line: 1 }, { entryId: paid.id, line: 2 }]))
    }
    if (number === 99) must(closePeriod(brume.ctx, books, calendarDate('2026-01-31')))
  }
  const pli = brume.make('headquarters')
  expect(pli.bytes.length / BYTES_A_FACT).toBeGreaterThan(BULK)
  expect(hq.take(pli)).toMatchObject({ outcome: 'taken', notices: [] })
  const [there, here] = [sharedRows(hq.db), sharedRows(brume.db)]
  for (const table of ['entry', 'line', 'closing', 'covered', 'match', 'matched', 'balance', 'held']) expect(there[table]).toEqual(here[table])
  expect(there['matched']).toHaveLength(200)
  expect(verify(hq.ctx, true)).toMatchObject({ ok: true, problems: [] })
})
