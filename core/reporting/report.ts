import type { CalendarDate } from '../kernel/calendar-date.ts'
import type { Cents } from '../kernel/money.ts'

/**
 * A list or a statement ready to be shown, printed or saved: what is on the screen is what is exported.
 * Words are message ids of `renderer/i18n`; a `{ text }` is data (an account's label) and is never translated.
 */
export type Words = { readonly id: string; readonly values?: Readonly<Record<string, string | number>> } | { readonly text: string }

export type Cell = { readonly amountCents: Cents } | { readonly date: CalendarDate } | Words | null

export interface ReportColumn {
  readonly key: string
  readonly label: Words
  readonly type: 'text' | 'date' | 'amount'
  /** Relative width on paper. */
  readonly width: number
}

export interface ReportRow {
  /** `heading` opens a group, `subtotal` and `total` look like totals. */
  readonly kind: 'row' | 'heading' | 'subtotal' | 'total'
  /** Depth of indentation, 0 first. */
  readonly level: number
  /** One cell a column, in their order. */
  readonly cells: readonly Cell[]
}

export interface Report {
  /** Name of the sheet and of the file: `balance-generale`. */
  readonly name: string
  readonly title: Words
  /** Without a code: the whole file. */
  readonly entity: { readonly code: string; readonly name: string }
  readonly from: CalendarDate | null
  readonly to: CalendarDate
  readonly madeOn: CalendarDate
  readonly currency: string
  /** `draft` while the period is open, `posted` once it is closed; `list` of what has no period. */
  readonly status: 'draft' | 'posted' | 'list'
  /** Demonstration books are marked on every page. */
  readonly demonstration: boolean
  /** Head of the chain when it was made: anchors the printed figures outside the file. Undefined when nothing is posted. */
  readonly anchor?: string
  readonly notes?: readonly Words[]
  readonly columns: readonly ReportColumn[]
  readonly rows: readonly ReportRow[]
}
