import type { Reader } from '../context.ts'
import type { CalendarDate } from '../kernel/calendar-date.ts'
import { type Cents, cents } from '../kernel/money.ts'
import type { Cell, Report, ReportColumn } from './report.ts'

/** A list as a screen shows it: its own words, in the language and the reading of who looks, filtered as it is. */
export interface ShownList {
  /** Of the file: `historique-des-plis`. */
  readonly name: string
  readonly title: string
  readonly notes: readonly string[]
  readonly columns: readonly { readonly label: string; readonly type: ReportColumn['type']; readonly width: number }[]
  /** One cell a column. */
  readonly rows: readonly (readonly ShownCell[])[]
}

export type ShownCell = { readonly text: string } | { readonly date: CalendarDate } | { readonly amountCents: number } | null

/** What people print and pass on (plis, portfolio, notices): what is on the screen is what is on the paper, with where and when it was made. */
export function listReport(reader: Reader, list: ShownList): Report {
  const name = reader.read<{ name: string }>("SELECT value AS name FROM setting WHERE key = 'name'").get()?.name ?? ''
  const demonstration = reader.read('SELECT 1 FROM entity_profile WHERE demonstration = 1 LIMIT 1').get() !== undefined
  return {
    name: list.name, title: { text: list.title }, entity: { code: '', name }, from: null, to: reader.ports.today(), madeOn: reader.ports.today(), currency: 'EUR', status: 'list', demonstration,
    notes: list.notes.map((text) => ({ text })),
    columns: list.columns.map(({ label, type, width }, at) => ({ key: `column${at}`, label: { text: label }, type, width })),
    rows: list.rows.map((cells) => ({ kind: 'row', level: 0, cells: list.columns.map((_, at) => cellOf(cells[at] ?? null)) })),
  }
}

function cellOf(cell: ShownCell): Cell {
  return cell !== null && 'amountCents' in cell ? { amountCents: cents(cell.amountCents) as Cents } : cell
}
