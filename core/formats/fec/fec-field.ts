/**
 * The two forms of field that need care: amounts with a decimal comma, dates AAAAMMJJ. Both are read by character code,
 * since a year of books has millions of them; only a refused field is looked at again to say what is wrong with it.
 */
import { type CalendarDate, isCalendarDate } from '../../kernel/calendar-date.ts'
import { type Cents, MAX_CENTS } from '../../kernel/money.ts'
import type { FecProblemCode } from './fec-record.ts'

const DIGIT_0 = 48
const COMMA = 44
const MINUS = 45
const PLUS = 43

export type Unread = { readonly code: FecProblemCode }

/** Cents of `text` between two positions (blanks around already left out); empty is zero. */
export function readFecAmount(text: string, start: number, end: number): Cents | Unread {
  if (start === end) return 0 as Cents
  let at = start
  const sign = text.charCodeAt(at)
  if (sign === MINUS || sign === PLUS) at += 1
  let value = 0
  let digits = 0
  let decimals = -1
  for (; at < end; at += 1) {
    const code = text.charCodeAt(at)
    const digit = code - DIGIT_0
    if (digit >= 0 && digit <= 9) {
      if (decimals < 2) {
        value = value * 10 + digit
        if (value > MAX_CENTS) return { code: 'amount_too_large' }
      } else if (digit !== 0) return { code: restIsDigits(text, at, end) ? 'amount_too_precise' : faultOf(text.slice(start, end)) }
      if (decimals >= 0) decimals += 1
      digits += 1
    } else if (code === COMMA && decimals < 0) decimals = 0
    else return { code: faultOf(text.slice(start, end)) }
  }
  if (digits === 0) return { code: 'fec_amount_unreadable' }
  // `1`, `1,` and `1,5` are whole or tenths: brought to cents by their digits.
  if (decimals <= 0) value *= 100
  else if (decimals === 1) value *= 10
  if (value > MAX_CENTS) return { code: 'amount_too_large' }
  return (value === 0 ? 0 : sign === MINUS ? -value : value) as Cents
}

function restIsDigits(text: string, start: number, end: number): boolean {
  return /^\d*$/u.test(text.slice(start, end))
}

/** Names what is wrong with an amount that is not of the law's form: sign, digits, comma, digits. */
function faultOf(field: string): FecProblemCode {
  if (/^[+-]?\d{1,3}([\s\u00a0\u202f\u2009'’.]\d{3})+(,\d*)?$/u.test(field)) {
    // `1.234` alone may be a thousand or a thousandth: either way it is the point that the law refuses.
    return /^[+-]?\d{1,3}\.\d{3}$/u.test(field) ? 'fec_amount_dot' : 'fec_amount_thousands'
  }
  if (/^[+-]?\d{1,3}(,\d{3})+(\.\d*)$/u.test(field)) return 'fec_amount_thousands'
  if (/^[+-]?\d*\.\d*$/u.test(field)) return 'fec_amount_dot'
  return 'fec_amount_unreadable'
}

/** Days already seen, by AAAAMMJJ as a number: a year has few of them and a file asks for three per line. */
export type SeenDates = Map<number, CalendarDate>

/** The day of eight digits between two positions, or what is wrong with it. */
export function readFecDate(text: string, start: number, end: number, seen: SeenDates): CalendarDate | Unread {
  let number = 0
  for (let at = start; at < end; at += 1) {
    const digit = text.charCodeAt(at) - DIGIT_0
    if (digit < 0 || digit > 9 || end - start !== 8) return { code: dateFaultOf(text.slice(start, end)) }
    number = number * 10 + digit
  }
  const known = seen.get(number)
  if (known) return known
  const date = `${text.slice(start, start + 4)}-${text.slice(start + 4, start + 6)}-${text.slice(start + 6, end)}`
  if (!isCalendarDate(date)) return { code: 'fec_date_impossible' }
  seen.set(number, date)
  return date
}

function dateFaultOf(field: string): FecProblemCode {
  return /^\d{4}-\d{2}-\d{2}([T ].*)?$/u.test(field) ? 'fec_date_iso' : 'fec_date_unreadable'
}
