import { expect, test } from 'vitest'
import { calendarDate } from '../../core/kernel/calendar-date.ts'
import { closePeriod } from '../../core/ledger/close-period.command.ts'
import { findEntry } from '../../core/ledger/entry.query.ts'
import { ledgerPage } from '../../core/ledger/ledger-page.query.ts'
import { matchLines } from '../../core/ledger/match-lines.command.ts'
import { postEntry } from '../../core/ledger/post-entry.command.ts'
import { recordAxisValue, recordParty } from '../../core/ledger/records.command.ts'
import { reverseEntry } from '../../core/ledger/reverse-entry.command.ts'
import { trialBalance } from '../../core/ledger/trial-balance.query.ts'
import { endYear, reopenYear } from '../../core/ledger/year-end.command.ts'
import { verify } from '../../core/reporting/verify.query.ts'
import { charts } from '../../electron/machine/resources.ts'
import { anEntry, must, openTestBooks, refusedCodes, testClock } from '../fixtures/books.ts'

// Every figure below was added up by hand; none is taken from the program.

test('a year of a Belgian Activité, from its opening to its end, opened again and ended again', () => {
  const books = openTestBooks({ country: 'BE', charts, clock: testClock('2026-03-15') })
  const { ctx, entityId, post } = books
  for (const code of ['DUPONT', 'LEFEBVRE', 'IMPRI']) must(recordParty(ctx, entityId, { code, name: code, kind: 'both' }))
  must(recordAxisValue(ctx, entityId, { axis: 'project', code: 'FRESQUE', label: 'Fresque de la gare' }))
  must(recordAxisValue(ctx, entityId, { axis: 'funder', code: 'COCOF', label: 'Cocof' }))

  post('2026-01-01 OUV À-nouveaux | 550 5000.00 | 240000 1000.00 | 240009 -200.00 | 440 -605.00 @IMPRI | 100 -3000.00 | 140 -2195.00')
  const invoice = post('2026-01-15 VEN Facture 1, ateliers de janvier | 400 1210.00 @DUPONT #FRESQUE | 7050 -1000.00 #FRESQUE | 451 -210.00')
  post('2026-01-20 ACH Papier | 600 300.00 #FRESQUE | 411 63.00 | 440 -363.00 @IMPRI')
  post('2026-01-31 OD Contribution 6,5 % de 1000 | 616000 65.00 | 489010 -65.00')
  post('2026-02-05 FIN Solde de 2025 | 440 605.00 @IMPRI | 550 -605.00')
  const paid = post('2026-02-10 FIN Facture 1 payée | 550 1210.00 | 400 -1210.00 @DUPONT')
  expect(must(matchLines(ctx, entityId, [{ entryId: invoice.id, line: 1 }, { entryId: paid.id, line: 2 }])).match).toBe('AAA')
  expect(books.balances('2026-02-28')).toEqual({
    100: -300_000, 140: -219_500, 240000: 100_000, 240009: -20_000, 411: 6300, 440: -36_300, 451: -21_000, 489010: -6500, 550: 560_500, 600: 30_000, 616000: 6500, 7050: -100_000,
  })

  must(closePeriod(ctx, entityId, '2026-02-28'))
  expect(refusedCodes(postEntry(ctx, entityId, anEntry('2026-02-28 OD Trop tard | 550 1.00 | 100 -1.00')))).toEqual(['period_closed'])

  const wrong = post('2026-03-12 VEN Facture 2 | 400 605.00 @LEFEBVRE | 7050 -500.00 | 451 -105.00')
  const reversal = must(reverseEntry(ctx, entityId, wrong.id, 'Remise oubliée'))
  const right = post('2026-03-12 VEN Facture 2, remise déduite | 400 544.50 @LEFEBVRE | 7050 -450.00 | 451 -94.50')
  expect([wrong.entry, reversal.entry, right.entry]).toEqual(['VEN-2026-2', 'VEN-2026-3', 'VEN-2026-4'])
  expect(must(findEntry(ctx, entityId, 'VEN-2026-2'))).toMatchObject({ reversedBy: reversal.id, label: 'Facture 2' })
  expect(must(findEntry(ctx, entityId, 'VEN-2026-3'))).toMatchObject({ reverses: wrong.id, reason: 'Remise oubliée', date: '2026-03-12' })

  post('2026-04-20 OD TVA du premier trimestre | 451 304.50 | 411 -63.00 | 4512 -241.50')
  post('2026-04-25 FIN TVA du premier trimestre | 4512 241.50 | 550 -241.50')
  post('2026-05-31 OD Salaire de mai | 6202 1800.00 | 455 -1300.00 | 454 -300.00 | 453 -200.00')
  post('2026-06-05 FIN Salaire de mai | 455 1300.00 | 454 300.00 | 453 200.00 | 550 -1800.00')
  post('2026-09-01 FIN Subside | 550 2000.00 | 740 -2000.00 #FRESQUE %COCOF')
  post('2026-12-20 VEN Facture 3 | 400 242.00 @LEFEBVRE | 7050 -200.00 | 451 -42.00')
  post('2026-12-31 OD Amortissement du vélo | 6302 200.00 | 240009 -200.00')

  const december = {
    100: -300_000, 140: -219_500, 240000: 100_000, 240009: -40_000, 400: 78_650, 440: -36_300, 451: -4200, 489010: -6500, 550: 556_350,
    600: 30_000, 616000: 6500, 6202: 180_000, 6302: 20_000, 7050: -165_000, 740: -200_000,
  }
  expect(books.balances('2026-12-31')).toEqual(december)
  expect(trialBalance(ctx, entityId, calendarDate('2026-12-31')).totals).toEqual({ openingCents: 0, debitCents: 1_779_550, creditCents: 1_779_550, balanceCents: 0 })

  const ended = must(endYear(ctx, entityId, '2026'))
  expect(ended).toEqual({ year: '2026', resultCents: 128_500, entries: ['CLO-2026-1', 'CLO-2026-2', 'CLO-2026-3', 'OUV-2027-1'], nextYear: '2027' })
  // The law of 693: the profit is appropriated, then carried to 140.
  expect(linesOf(books, 'CLO-2026-1')).toEqual(['693 128500', '140 -128500'])
  expect(books.balances('2026-12-31')).toEqual(december)
  const january = { 100: -300_000, 140: -348_000, 240000: 100_000, 240009: -40_000, 400: 78_650, 440: -36_300, 451: -4200, 489010: -6500, 550: 556_350 }
  expect(books.balances('2027-01-01')).toEqual(january)
  expect(refusedCodes(endYear(ctx, entityId, '2026'))).toEqual(['year_already_ended'])
  expect(refusedCodes(postEntry(ctx, entityId, anEntry('2026-12-31 OD Trop tard | 550 1.00 | 100 -1.00')))).toEqual(['period_closed'])
  expect(refusedCodes(reverseEntry(ctx, entityId, must(findEntry(ctx, entityId, 'CLO-2026-1')).id, 'Essai'))).toEqual(['year_end_not_reversible'])

  expect(must(reopenYear(ctx, entityId, '2026', 'Une facture oubliée')).reversed).toHaveLength(4)
  expect(books.balances('2026-12-31')).toEqual(december)
  // Its opening not being booked any more, the next year carries over what the year left.
  expect(books.balances('2027-01-01')).toEqual(january)
  post('2026-12-31 ACH Téléphone de décembre | 61 100.00 | 411 21.00 | 440 -121.00 @IMPRI')
  expect(must(endYear(ctx, entityId, '2026'))).toMatchObject({ resultCents: 118_500, entries: ['CLO-2026-7', 'CLO-2026-8', 'CLO-2026-9', 'OUV-2027-3'] })
  expect(books.balances('2027-01-01')).toEqual({ ...january, 140: -338_000, 411: 2100, 440: -48_400 })
  expect(books.balances('2027-12-31')).toEqual({ ...january, 140: -338_000, 411: 2100, 440: -48_400 })
  // The mark of the reopening stays, with its reason.
  expect(books.db.prepare("SELECT reason FROM closing WHERE reopened_by IS NOT NULL").pluck().all()).toEqual(['Une facture oubliée'])

  const bank = ledgerPage(ctx, entityId, '550', { from: calendarDate('2026-01-01'), to: calendarDate('2026-12-31') }, undefined, 100)
  expect(bank?.lines.map((line) => line.balanceCents)).toEqual([500_000, 439_500, 560_500, 536_350, 356_350, 556_350])
  expect(verify(ctx, true).problems).toEqual([])
  books.close()
})

