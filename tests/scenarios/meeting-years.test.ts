import { describe, expect, test } from 'vitest'
import { calendarDate } from '../../core/kernel/calendar-date.ts'
import { closePeriod, reopenPeriod } from '../../core/ledger/close-period.command.ts'
import { openFiscalYear, recordAccount } from '../../core/ledger/records.command.ts'
import { reverseEntry } from '../../core/ledger/reverse-entry.command.ts'
import { trialBalance } from '../../core/ledger/trial-balance.query.ts'
import { checkYearEnd, endYear, reopenYear } from '../../core/ledger/year-end.command.ts'
import { books, findYear } from '../../core/ledger/books.query.ts'
import { periodStatement } from '../../core/reporting/statement.query.ts'
import { must, refusedCodes, type TestBooks } from '../fixtures/books.ts'
import { balance, carry, type Machine, machines, meet, notices, post, told } from '../fixtures/machines.ts'
import type { Receiver } from '../fixtures/streams.ts'

const end = (machine: Machine, year: string) => must(endYear(machine.ctx, machine.entityId, year))
const balances = (machine: Machine, asOf: string): Record<string, number> =>
  Object.fromEntries(trialBalance(machine.ctx, machine.entityId, calendarDate(asOf)).rows.filter((row) => row.balanceCents !== 0).map((row) => [row.account, row.balanceCents]))

describe('a year that one machine ended while the other wrote in it', () => {
  test('its late entries count in the next year; opened again, they go back, and the year ends with them', () => {
    const [anna, boris] = machines(2) as [TestBooks, Receiver]
    post(anna, '2026-02-15 VEN Facture | 400 100.00 | 700 -100.00')
    post(boris, '2026-12-20 ACH Facture de décembre | 610 30.00 | 440 -30.00')
    end(anna, '2026')
    meet(anna, boris)
    for (const machine of [anna, boris]) {
      expect(told(machine)).toEqual(['entry_moved'])
      expect(balances(machine, '2026-12-31')).toEqual({ 400: 10_000, 700: -10_000 })
      expect(balances(machine, '2027-12-31')).toEqual({ 140: -10_000, 400: 10_000, 440: -3000, 610: 3000 })
    }
    must(reopenYear(boris.ctx, boris.entityId, '2026', 'Une facture manquait'))
    end(boris, '2026')
    meet(anna, boris)
    expect(told(anna)).toEqual(['entry_moved', 'entry_moved_back'])
    for (const machine of [anna, boris]) {
      expect(balances(machine, '2026-12-31')).toEqual({ 400: 10_000, 440: -3000, 610: 3000, 700: -10_000 })
      expect(balances(machine, '2027-12-31')).toEqual({ 140: -7000, 400: 10_000, 440: -3000 })
    }
  })

  test('ended on both, each without an entry of the other: it is said how to mend it, and that mends it', () => {
    const [anna, boris] = machines(2) as [TestBooks, Receiver]
    post(anna, '2026-02-15 VEN Facture | 400 10.00 | 700 -10.00')
    post(boris, '2026-02-16 VEN Facture | 400 1.00 | 700 -1.00')
    end(anna, '2026')
    end(boris, '2026')
    meet(anna, boris)
    for (const machine of [anna, boris]) {
      expect(notices(machine).filter(({ code }) => code === 'year_end_outdated')).toEqual([{ code: 'year_end_outdated', year: '2026', next: '2027' }])
    }
    // Both closings of the day are opened again, or nothing could be dated in it.
    must(reopenYear(boris.ctx, boris.entityId, '2026', 'Clôturée deux fois'))
    meet(anna, boris)
    expect(balances(anna, '2026-12-31')).toEqual({ 400: 1100, 700: -1100 })
    expect(balances(anna, '2027-12-31')).toEqual({ 140: -1100, 400: 1100 })
    expect(end(anna, '2026').resultCents).toBe(1100)
    meet(anna, boris)
    for (const machine of [anna, boris]) expect(balances(machine, '2027-12-31')).toEqual({ 140: -1100, 400: 1100 })
  })
})

test('an opening of the first year that comes after it was ended is told, and the statements name what the next year lacks', () => {
  const [anna, boris] = machines(2) as [TestBooks, Receiver]
  post(anna, '2026-01-15 VEN Facture | 400 100.00 | 700 -100.00')
  post(boris, '2026-01-01 AN Bilan d’ouverture | 550 77.00 | 100 -77.00')
  end(anna, '2026')
  meet(anna, boris)
  const check = (machine: Machine) => must(periodStatement(machine.ctx, machine.entityId, { asOf: calendarDate('2027-12-31') })).checks.find(({ rule }) => rule === 'opening_agrees')
  for (const machine of [anna, boris]) {
    expect(notices(machine)).toEqual([
      { code: 'opening_after_closing', entry: 'AN-2026-B1', label: 'Bilan d’ouverture', closedUntil: '2026-12-31' }, { code: 'year_end_outdated', year: '2026', next: '2027' },
    ])
    expect(check(machine)).toEqual({ rule: 'opening_agrees', ok: false, differenceCents: 15_400, accounts: ['100', '550'] })
  }
  expect(end(anna, '2026').entries).toEqual(['CLO-2026-5', 'CLO-2026-6', 'AN-2027-3'])
  meet(anna, boris)
  for (const machine of [anna, boris]) {
    expect(check(machine)).toEqual({ rule: 'opening_agrees', ok: true, differenceCents: 0, accounts: [] })
    expect(balances(machine, '2027-12-31')).toEqual({ 100: -7700, 140: -10_000, 400: 10_000, 550: 7700 })
  }
})

