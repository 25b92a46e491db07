import excel from 'exceljs'
import { expect, test } from 'vitest'
import { cents } from '../../core/kernel/money.ts'
import type { Report } from '../../core/reporting/report.ts'
import { writeXlsx } from '../../electron/machine/write-xlsx.ts'
import { hostileReport, hostileTexts, sampleReport } from './sample-report.ts'

async function read(reports: readonly Report[]): Promise<excel.Workbook> {
  const book = new excel.Workbook()
  await book.xlsx.load(Buffer.from(await writeXlsx(reports, 'fr')) as unknown as excel.Buffer)
  return book
}

function sheetOf(book: excel.Workbook, name = 'grand-livre'): excel.Worksheet {
  const sheet = book.getWorksheet(name)
  expect(sheet).toBeDefined()
  return sheet as excel.Worksheet
}

/** The 1-based row of the titles: the one under the frozen line. */
function headerOf(sheet: excel.Worksheet): number {
  return (sheet.views[0] as { ySplit?: number }).ySplit ?? 0
}

test('numbers are numbers, dates are dates whatever the zone, texts are texts', async () => {
  const sheet = sheetOf(await read([sampleReport()]))
  const header = headerOf(sheet)
  expect(sheet.getRow(header).values).toEqual([undefined, 'Date', 'Écriture', 'Libellé', 'Débit', 'Crédit', 'Solde'])
  const row = sheet.getRow(header + 2)
  expect(row.getCell(1).value).toEqual(new Date('2024-02-29T00:00:00Z'))
  expect(row.getCell(2).value).toBe('2024/ACH/1')
  expect(row.getCell(5).value).toBe(1234567.89)
  expect(row.getCell(6).value).toBe(-1234567.89)
  expect(sheet.getRow(header + 3).getCell(2).value).toBe('0007')
  expect(sheet.getRow(header + 3).getCell(4).value).toBe(0.1)
  expect(sheet.getRow(header + 4).getCell(4).value).toBe(900719925474.09)
  expect(row.getCell(5).numFmt).toBe('#,##0.00;-#,##0.00')
  expect(row.getCell(1).numFmt).toBe('dd/mm/yyyy')
})

test('every amount of the sheet is the amount of the report', async () => {
  const report = sampleReport()
  const sheet = sheetOf(await read([report]))
  const header = headerOf(sheet)
  const found = report.rows.map((row, index) => row.cells.map((_, column) => sheet.getRow(header + 1 + index).getCell(column + 1).value))
  const amounts = report.rows.flatMap((row, index) => row.cells.flatMap((cell, column) => (cell && 'amountCents' in cell ? [[found[index]?.[column], cell.amountCents]] : [])))
  expect(amounts.length).toBeGreaterThan(5)
  for (const [value, amountCents] of amounts) expect(cents(Math.round((value as number) * 100))).toBe(amountCents)
  const empty = report.rows.flatMap((row, index) => row.cells.flatMap((cell, column) => (cell === null ? [found[index]?.[column]] : [])))
  expect(new Set(empty)).toEqual(new Set([null]))
})

test('a total looks like a total, the header stays in view and on each page', async () => {
  const sheet = sheetOf(await read([sampleReport()]))
  const header = headerOf(sheet)
  expect(sheet.views[0]).toMatchObject({ state: 'frozen', ySplit: header })
  expect(sheet.pageSetup.printTitlesRow).toBe(`${header}:${header}`)
  expect(sheet.pageSetup).toMatchObject({ paperSize: 9, orientation: 'landscape' })
  expect(sheet.headerFooter.oddFooter).toContain('Page &P sur &N')
  const total = sheet.getRow(header + 6).getCell(4)
  expect(total.font.bold).toBe(true)
  expect(total.border.top?.style).toBe('medium')
  expect(sheet.getRow(header + 5).getCell(4).border.top?.style).toBe('thin')
  expect(sheet.getRow(header + 2).getCell(4).font?.bold ?? false).toBe(false)
})

test('the sheet says its entity, period, state and fingerprint; demonstration books say so', async () => {
  const said = async (report: Report): Promise<string> => {
    const sheet = sheetOf(await read([report]))
    return Array.from({ length: headerOf(sheet) - 1 }, (_, index) => sheet.getRow(index + 1).getCell(1).text).join('\n')
  }
  const draft = await said(sampleReport())
  for (const part of ['Grand livre', 'Atelier & fils <bois> (ATELIER)', 'Du 01/01/2024 au 31/12/2024', 'Brouillon', '9f86d081884c7d65', 'Établi le 21/11/2026']) expect(draft).toContain(part)
  expect(draft).not.toContain('démonstration')
  expect(await said(sampleReport({ status: 'posted', demonstration: true }))).toMatch(/Définitif[\s\S]*démonstration/u)
})

test('a sheet per report, whatever their names', async () => {
  const names = ['balance', 'Balance', 'a/b:c*d?[e]', 'x'.repeat(40), 'x'.repeat(40)]
  const book = await read(names.map((name) => sampleReport({ name })))
  expect(book.worksheets.map((sheet) => sheet.name)).toEqual(['balance', 'Balance 2', 'a b c d  e', 'x'.repeat(31), `${'x'.repeat(29)} 2`])
})

test('the same reports give the same bytes', async () => {
  const first = await writeXlsx([sampleReport()], 'fr')
  await new Promise((resume) => setTimeout(resume, 2100))
  expect(Buffer.compare(await writeXlsx([sampleReport()], 'fr'), first)).toBe(0)
})

test('no text of the books becomes a formula or a link: 300 hostile texts in every field', async () => {
  const texts = hostileTexts()
  expect(texts.length).toBe(300)
  const rows = texts.map((text) => hostileReport(text).rows[0]).filter((row) => row !== undefined)
  const book = await read([{ ...hostileReport('=1+1'), rows }, ...texts.slice(0, 12).map(hostileReport)])
  let seen = 0
  book.eachSheet((sheet) => sheet.eachRow((row) => row.eachCell((cell) => {
    seen += 1
    expect([excel.ValueType.Formula, excel.ValueType.Hyperlink, excel.ValueType.SharedString, excel.ValueType.Error]).not.toContain(cell.type)
    expect(typeof cell.value === 'object' && cell.value !== null && !(cell.value instanceof Date)).toBe(false)
  })))
  expect(seen).toBeGreaterThan(1000)
})

test('a cell that is an object from data is not trusted', async () => {
  const forged = { text: { formula: 'cmd|calc', result: 1 } as unknown as string }
  const report = sampleReport({ rows: [{ kind: 'row', level: 0, cells: [null, forged, { text: 'x' }, null, null, null] }] })
  const outcome = await read([report]).then((book) => sheetOf(book).getRow(headerOf(sheetOf(book)) + 1).getCell(2).value, (error: unknown) => error)
  expect(outcome instanceof Error || typeof outcome === 'string').toBe(true)
})

test('a text that Excel would decode keeps its letters, and one too long for a cell is cut', async () => {
  const report = sampleReport({ rows: [{ kind: 'row', level: 0, cells: [null, { text: 'a_x0041_b' }, { text: 'y'.repeat(40_000) }, null, null, null] }] })
  const sheet = sheetOf(await read([report]))
  const row = sheet.getRow(headerOf(sheet) + 1)
  expect(row.getCell(2).text.replaceAll('_x005F_', '_')).toBe('a_x0041_b')
  expect(row.getCell(3).text.length).toBe(32_767)
})
