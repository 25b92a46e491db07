import { PassThrough } from 'node:stream'
import excel from 'exceljs'
import { type CalendarDate, dayNumberOf } from '../../core/kernel/calendar-date.ts'
import { formatAmount } from '../../core/kernel/money.ts'
import type { Cell, Report, ReportColumn, ReportRow } from '../../core/reporting/report.ts'
import { type Language, translate } from '../../renderer/i18n/messages.ts'
import { headLines, headOf, plainText, say } from './report-words.ts'
import { stampZip } from './stamp-zip.ts'

const AMOUNT = '#,##0.00;-#,##0.00'
const DATE = 'dd/mm/yyyy'
const MILLISECONDS_A_DAY = 86_400_000
/** Rows written between two breaths: the zip behind the writer empties meanwhile, and memory stays flat. */
const BREATH = 1000
/** Excel's own limits. */
const LONGEST_TEXT = 32_767
const LONGEST_SHEET_NAME = 31

/**
 * Writes reports as one workbook, a sheet each, by exceljs's streaming writer: numbers are numbers, dates are dates,
 * and no text of the books can become a formula. The same reports give the same bytes.
 */
export async function writeXlsx(reports: readonly Report[], language: Language): Promise<Uint8Array> {
  const chunks: Buffer[] = []
  const sink = new PassThrough()
  sink.on('data', (chunk: Buffer) => void chunks.push(chunk))
  const made = latestDay(reports)
  const options = { stream: sink, useStyles: true, useSharedStrings: false, created: made, modified: made }
  const book = new excel.stream.xlsx.WorkbookWriter(options)
  book.creator = 'Archipel'
  book.lastModifiedBy = 'Archipel'
  book.created = made
  book.modified = made
  const taken = new Set<string>()
  for (const report of reports) await writeSheet(book, report, language, sheetName(report.name, taken))
  await book.commit()
  return stampZip(Buffer.concat(chunks))
}

type Book = InstanceType<typeof excel.stream.xlsx.WorkbookWriter>

async function writeSheet(book: Book, report: Report, language: Language, name: string): Promise<void> {
  const head = headOf(report, language)
  const lines = headLines(head)
  const headerRow = lines.length + 2
  const footer = [report.entity.name, head.title, head.period].map((text) => plainText(text).replaceAll('&', '&&')).join(' - ')
  const sheet = book.addWorksheet(name, {
    views: [{ state: 'frozen', ySplit: headerRow, xSplit: 0, topLeftCell: `A${headerRow + 1}`, activeCell: `A${headerRow + 1}` }],
    pageSetup: {
      paperSize: 9, orientation: report.columns.length > 5 ? 'landscape' : 'portrait', fitToPage: true, fitToWidth: 1, fitToHeight: 0,
      printTitlesRow: `${headerRow}:${headerRow}`,
      margins: { left: 0.5, right: 0.5, top: 0.6, bottom: 0.7, header: 0.3, footer: 0.3 },
    },
    headerFooter: {
      oddFooter: `&L&8${footer.slice(0, 180)}&R&8${translate(language, 'report.page.number', { page: '&P', pages: '&N' })}`,
    },
  })
  sheet.columns = report.columns.map((column) => ({ key: column.key, width: widthOf(column) }))
  for (const [index, line] of lines.entries()) {
    const row = sheet.addRow([text(line)])
    row.font = index === 0 ? { bold: true, size: 14 } : { color: { argb: 'FF5A6B73' } }
    row.commit()
  }
  sheet.addRow([]).commit()
  const header = sheet.addRow(report.columns.map((column) => text(say(language, column.label))))
  header.eachCell((cell, index) => {
    cell.font = { bold: true }
    cell.border = { bottom: { style: 'medium' } }
    cell.alignment = { horizontal: report.columns[index - 1]?.type === 'amount' ? 'right' : 'left', wrapText: true, vertical: 'top' }
  })
  header.commit()
  sheet.autoFilter = { from: { row: headerRow, column: 1 }, to: { row: headerRow, column: Math.max(report.columns.length, 1) } }
  const looks: Looks = new Map()
  for (const [index, row] of report.rows.entries()) {
    writeRow(sheet, row, report.columns, language, looks)
    if (index % BREATH === BREATH - 1) await new Promise<void>((resume) => setImmediate(resume))
  }
  sheet.commit()
}