test('a year opened again on two machines at once: what ended it was undone twice, and ending it again leaves nothing of that', () => {
  const [anna, boris] = machines(2) as [TestBooks, Receiver]
  post(anna, '2026-02-15 VEN Facture | 400 10.00 | 700 -10.00')
  end(anna, '2026')
  meet(anna, boris)
  for (const machine of [anna, boris]) must(reopenYear(machine.ctx, machine.entityId, '2026', 'Oubli'))
  meet(anna, boris)
  expect(told(anna).filter((code) => code === 'entry_reversed_twice')).toHaveLength(3)
  post(boris, '2026-03-15 VEN Facture oubliée | 400 1.00 | 700 -1.00')
  end(boris, '2026')
  meet(anna, boris)
  for (const machine of [anna, boris]) {
    expect(balances(machine, '2026-12-31')).toEqual({ 400: 1100, 700: -1100 })
    expect(balances(machine, '2027-12-31')).toEqual({ 140: -1100, 400: 1100 })
    expect(told(machine)).not.toContain('year_end_outdated')
  }
})

test('headquarters closes December while the porteur, who knows more of it, ends the year: what moved is not in both years', () => {
  const [siege, porteur] = machines(2) as [TestBooks, Receiver]
  post(porteur, '2026-12-15 VEN Facture | 400 100.00 | 700 -100.00')
  must(closePeriod(siege.ctx, siege.entityId, '2026-12-31'))
  end(porteur, '2026')
  meet(siege, porteur)
  expect(balances(porteur, '2027-12-31')).toEqual({ 140: -10_000, 400: 20_000, 700: -10_000 })
  for (const machine of [siege, porteur]) expect(told(machine).sort()).toEqual(['entry_moved', 'year_end_outdated'])
  end(porteur, '2026')
  meet(siege, porteur)
  for (const machine of [siege, porteur]) expect([balances(machine, '2026-12-31'), balances(machine, '2027-12-31')]).toEqual([{}, { 400: 10_000, 700: -10_000 }])
  expect(refusedCodes(endYear(porteur.ctx, porteur.entityId, '2026'))).toEqual(['year_already_ended'])
})

describe('a year whose days were closed before it was ended', () => {
  test('ends all the same: a closed period is no ended year', () => {
    const [anna] = machines(1)
    post(anna, '2026-01-15 VEN Facture | 400 100.00 | 700 -100.00')
    must(openFiscalYear(anna.ctx, anna.entityId, { startOn: '2027-01-01', endOn: '2027-12-31' }))
    must(closePeriod(anna.ctx, anna.entityId, '2026-12-31'))
    post(anna, '2027-01-15 VEN Facture | 400 5.00 | 700 -5.00')
    must(closePeriod(anna.ctx, anna.entityId, '2027-01-31'))
    expect(end(anna, '2026').entries).toEqual(['CLO-2026-1', 'CLO-2026-2', 'AN-2027-1'])
    expect(refusedCodes(endYear(anna.ctx, anna.entityId, '2026'))).toEqual(['year_already_ended'])
    expect(checkYearEnd(anna.ctx, books(anna.ctx, anna.entityId), findYear(books(anna.ctx, anna.entityId), '2026') as never)).toEqual([{ code: 'year_already_ended', year: '2026' }])
    expect(balances(anna, '2027-12-31')).toEqual({ 140: -10_000, 400: 10_500, 700: -500 })
    meet(anna)
  })

  test('left unended, it is carried into the next one, and lost in none', () => {
    const [anna] = machines(1)
    post(anna, '2026-01-15 VEN Facture | 400 100.00 | 700 -100.00')
    must(openFiscalYear(anna.ctx, anna.entityId, { startOn: '2027-01-01', endOn: '2027-12-31' }))
    must(closePeriod(anna.ctx, anna.entityId, '2027-01-31'))
    post(anna, '2027-02-15 VEN Facture | 400 5.00 | 700 -5.00')
    end(anna, '2027')
    expect(balances(anna, '2028-12-31')).toEqual({ 140: -10_500, 400: 10_500 })
    expect(balances(anna, '2027-12-31')).toEqual({ 140: -10_000, 400: 10_500, 700: -500 })
    meet(anna)
  })

  test('a year that is ended is opened again as a year, not as a period', () => {
    const [anna] = machines(1)
    post(anna, '2026-01-15 VEN Facture | 400 100.00 | 700 -100.00')
    end(anna, '2026')
    expect(refusedCodes(reopenPeriod(anna.ctx, anna.entityId, 'Oubli'))).toEqual(['period_ends_year'])
    expect(must(reopenYear(anna.ctx, anna.entityId, '2026', 'Oubli')).reversed).toHaveLength(3)
    expect(refusedCodes(reopenYear(anna.ctx, anna.entityId, '2026', 'Oubli'))).toEqual(['year_not_last_closed'])
  })
})

test('a year ends although an account that it used was closed meanwhile, and an entry on it can be reversed', () => {
  const [anna, boris] = machines(2) as [TestBooks, Receiver]
  const rent = post(boris, '2026-02-15 ACH Loyer | 610 10.00 | 440 -10.00')
  post(boris, '2026-03-15 ACH Loyer | 610 7.00 | 440 -7.00')
  carry(boris, anna)
  must(recordAccount(anna.ctx, anna.entityId, { number: '610', label: 'Loyers', closedOn: '2026-03-31' }))
  must(closePeriod(anna.ctx, anna.entityId, '2026-04-30'))
  carry(anna, boris)
  expect(must(reverseEntry(boris.ctx, boris.entityId, rent.id, 'Erreur')).entry).toBe('ACH-2026-B3')
  end(boris, '2026')
  meet(anna, boris)
  expect(balance(anna, '2026-12-31', '610')).toBe(700)
  expect(told(anna)).toEqual([])
})
