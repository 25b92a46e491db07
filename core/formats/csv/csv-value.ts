/** Dates and amounts as spreadsheets and banks write them: any separator, a currency beside, parentheses for a negative. */
import { type CalendarDate, isCalendarDate } from '../../kernel/calendar-date.ts'
import { type AmountRefusal, type Cents, parseAmount } from '../../kernel/money.ts'
import { err, ok, type Result } from '../../kernel/result.ts'
import type { CsvDateFormat } from './csv-mapping.ts'

export type CsvDateRefusal = { readonly code: 'csv_date_unreadable' | 'date_impossible' }

/** A day in the given order, with any separator or none; a time after it is left out. Two digits of year are of this century. */
export function readCsvDate(text: string, format: CsvDateFormat): Result<CalendarDate, CsvDateRefusal> {
  const bare = text.trim().replace(/[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$/u, '')
  const parts = /^(\d{1,4})[^\d]{1,3}(\d{1,2})[^\d]{1,3}(\d{1,4})$/u.exec(bare) ?? compact(bare, format)
  if (!parts) return err({ code: 'csv_date_unreadable' })
  const [first = '', second = '', third = ''] = parts.slice(1)
  const [year, month, day] = format === 'ymd' ? [first, second, third] : format === 'dmy' ? [third, second, first] : [third, first, second]
  if (day.length > 2 || month.length > 2 || (year.length !== 4 && year.length !== 2)) return err({ code: 'csv_date_unreadable' })
  const date = `${year.length === 2 ? `20${year}` : year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  return isCalendarDate(date) ? ok(date) : err({ code: 'date_impossible' })
}

function compact(text: string, format: CsvDateFormat): RegExpExecArray | null {
  return (format === 'ymd' ? /^(\d{4})(\d{2})(\d{2})$/u : /^(\d{2})(\d{2})(\d{4})$/u).exec(text)
}

/** Cents, given which mark stands before the decimals. Blank is undefined: no amount at all. */
export function readCsvAmount(text: string, decimalMark: ',' | '.'): Result<Cents | undefined, AmountRefusal> {
  const bare = text.trim().replace(/^(EUR|€)\s*/iu, '').replace(/\s*(EUR|€)$/iu, '').replace(/^\((.*)\)$/u, '-$1')
  if (bare === '' || bare === '-') return ok(undefined)
  // `1.234` with a decimal comma is a thousand and more: the general reading would take it for three decimals.
  const group = decimalMark === ',' ? /^[+-]?\d{1,3}(\.\d{3})+$/u : /^[+-]?\d{1,3}(,\d{3})+$/u
  return parseAmount(group.test(bare) ? bare.replace(/[.,]/gu, '') : bare)
}