type Sheet = ReturnType<Book['addWorksheet']>

type Style = Partial<excel.Style>
/** One object per look: exceljs remembers a style by its object, and a hundred thousand rows make no garbage. */
type Looks = Map<string, Style>

function writeRow(sheet: Sheet, row: ReportRow, columns: readonly ReportColumn[], language: Language, looks: Looks): void {
  const written = sheet.addRow(columns.map((_, index) => valueOf(row.cells[index] ?? null, language)))
  for (let index = 0; index < columns.length; index += 1) {
    const key = `${row.kind} ${row.level} ${index}`
    let look = looks.get(key)
    if (!look) looks.set(key, (look = lookOf(row, columns, index)))
    written.getCell(index + 1).style = look
  }
  written.commit()
}

function lookOf(row: ReportRow, columns: readonly ReportColumn[], index: number): Style {
  const type = columns[index]?.type
  const indented = index === firstTextColumn(columns) && row.level > 0
  return {
    ...(type === 'amount' ? { numFmt: AMOUNT } : {}),
    ...(type === 'date' ? { numFmt: DATE, alignment: { horizontal: 'left' as const } } : {}),
    ...(indented ? { alignment: { indent: row.level } } : {}),
    ...(row.kind === 'row' ? {} : { font: { bold: true } }),
    ...(row.kind === 'subtotal' ? { border: { top: { style: 'thin' as const } } } : {}),
    ...(row.kind === 'total' ? { border: { top: { style: 'medium' as const } } } : {}),
  }
}

/** Indentation shows on the widest text: the label, not the code before it. */
function firstTextColumn(columns: readonly ReportColumn[]): number {
  let best = 0
  for (const [index, column] of columns.entries()) if (column.type === 'text' && column.width > (columns[best]?.width ?? 0)) best = index
  return best
}

/** Every cell is coerced here: an object coming from data could be read by exceljs as a formula or a link. */
function valueOf(cell: Cell, language: Language): string | number | Date | null {
  if (cell === null) return null
  if ('amountCents' in cell) return Number(formatAmount(cell.amountCents))
  if ('date' in cell) return utcDay(cell.date)
  return text(say(language, cell))
}

/** Excel reads `_x0041_` inside a text as the letter A: the underscore before such a run is itself written so. */
function text(said: string): string {
  return plainText(String(said)).slice(0, LONGEST_TEXT).replace(/_(?=x[0-9A-Fa-f]{4}_)/gu, '_x005F_').replace(/[\ud800-\udbff]$/u, '')
}

/** Midnight UTC: exceljs counts days from UTC, so that no zone of any machine moves the day. */
function utcDay(date: CalendarDate): Date {
  return new Date(dayNumberOf(date) * MILLISECONDS_A_DAY)
}

function latestDay(reports: readonly Report[]): Date {
  const days = reports.map((report) => report.madeOn).sort()
  const last = days.at(-1)
  return last === undefined ? new Date(0) : utcDay(last)
}

function widthOf(column: ReportColumn): number {
  if (column.type === 'amount') return 15
  if (column.type === 'date') return 12
  return Math.max(8, column.width * 6)
}

/** Excel refuses some signs, more than 31 letters, and two sheets of the same name whatever their case. */
function sheetName(name: string, taken: Set<string>): string {
  const base = plainText(name).replace(/[[\]:*?/\\]/gu, ' ').replace(/^'+|'+$/gu, '').trim().slice(0, LONGEST_SHEET_NAME) || 'Archipel'
  let candidate = base
  for (let count = 2; taken.has(candidate.toLowerCase()); count += 1) {
    const tail = ` ${count}`
    candidate = base.slice(0, LONGEST_SHEET_NAME - tail.length) + tail
  }
  taken.add(candidate.toLowerCase())
  return candidate
}
