import { formatAmount } from '../../core/kernel/money.ts'
import type { Cell, Report, ReportColumn } from '../../core/reporting/report.ts'
import { type Language, translate } from '../../renderer/i18n/messages.ts'
import { plainText, say } from './report-words.ts'

/** Spreadsheets read the separator and the decimal mark of their own language. */
const MARKS = { fr: { separator: ';', decimal: ',' }, nl: { separator: ';', decimal: ',' }, en: { separator: ',', decimal: '.' } } as const

/** What a spreadsheet may take for a formula: its signs, whatever their width, after any space or control character. */
const FORMULA = /^[\s\p{C}]*[=+\-@|\uff1d\uff0b\uff0d\uff20\u2212]/u
/** A telephone or a number is no formula, and stays as it is. */
const NUMBER = /^[+-][\d\s.,()/-]*$/u

/**
 * Writes the table of a report as text: UTF-8 with its mark, dates as `YYYY-MM-DD`, amounts without grouping, lines
 * ended by CR LF. A text that a spreadsheet would run as a formula is preceded by an apostrophe (OWASP ASVS 1.2.10);
 * amounts, dates and telephone numbers are left alone.
 */
export function writeCsv(report: Report, language: Language): Uint8Array {
  const { separator, decimal } = MARKS[language]
  const lines = [report.columns.map((column) => quoted(guarded(say(language, column.label)), separator)).join(separator)]
  for (const row of report.rows) {
    lines.push(report.columns.map((_: ReportColumn, index) => fieldOf(row.cells[index] ?? null, language, separator, decimal)).join(separator))
  }
  if (report.demonstration) lines.push(quoted(translate(language, 'report.page.demonstrationNote'), separator))
  return new TextEncoder().encode(`\ufeff${lines.join('\r\n')}\r\n`)
}

function fieldOf(cell: Cell, language: Language, separator: string, decimal: '.' | ','): string {
  if (cell === null) return ''
  if ('amountCents' in cell) return quoted(formatAmount(cell.amountCents, decimal), separator)
  return 'date' in cell ? cell.date : quoted(guarded(say(language, cell)), separator)
}

function guarded(text: string): string {
  const plain = plainText(text).replace(/[\r\n\t]+/gu, ' ')
  return FORMULA.test(plain) && !NUMBER.test(plain.trimStart()) ? `'${plain}` : plain
}

function quoted(text: string, separator: string): string {
  return /["\r\n]/u.test(text) || text.includes(separator) ? `"${text.replaceAll('"', '""')}"` : text
}
