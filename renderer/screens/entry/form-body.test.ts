import { expect, test } from 'vitest'
import { calendarDate } from '../../../core/kernel/calendar-date.ts'
import { EMPTY_LINE, fieldOf, fillRemaining, type FormBody, fromDraft, isBlank, toDraft, totalsOf } from './form-body.ts'

const blank: FormBody = { journal: 'ACH', date: calendarDate('2026-11-21'), label: '', documentRef: '', documentOn: null, lines: [EMPTY_LINE, EMPTY_LINE] }
const typed: FormBody = {
  ...blank, label: 'Papier', lines: [{ ...EMPTY_LINE, account: '612000', debitCents: 10_000 }, EMPTY_LINE, { ...EMPTY_LINE, account: '440000' }],
}

test('what is typed comes back from its draft', () => {
  expect(fromDraft(toDraft(typed), blank)).toEqual(typed)
  expect(toDraft(blank)).toEqual({ journal: 'ACH', date: '2026-11-21', lines: [] })
  expect(isBlank(blank)).toBe(true)
  expect(isBlank(typed)).toBe(false)
})

test('a line that gets its account takes what remains', () => {
  expect(totalsOf(typed.lines).remainingCents).toBe(10_000)
  expect(fillRemaining(typed.lines, 2)[2]).toMatchObject({ creditCents: 10_000, debitCents: null })
  expect(fillRemaining(typed.lines, 0)).toBe(typed.lines)
})

test('a refusal leads to its field, empty lines not counted', () => {
  expect(fieldOf({ code: 'account_unknown', at: 2 }, typed)).toBe('line-2-account')
  expect(fieldOf({ code: 'period_closed' }, typed)).toBe('entry-date')
  expect(fieldOf({ code: 'entry_unbalanced' }, typed)).toBe('line-2-debitCents')
  expect(fieldOf({ code: 'journal_unknown' }, typed)).toBe('entry-journal')
  expect(fieldOf({ code: 'something_else' }, typed)).toBeUndefined()
})