test('a year of a French Activité that ends in June, with a part payment, a correction after a closing, and a loss', () => {
  const books = openTestBooks({ country: 'FR', charts, clock: testClock('2026-02-10'), firstYear: { startOn: '2025-07-01', endOn: '2026-06-30' } })
  const { ctx, entityId, post } = books
  for (const code of ['MAIRIE', 'STUDIO']) must(recordParty(ctx, entityId, { code, name: code, kind: 'both' }))

  post('2025-07-01 AN À-nouveaux | 512000 2000.00 | 101300 -1500.00 | 110000 -500.00')
  const invoice = post('2025-07-15 VE Facture 1 | 411000 1200.00 @MAIRIE | 706000 -1000.00 | 445710 -200.00')
  const bill = post('2025-08-01 AC Studio | 611000 600.00 | 445660 120.00 | 401000 -720.00 @STUDIO')
  const part = post('2025-08-10 BQ Acompte sur facture 1 | 512000 700.00 | 411000 -700.00 @MAIRIE')
  const names = [{ entryId: invoice.id, line: 1 }, { entryId: part.id, line: 2 }]
  expect(refusedCodes(matchLines(ctx, entityId, names))).toEqual(['match_unbalanced'])
  expect(must(matchLines(ctx, entityId, names, true)).match).toBe('aaa')
  post('2025-09-30 OD Contribution | 628600 100.00 | 181100 -100.00')
  post('2025-10-31 OD Salaire | 641100 900.00 | 421000 -900.00')
  post('2025-11-05 BQ Salaire | 421000 900.00 | 512000 -900.00')
  must(closePeriod(ctx, entityId, '2025-12-31'))

  // The bill was for 500: its period is closed, so its reversal stands today and keeps the day of the document.
  const reversal = must(reverseEntry(ctx, entityId, bill.id, 'Facture de 500 et non de 600'))
  expect(must(findEntry(ctx, entityId, reversal.entry))).toMatchObject({ date: '2026-02-10', documentOn: '2025-08-01', reverses: bill.id })
  post('2026-02-10 AC Studio, montant juste | 611000 500.00 | 445660 100.00 | 401000 -600.00 @STUDIO', { documentOn: '2025-08-01' })
  post('2026-03-02 AC Ordinateur | 218300 300.00 | 445620 60.00 | 401000 -360.00 @STUDIO')
  post("2026-06-30 OD Dotation de l'exercice | 681120 50.00 | 281800 -50.00")

  const june = {
    101300: -150_000, 110000: -50_000, 181100: -10_000, 218300: 30_000, 281800: -5000, 401000: -96_000, 411000: 50_000, 445620: 6000, 445660: 10_000, 445710: -20_000,
    512000: 180_000, 611000: 50_000, 628600: 10_000, 641100: 90_000, 681120: 5000, 706000: -100_000,
  }
  expect(books.balances('2026-06-30')).toEqual(june)
  // On New Year's Eve the wrong bill still stood: what was closed has not moved.
  expect(books.balances('2025-12-31')).toMatchObject({ 401000: -72_000, 611000: 60_000, 445660: 12_000 })

  expect(must(endYear(ctx, entityId, '2025/2026'))).toEqual({
    year: '2025/2026', resultCents: -55_000, entries: ['CL-2025/2026-1', 'CL-2025/2026-2', 'AN-2026/2027-1'], nextYear: '2026/2027',
  })
  expect(books.balances('2026-06-30')).toEqual(june)
  expect(books.balances('2026-07-01')).toEqual({
    101300: -150_000, 110000: -50_000, 129000: 55_000, 181100: -10_000, 218300: 30_000, 281800: -5000, 401000: -96_000, 411000: 50_000, 445620: 6000, 445660: 10_000, 445710: -20_000, 512000: 180_000,
  })
  // The opening says who owes what.
  expect(linesOf(books, 'AN-2026/2027-1')).toEqual(expect.arrayContaining(['401000 -96000 STUDIO', '411000 50000 MAIRIE', '129000 55000']))
  expect(verify(ctx, true).problems).toEqual([])
  books.close()
})

/** Lines of an entry as `account cents party`, debit positive. */
function linesOf(books: ReturnType<typeof openTestBooks>, entry: string): string[] {
  return must(findEntry(books.ctx, books.entityId, entry)).lines.map((line) => [line.account, line.debitCents - line.creditCents, line.party].filter((part) => part !== null).join(' '))
}
