/**
 * Writes a table for spreadsheets of Belgium and France: `;` between fields, decimal comma, CRLF, quotes where needed.
 * A text that a spreadsheet would run as a formula is made harmless; amounts are never touched (a negative one begins with `-`).
 */
import type { CalendarDate } from '../../kernel/calendar-date.ts'
import { type Cents, formatAmount } from '../../kernel/money.ts'

export interface CsvColumnSpec {
  readonly title: string
  readonly kind: 'text' | 'amount' | 'date' | 'integer'
}

/** By kind of column: text a string, amount cents, date a day, integer a whole number. `null` is an empty field. */
export type CsvCell = string | Cents | CalendarDate | number | null

export interface CsvSheet {
  readonly columns: readonly CsvColumnSpec[]
  readonly rows: readonly (readonly CsvCell[])[]
}

export interface CsvWriteOptions {
  /** A byte order mark, by which spreadsheets know that the text is UTF-8. */
  readonly bom?: boolean
  readonly delimiter?: ';' | ',' | '\t'
}

export function writeCsv(sheet: CsvSheet, options: CsvWriteOptions = {}): string {
  const delimiter = options.delimiter ?? ';'
  const head = sheet.columns.map((column) => textField(column.title, delimiter)).join(delimiter)
  const rows = sheet.rows.map((row) => sheet.columns.map((column, index) => field(column, row[index] ?? null, delimiter)).join(delimiter))
  return `${options.bom === true ? '\ufeff' : ''}${[head, ...rows].join('\r\n')}\r\n`
}

function field(column: CsvColumnSpec, value: CsvCell, delimiter: string): string {
  if (value === null) return ''
  switch (column.kind) {
    case 'amount': return quoted(formatAmount(value as Cents, ','), delimiter)
    case 'integer': return quoted(String(value), delimiter)
    case 'date': return quoted(String(value), delimiter)
    case 'text': return textField(String(value), delimiter)
  }
}

/**
 * What begins a formula, also after blanks and in the full-width forms that spreadsheets fold: such a text gets an apostrophe
 * in front, which spreadsheets take for "text" (CWE-1236).
 */
const FORMULA = /^[\s\u00a0\u200b\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/u

export function harmless(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text
}

function textField(text: string, delimiter: string): string {
  return quoted(harmless(text), delimiter)
}

function quoted(text: string, delimiter: string): string {
  return text.includes(delimiter) || /["\r\n]/u.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text
}
