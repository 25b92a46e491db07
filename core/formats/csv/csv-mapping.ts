/**
 * How the columns of a file of entries are read: plain data, kept per source so that the next file of the same bank or program
 * needs no question. A column is named by its header (as `columnNames` gives it), so that an added column does not shift the others.
 */

/** The header of a column, or `#3` for the third when it has none or shares it. */
export type CsvColumn = string

/** A value for all rows, where the file has no column for it. */
export type CsvSource = { readonly column: CsvColumn } | { readonly fixed: string }

export type CsvDateFormat = 'dmy' | 'ymd' | 'mdy'

export type CsvAmounts =
  | { readonly kind: 'debit-credit'; readonly debit: CsvColumn; readonly credit: CsvColumn }
  /** Positive is a debit of `account`, unless `flip`. */
  | { readonly kind: 'signed'; readonly amount: CsvColumn; readonly flip: boolean }

export type CsvGrouping =
  /** Each row is an entry of two lines: `account`, and the other way round `counterAccount`. */
  | { readonly kind: 'row' }
  /** Rows with the same journal and the same value of a column make one entry. */
  | { readonly kind: 'column'; readonly column: CsvColumn }
  /** Rows that follow each other make one entry, which ends as soon as it balances. */
  | { readonly kind: 'balance' }

export interface CsvMapping {
  /** The first row names the columns. */
  readonly header: boolean
  readonly date: CsvColumn
  readonly dateFormat: CsvDateFormat
  /** Which mark stands before the cents; the other one groups thousands. */
  readonly decimalMark: ',' | '.'
  readonly label: CsvColumn
  readonly documentRef?: CsvColumn
  readonly documentOn?: CsvColumn
  readonly journal: CsvSource
  readonly account: CsvSource
  /** Needed by the grouping `row`. */
  readonly counterAccount?: CsvSource
  readonly amounts: CsvAmounts
  readonly party?: CsvColumn
  readonly project?: CsvColumn
  readonly funder?: CsvColumn
  readonly grouping: CsvGrouping
}

/** How each column of a first row is named: its header, or `#n` when the header is blank or used twice. */
export function columnNames(first: readonly string[], header: boolean): CsvColumn[] {
  const titles = first.map((title) => title.replace(/\s+/gu, ' ').trim())
  return titles.map((title, index) => (header && title !== '' && titles.indexOf(title) === titles.lastIndexOf(title) ? title : `#${index + 1}`))
}
