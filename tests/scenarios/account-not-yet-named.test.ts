import { expect, test } from 'vitest'
import { calendarDate } from '../../core/kernel/calendar-date.ts'
import { exportText } from '../../core/interchange/export-text.command.ts'
import { closePeriod } from '../../core/ledger/close-period.command.ts'
import { ledgerPage } from '../../core/ledger/ledger-page.query.ts'
import { trialBalance } from '../../core/ledger/trial-balance.query.ts'
import { home } from '../../core/reporting/home.query.ts'
import { endYear } from '../../core/ledger/year-end.command.ts'
import { trialBalanceReport } from '../../core/reporting/book-reports.query.ts'
import { must, refusedCodes } from '../fixtures/books.ts'
import { openReceiver, type WrittenFact, writeStream } from '../fixtures/streams.ts'

const at = (day: number): number => (1_767_225_600_000 + day * 86_400_000) * 1024
const entry = (number: number, date: string, lines: readonly (readonly [account: string, cents: number])[], day: number): WrittenFact => ({
  kind: 'EntryPosted', version: 1, logicalTime: at(day),
  body: { journal: 'OD', year: '2026', number, date, label: 'Vente', validatedOn: date, lines: lines.map(([account, cents]) => ({ account, ...(cents > 0 ? { debitCents: cents } : { creditCents: -cents }) })) },
})

test('an account whose record has not come stands in the trial balance under its number, and all of it comes to nothing', () => {
  const known = writeStream('anna', 'A', [
    { kind: 'EntityDescribed', version: 1, logicalTime: at(1), body: { name: 'Rencontre', kind: 'entity', country: 'BE', chart: 'be-pcmn', currency: 'EUR', demonstration: false } },
    { kind: 'FiscalYearOpened', version: 1, logicalTime: at(2), body: { code: '2026', startOn: '2026-01-01', endOn: '2026-12-31' } },
    { kind: 'FiscalYearOpened', version: 1, logicalTime: at(3), body: { code: '2027', startOn: '2027-01-01', endOn: '2027-12-31' } },
    { kind: 'AccountRecorded', version: 1, logicalTime: at(4), body: { number: '400', label: 'Clients' } },
    { kind: 'JournalRecorded', version: 1, logicalTime: at(5), body: { code: 'OD', label: 'Opérations diverses', kind: 'general' } },
  ])
  // The other machine opened 70X and 489X in a stream of which only entries reached this one, through the second machine of its porteur.
  const entries = writeStream('boris', 'B', [
    entry(1, '2026-02-10', [['400', 12_100], ['70X', -12_100]], 10), entry(2, '2026-02-20', [['489X', 500], ['400', -500]], 11), entry(3, '2026-03-05', [['400', 900], ['70X', -900]], 12),
  ])
  const names = writeStream('chloe', 'C', [{ kind: 'AccountRecorded', version: 1, logicalTime: at(5), body: { number: '70X', label: 'Ventes de spectacles' } }])
  const receiver = openReceiver('lecteur')
  receiver.take([{ stream: known, to: 5 }, { stream: entries, to: 3 }])
  const balance = (asOf: string) => trialBalance(receiver.ctx, receiver.entityId, calendarDate(asOf))
  for (const asOf of ['2026-12-31', '2026-02-15', '2026-02-25', '2026-03-05', '2027-02-03']) {
    const { rows, totals } = balance(asOf)
    expect([asOf, totals.balanceCents, totals.debitCents - totals.creditCents + totals.openingCents]).toEqual([asOf, 0, 0])
    expect(rows.map((row) => row.account)).toEqual(rows.map((row) => row.account).toSorted())
  }
  expect(balance('2026-12-31').rows.map((row) => [row.account, row.label, row.unnamed, row.balanceCents])).toEqual([
    ['400', 'Clients', undefined, 12_500], ['489X', '', true, 500], ['70X', '', true, -13_000],
  ])
  expect(trialBalanceReport(receiver.ctx, receiver.entityId, calendarDate('2026-12-31')).rows[1]?.cells.slice(0, 2)).toEqual([{ text: '489X' }, { id: 'report.accountUnnamed' }])
  expect(ledgerPage(receiver.ctx, receiver.entityId, '70X', { to: calendarDate('2026-12-31') }, undefined, 10)?.closingCents).toBe(-13_000)
  expect(home(receiver.ctx, receiver.entityId, calendarDate('2026-03-31')).months.map((month) => month.incomeCents).filter(Boolean)).toEqual([12_100, 900])
  for (const [format, declared] of [['beancount', /^.* open .*70X/mu], ['hledger', /^account .*70X/mu]] as const) {
    const { fileId } = must(exportText(receiver.ctx, receiver.entityId, format, { year: '2026' }))
    expect(new TextDecoder().decode(receiver.ctx.ports.files.get(fileId)?.bytes)).toMatch(declared)
  }
  // A year that nobody ended is carried over when the next one is: what stands on such an account is never moved to the result.
  must(closePeriod(receiver.ctx, receiver.entityId, '2026-12-31'))
  expect(refusedCodes(endYear(receiver.ctx, receiver.entityId, '2027'))).toEqual(['account_unknown'])
  // Its record comes: the same figures under its name.
  const before = balance('2026-12-31').rows.map((row) => [row.account, row.balanceCents])
  receiver.take([{ stream: names, to: 1 }])
  expect(balance('2026-12-31').rows.map((row) => [row.account, row.balanceCents])).toEqual(before)
  expect(balance('2026-12-31').rows.find((row) => row.account === '70X')).toMatchObject({ label: 'Ventes de spectacles' })
  receiver.close()
})
