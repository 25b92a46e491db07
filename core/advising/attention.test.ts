import { expect, test } from 'vitest'
import { addDays, calendarDate } from '../kernel/calendar-date.ts'
import { attention, DEFAULT_RULES, rulesFrom, type Situation } from './attention.ts'

const today = calendarDate('2026-06-15')
const CALM: Situation = {
  today, lastNewsOn: today, internalCents: 100, debtCents: 100, customersOverdue: null, suppliersOverdue: null, unidentifiedCents: 0,
  openSince: calendarDate('2026-06-01'), lastEntryOn: today, entriesMoved: 0, forks: [], plisWaiting: 0, proposals: null, appointments: [],
}
const kinds = (change: Partial<Situation>): string[] => attention({ ...CALM, ...change }, DEFAULT_RULES).map((reason) => reason.kind)
const ago = (days: number) => addDays(today, -days)

test('nothing is said where nothing asks', () => {
  expect(kinds({})).toEqual([])
  expect(kinds({ internalCents: null, debtCents: 5000 })).toEqual([])
})

test('each delay begins on its own day, and not the day before', () => {
  expect(kinds({ lastNewsOn: ago(35) })).toEqual([])
  expect(kinds({ lastNewsOn: ago(36) })).toEqual(['pli_late'])
  expect(kinds({ lastNewsOn: null })).toEqual(['never_heard'])
  expect(kinds({ internalCents: 99 })).toEqual(['internal_short'])
  expect(kinds({ internalCents: -1 })).toEqual(['internal_negative'])
  expect(kinds({ openSince: ago(100), lastEntryOn: ago(1) })).toEqual([])
  expect(kinds({ openSince: ago(101), lastEntryOn: ago(101) })).toEqual(['period_open'])
  expect(kinds({ openSince: ago(101), lastEntryOn: ago(102) })).toEqual([])
  expect(kinds({ proposals: { count: 1, since: ago(6) } })).toEqual([])
  expect(kinds({ proposals: { count: 1, since: ago(7) } })).toEqual(['proposal_waiting'])
  const side = (days: number) => ({ items: 1, cents: 10, since: ago(days) })
  expect(kinds({ customersOverdue: side(60), suppliersOverdue: side(61) })).toEqual(['suppliers_overdue'])
})

test('appointments: the next one near, those that passed without a word, none that is held or cancelled', () => {
  const set = (days: number, state: Situation['appointments'][number]['state']) =>
    ({ id: `${days}`, on: addDays(today, days), at: null, place: null, subject: 's', state, by: { author: 'a', person: null, office: null, own: true }, changedAt: 0 })
  expect(kinds({ appointments: [set(14, 'proposed')] })).toEqual(['appointment_near'])
  expect(kinds({ appointments: [set(15, 'proposed')] })).toEqual([])
  expect(kinds({ appointments: [set(-1, 'confirmed'), set(0, 'confirmed'), set(3, 'confirmed')] })).toEqual(['appointment_past', 'appointment_near'])
  expect(kinds({ appointments: [set(-1, 'held'), set(2, 'cancelled')] })).toEqual([])
})

test('published delays replace the defaults one by one; what is no number of days is passed over', () => {
  expect(rulesFrom(undefined)).toEqual(DEFAULT_RULES)
  expect(rulesFrom({ latePliDays: 0, overdueDays: 1.5, openPeriodDays: 4000, appointmentDays: '3', other: 9 })).toEqual({ ...DEFAULT_RULES, latePliDays: 0 })
})
