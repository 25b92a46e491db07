import { createRequire } from 'node:module'
import { dirname, sep } from 'node:path'
import type { Content, CustomTableLayout, TableCell, TDocumentDefinitions } from 'pdfmake/interfaces.d.ts'
import pdfmake from 'pdfmake'
import { dayNumberOf } from '../../core/kernel/calendar-date.ts'
import type { Cell, Report, ReportColumn, ReportRow } from '../../core/reporting/report.ts'
import { amount, date } from '../../renderer/i18n/format.ts'
import { type Language, LOCALE, translate } from '../../renderer/i18n/messages.ts'
import { headOf, plainText, type ReportHead, say } from './report-words.ts'

export const INK = '#14232b'
export const QUIET = '#5a6b73'
export const MARGIN = 36
/** A4 in points. */
const SHORT_SIDE = 595.28
const LONG_SIDE = 841.89
/** Left and right of each cell, as `LAYOUT` pads it. */
const PADDING = 6

const require = createRequire(import.meta.url)
const ROBOTO = require.resolve('pdfmake/fonts/Roboto.js')

let ready = false

/** Fonts of the library's own folder and nothing else: no address and no other file is ever fetched for a document. */
export function preparePdf(): void {
  if (ready) return
  ready = true
  pdfmake.setFonts(require(ROBOTO) as Parameters<typeof pdfmake.setFonts>[0])
  pdfmake.setUrlAccessPolicy(() => false)
  const folder = dirname(ROBOTO) + sep
  pdfmake.setLocalAccessPolicy((path) => path.startsWith(folder))
}

/**
 * Writes a report for paper: A4, its header repeated, entity, title, period and page numbers on every page, the state
 * of the period, the fingerprint of the chain, and a mark across demonstration books. The same report gives the same
 * bytes: every date inside is the report's own.
 */
export async function writePdf(report: Report, language: Language): Promise<Uint8Array> {
  preparePdf()
  return await pdfmake.createPdf(documentOf(report, language)).getBuffer()
}

function documentOf(report: Report, language: Language): TDocumentDefinitions {
  const head = headOf(report, language)
  const landscape = report.columns.length > 5
  const width = (landscape ? LONG_SIDE : SHORT_SIDE) - 2 * MARGIN
  const made = new Date(dayNumberOf(report.madeOn) * 86_400_000)
  return {
    pageSize: 'A4',
    pageOrientation: landscape ? 'landscape' : 'portrait',
    pageMargins: [MARGIN, MARGIN, MARGIN, 52],
    version: '1.7',
    subset: 'PDF/A-3b',
    tagged: true,
    language: LOCALE[language],
    displayTitle: true,
    info: {
      title: ink(`${head.title} - ${head.entity} - ${head.period}`), author: ink(report.entity.name), subject: ink(head.status),
      creator: 'Archipel', producer: 'Archipel', creationDate: made, modDate: made,
    },
    defaultStyle: { font: 'Roboto', fontSize: 8, color: INK, lineHeight: 1.1 },
    ...(report.demonstration ? { watermark: { text: translate(language, 'report.page.demonstration'), color: QUIET, opacity: 0.07, bold: true } } : {}),
    footer: (page, pages) => footerOf(head, language, page, pages),
    content: [...headOfPage(head), tableOf(report, language, width)],
  }
}

function headOfPage(head: ReportHead): Content[] {
  const said: Content[] = [
    { text: ink(head.title), fontSize: 15, bold: true, headlineLevel: 1 },
    { text: ink(head.entity), fontSize: 10, margin: [0, 2, 0, 0] },
    { text: ink(head.period), fontSize: 10 },
    { text: ink(head.status === '' ? head.currency : `${head.status}. ${head.currency}.`), color: QUIET, margin: [0, 2, 0, 0] },
  ]
  for (const note of [...head.notes, ...(head.demonstration === undefined ? [] : [head.demonstration])]) said.push({ text: ink(note), color: QUIET })
  said.push({ text: ' ', fontSize: 6 })
  return said
}

