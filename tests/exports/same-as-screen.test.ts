import excel from 'exceljs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { calendarDate } from '../../core/kernel/calendar-date.ts'
import { journalReport, ledgerReport, trialBalanceReport } from '../../core/reporting/book-reports.query.ts'
import type { Report } from '../../core/reporting/report.ts'
import { statementReport } from '../../core/reporting/statement.query.ts'
import { writeCsv } from '../../electron/machine/write-csv-report.ts'
import { writePdf } from '../../electron/machine/write-pdf.ts'
import { writeXlsx } from '../../electron/machine/write-xlsx.ts'
import { amount } from '../../renderer/i18n/format.ts'
import { isMessageId } from '../../renderer/i18n/messages.ts'
import { must, openTestBooks, type TestBooks } from '../fixtures/books.ts'
import { readPdf } from './read-pdf.ts'

/*
 * Real books, the reports that the screens show of them, and the three files: each amount of the report is in each file,
 * in its order, to the cent, and every word has its sentence.
 */
const TO = calendarDate('2026-12-31')
let books: TestBooks
let reports: readonly Report[]

beforeAll(() => {
  books = openTestBooks({ country: 'BE', firstYear: { startOn: '2026-01-01', endOn: '2026-12-31' } })
  for (let month = 1; month <= 12; month += 1) {
    const date = `2026-${String(month).padStart(2, '0')}-15`
    books.post(`${date} OD Vente ${month} | 550000 ${month}234.56 | 700000 -${month}234.56`)
    books.post(`${date} OD Frais ${month} | 610000 ${month}0.07 | 550000 -${month}0.07`)
  }
  const { ctx, entityId } = books
  reports = [
    trialBalanceReport(ctx, entityId, TO), ledgerReport(ctx, entityId, undefined, undefined, TO), journalReport(ctx, entityId, { to: TO }),
    must(statementReport(ctx, entityId, 'balanceSheet', { asOf: TO }, undefined, 'year_before')), must(statementReport(ctx, entityId, 'incomeStatement', { asOf: TO })),
  ]
})

afterAll(() => books.close())

const amountsOf = (report: Report): number[] => report.rows.flatMap((row) => row.cells.flatMap((cell) => (cell !== null && 'amountCents' in cell ? [cell.amountCents] : [])))

test('the reports hold something, and debit equals credit', () => {
  for (const report of reports) expect(amountsOf(report).length, report.name).toBeGreaterThan(2)
  const total = reports[0]?.rows.at(-1)?.cells ?? []
  expect(total[3]).toEqual(total[4])
})

test('the workbook has each amount, in order, a sheet per report', async () => {
  const book = new excel.Workbook()
  await book.xlsx.load(Buffer.from(await writeXlsx(reports, 'fr')) as unknown as excel.Buffer)
  expect(book.worksheets.map((sheet) => sheet.name)).toEqual(reports.map((report) => report.name))
  for (const report of reports) {
    const found: number[] = []
    book.getWorksheet(report.name)?.eachRow((row) => row.eachCell((cell) => {
      if (typeof cell.value === 'number') found.push(Math.round(cell.value * 100))
    }))
    expect(found, report.name).toEqual(amountsOf(report))
  }
})

test('the text file has each amount, in order', () => {
  for (const report of reports) {
    const lines = new TextDecoder().decode(writeCsv(report, 'fr')).trimEnd().split('\r\n').slice(1)
    const columns = report.columns.flatMap((column, index) => (column.type === 'amount' ? [index] : []))
    // No field of these books holds a semicolon: a plain split reads them.
    const found = lines.flatMap((line) => columns.map((index) => line.split(';')[index] ?? '').filter((field) => field !== '').map((field) => Number(field.replace(',', ''))))
    expect(found, report.name).toEqual(amountsOf(report))
  }
})

test('the paper has each amount', async () => {
  for (const report of reports) {
    const text = readPdf(await writePdf(report, 'fr')).pages.join('').replace(/[\s\u00a0\u202f]+/gu, '')
    for (const value of amountsOf(report)) expect(text, report.name).toContain(amount('fr', value).replace(/[\s\u00a0\u202f]+/gu, ''))
  }
})

test('every word of a report has its sentence', () => {
  const ids = reports.flatMap((report) => [report.title, ...(report.notes ?? []), ...report.columns.map((column) => column.label), ...report.rows.flatMap((row) => row.cells)])
    .flatMap((words) => (words !== null && 'id' in words ? [words.id] : []))
  expect([...new Set(ids)].filter((id) => !isMessageId(id))).toEqual([])
})