function footerOf(head: ReportHead, language: Language, page: number, pages: number): Content {
  const number = translate(language, 'report.page.number', { page, pages })
  return {
    margin: [MARGIN, 12, MARGIN, 0], fontSize: 7, color: QUIET,
    stack: [
      { columns: [{ text: ink(`${head.entity} - ${head.title} - ${head.period}`), width: '*' }, { text: ink(number), width: 'auto', alignment: 'right' }], columnGap: 12 },
      { columns: [{ text: ink(head.anchor ?? ''), width: '*', fontSize: 6 }, { text: ink(head.madeOn), width: 'auto', alignment: 'right' }], columnGap: 12 },
    ],
  }
}

function tableOf(report: Report, language: Language, width: number): Content {
  const parts = report.columns.reduce((sum, column) => sum + column.width, 0)
  const room = width - PADDING * report.columns.length
  const header = report.columns.map((column): TableCell => ({ text: ink(say(language, column.label)), bold: true, alignment: sideOf(column) }))
  const body = report.rows.map((row) => cellsOf(row, report.columns, language))
  if (body.length === 0) body.push([{ text: ink(translate(language, 'report.page.empty')), colSpan: header.length, color: QUIET }, ...header.slice(1).map(() => '')])
  return { table: { headerRows: 1, dontBreakRows: true, widths: report.columns.map((column) => (room * column.width) / parts), body: [header, ...body] }, layout: layoutOf(report.rows) }
}

function cellsOf(row: ReportRow, columns: readonly ReportColumn[], language: Language): TableCell[] {
  const labelled = columns.findIndex((column, index) => column.type === 'text' && index > 0 && column.width >= 6)
  const indented = labelled < 0 ? 0 : labelled
  return columns.map((column, index): TableCell => ({
    text: ink(wordsOf(row.cells[index] ?? null, language)),
    alignment: sideOf(column),
    ...(row.kind === 'row' ? {} : { bold: true }),
    ...(row.kind === 'heading' ? { colSpan: spanOf(row, index) } : {}),
    ...(index === indented && row.level > 0 ? { margin: [8 * row.level, 0, 0, 0] as [number, number, number, number] } : {}),
  }))
}

/** A heading runs over the empty cells after it; one line names its whole group. */
function spanOf(row: ReportRow, index: number): number {
  if ((row.cells[index] ?? null) === null) return 1
  const next = row.cells.findIndex((cell, at) => at > index && cell !== null)
  return (next < 0 ? row.cells.length : next) - index
}

function wordsOf(cell: Cell, language: Language): string {
  if (cell === null) return ''
  if ('amountCents' in cell) return amount(language, cell.amountCents)
  return 'date' in cell ? date(language, cell.date) : say(language, cell)
}

function sideOf(column: ReportColumn): 'left' | 'right' {
  return column.type === 'amount' ? 'right' : 'left'
}

/** A line under the header, one above each total, nothing elsewhere. Row 0 is the header. */
function layoutOf(rows: readonly ReportRow[]): CustomTableLayout {
  const kindOf = (index: number): ReportRow['kind'] | undefined => rows[index - 1]?.kind
  return {
    hLineWidth: (index) => (index === 1 || kindOf(index) === 'total' ? 0.8 : kindOf(index) === 'subtotal' ? 0.4 : 0),
    vLineWidth: () => 0,
    hLineColor: () => INK,
    paddingLeft: () => PADDING / 2,
    paddingRight: () => PADDING / 2,
    paddingTop: (index) => (kindOf(index) === 'heading' ? 5 : 1.5),
    paddingBottom: () => 1.5,
  }
}

/** The narrow spaces of French figures are missing from the font: the ordinary no-break space takes their place. */
export function ink(text: string): string {
  return plainText(text).replace(/[\u2007\u2009\u202f]/gu, '\u00a0')
}
