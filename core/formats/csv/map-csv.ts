/**
 * From a table and a mapping to entries, or every problem by line. Only the form of dates and amounts and the balance of
 * each entry are checked here: whether an account or a journal exists is decided by the books.
 */
import type { CalendarDate } from '../../kernel/calendar-date.ts'
import { type Cents, cents, isCents, ZERO } from '../../kernel/money.ts'
import type { CsvColumn, CsvMapping, CsvSource } from './csv-mapping.ts'
import { columnNames } from './csv-mapping.ts'
import { readCsvAmount, readCsvDate } from './csv-value.ts'
import type { CsvRow, CsvTable } from './parse-csv.ts'

export interface CsvLine {
  readonly account: string
  readonly debitCents: Cents
  readonly creditCents: Cents
  readonly label?: string
  readonly party?: string
  readonly project?: string
  readonly funder?: string
}

export interface CsvEntry {
  readonly journal: string
  readonly date: CalendarDate
  readonly label: string
  readonly documentRef?: string
  readonly documentOn?: CalendarDate
  readonly lines: readonly CsvLine[]
}

export type CsvProblemCode =
  | 'csv_no_rows' | 'csv_column_missing' | 'csv_row_too_long' | 'csv_field_empty' | 'csv_date_unreadable' | 'date_impossible' | 'amount_unreadable'
  | 'amount_too_precise' | 'amount_too_large' | 'csv_amount_missing' | 'csv_both_sides' | 'csv_entry_unbalanced' | 'csv_entry_several_dates'

export interface CsvProblem {
  readonly code: CsvProblemCode
  readonly line: number
  readonly [datum: string]: unknown
}

export interface CsvReading {
  /** The sound entries, in the order of the file; all of them only when there is no problem. */
  readonly entries: readonly CsvEntry[]
  /** The 1-based line of the file of each line of each entry. */
  readonly rows: readonly (readonly number[])[]
  /** At most a hundred of each code, by line. */
  readonly problems: readonly CsvProblem[]
  /** How many there are in all. */
  readonly problemCount: number
}

const LISTED_PER_CODE = 100

interface ReadRow {
  readonly line: number
  readonly journal: string
  readonly date: CalendarDate
  readonly label: string
  readonly documentRef: string
  readonly documentOn: CalendarDate | undefined
  readonly posting: CsvLine
  readonly counterAccount: string
  readonly group: string
}

interface Group {
  readonly rows: ReadRow[]
  /** A row of it was refused. */
  faulty: boolean
}

/**
 * The entries of a table by a mapping of its columns, or its problems by line (`csv_…`, a hundred of each code listed, all counted). Amounts
 * in cents.
 */
export function mapCsv(table: CsvTable, mapping: CsvMapping, onProgress?: (done: number, total: number) => void): CsvReading {
  const data = mapping.header ? table.rows.slice(1) : table.rows
  if (data.length === 0) return nothingRead([{ code: 'csv_no_rows', line: table.rows[0]?.line ?? 1 }])
  const columns = columnNames(table.rows[0]?.fields ?? [], mapping.header)
  const missing = missingColumns(mapping, columns)
  if (missing.length > 0) return nothingRead(missing)
  const problems: CsvProblem[] = []
  const reader = createRowReader(mapping, columns, problems)
  const rows: { readonly row: CsvRow; readonly read: ReadRow | undefined }[] = []
  data.forEach((row, at) => {
    rows.push({ row, read: reader.read(row) })
    if (onProgress && (at + 1) % 2000 === 0) onProgress(at + 1, data.length)
  })
  const entries: CsvEntry[] = []
  const lines: number[][] = []
  for (const group of groupRows(rows, mapping, reader.groupOf)) {
    const entry = group.faulty ? undefined : entryOf(group.rows, mapping, problems)
    if (!entry) continue
    entries.push(entry)
    lines.push(group.rows.flatMap((row) => (mapping.grouping.kind === 'row' ? [row.line, row.line] : [row.line])))
  }
  return { entries, rows: lines, problems: listed(problems), problemCount: problems.length }
}

function nothingRead(problems: readonly CsvProblem[]): CsvReading {
  return { entries: [], rows: [], problems, problemCount: problems.length }
}

function listed(problems: readonly CsvProblem[]): CsvProblem[] {
  const counts = new Map<CsvProblemCode, number>()
  return problems.filter(({ code }) => {
    const count = (counts.get(code) ?? 0) + 1
    counts.set(code, count)
    return count <= LISTED_PER_CODE
  }).sort((a, b) => a.line - b.line)
}

/** The columns that the mapping names and the file does not have. */
function missingColumns(mapping: CsvMapping, columns: readonly CsvColumn[]): CsvProblem[] {
  const sources = [mapping.journal, mapping.account, mapping.counterAccount].flatMap((source) => (source && 'column' in source ? [source.column] : []))
  const amounts = mapping.amounts.kind === 'signed' ? [mapping.amounts.amount] : [mapping.amounts.debit, mapping.amounts.credit]
  const optional = [mapping.documentRef, mapping.documentOn, mapping.party, mapping.project, mapping.funder]
  const grouping = mapping.grouping.kind === 'column' ? [mapping.grouping.column] : []
  const named = [mapping.date, mapping.label, ...sources, ...amounts, ...optional, ...grouping].filter((column) => column !== undefined)
  return [...new Set(named)].filter((column) => !columns.includes(column)).map((column) => ({ code: 'csv_column_missing', line: 1, column }))
}

function createRowReader(mapping: CsvMapping, columns: readonly CsvColumn[], problems: CsvProblem[]) {
  const positions = new Map(columns.map((column, index) => [column, index]))
  const at = (row: CsvRow, column: CsvColumn | undefined): string => (column === undefined ? '' : (row.fields[positions.get(column) ?? -1] ?? '').trim())
  const from = (row: CsvRow, source: CsvSource | undefined): string => (source === undefined ? '' : 'fixed' in source ? source.fixed : at(row, source.column))
  const groupOf = (row: CsvRow): string => (mapping.grouping.kind === 'column' ? `${from(row, mapping.journal)}\u0000${at(row, mapping.grouping.column)}` : '')

  function read(row: CsvRow): ReadRow | undefined {
    const before = problems.length
    const refuse = (code: CsvProblemCode, data: Readonly<Record<string, unknown>> = {}): undefined => void problems.push({ ...data, code, line: row.line })
    if (row.fields.slice(columns.length).some((field) => field.trim() !== '')) return refuse('csv_row_too_long', { found: row.fields.length, expected: columns.length })
    const required = (value: string, field: string): string => {
      if (value === '') refuse('csv_field_empty', { field })
      return value
    }
    const day = (column: CsvColumn, text: string): CalendarDate | undefined => {
      const date = readCsvDate(text, mapping.dateFormat)
      return date.ok ? date.value : refuse(date.error.code, { column, text: text.slice(0, 80) })
    }
    const amount = (column: CsvColumn): Cents | undefined => {
      const value = readCsvAmount(at(row, column), mapping.decimalMark)
      return value.ok ? value.value : refuse(value.error.code, { column, text: at(row, column).slice(0, 80) })
    }
    const dateText = required(at(row, mapping.date), 'date')
    const date = dateText === '' ? undefined : day(mapping.date, dateText)
    const documentOnText = at(row, mapping.documentOn)
    const documentOn = documentOnText === '' || mapping.documentOn === undefined ? undefined : day(mapping.documentOn, documentOnText)
    const label = required(at(row, mapping.label), 'label')
    const journal = required(from(row, mapping.journal), 'journal')
    const account = required(from(row, mapping.account), 'account')
    const counterAccount = mapping.grouping.kind === 'row' ? required(from(row, mapping.counterAccount), 'counterAccount') : ''
    if (mapping.grouping.kind === 'column') required(at(row, mapping.grouping.column), 'grouping')
    const sides = readSides(mapping, amount)
    if (problems.length === before && sides.debitCents === 0 && sides.creditCents === 0) refuse('csv_amount_missing')
    if (sides.debitCents !== 0 && sides.creditCents !== 0) refuse('csv_both_sides')
    if (problems.length > before || !date) return undefined
    const [party, project, funder] = [at(row, mapping.party), at(row, mapping.project), at(row, mapping.funder)]
    const posting: CsvLine = { account, ...sides, ...(party ? { party } : {}), ...(project ? { project } : {}), ...(funder ? { funder } : {}) }
    return { line: row.line, journal, date, label, documentRef: at(row, mapping.documentRef), documentOn, posting, counterAccount, group: groupOf(row) }
  }

  return { read, groupOf }
}

/** Debit and credit of a row. Negative amounts of a debit or credit column stay negative, as accountants write them. */
function readSides(mapping: CsvMapping, amount: (column: CsvColumn) => Cents | undefined): { readonly debitCents: Cents; readonly creditCents: Cents } {
  const { amounts } = mapping
  if (amounts.kind === 'debit-credit') return { debitCents: amount(amounts.debit) ?? ZERO, creditCents: amount(amounts.credit) ?? ZERO }
  const signed = (amount(amounts.amount) ?? 0) * (amounts.flip ? -1 : 1)
  return signed >= 0 ? { debitCents: cents(signed), creditCents: ZERO } : { debitCents: ZERO, creditCents: cents(-signed) }
}

function groupRows(rows: readonly { readonly row: CsvRow; readonly read: ReadRow | undefined }[], mapping: CsvMapping, groupOf: (row: CsvRow) => string): Group[] {
  if (mapping.grouping.kind === 'row') return rows.map(({ read }) => ({ rows: read ? [read] : [], faulty: !read }))
  return mapping.grouping.kind === 'column' ? groupByColumn(rows, groupOf) : groupByBalance(rows)
}

function groupByColumn(rows: readonly { readonly row: CsvRow; readonly read: ReadRow | undefined }[], groupOf: (row: CsvRow) => string): Group[] {
  const groups = new Map<string, Group>()
  for (const { row, read } of rows) {
    const key = groupOf(row)
    let group = groups.get(key)
    if (!group) groups.set(key, (group = { rows: [], faulty: false }))
    if (read) group.rows.push(read)
    else group.faulty = true
  }
  return [...groups.values()]
}

function groupByBalance(rows: readonly { readonly row: CsvRow; readonly read: ReadRow | undefined }[]): Group[] {
  const groups: Group[] = []
  let open: Group | undefined
  let sum = 0
  for (const { read } of rows) {
    const openOn = open?.rows[0]?.date
    if (read && openOn !== undefined && read.date !== openOn) open = undefined
    if (!open) {
      groups.push((open = { rows: [], faulty: false }))
      sum = 0
    }
    if (!read) open.faulty = true
    else {
      open.rows.push(read)
      sum += read.posting.debitCents - read.posting.creditCents
    }
    // After a refused row nobody knows where the entry ends: the next balance or the next day does.
    if (read && sum === 0) open = undefined
  }
  return groups
}

function entryOf(rows: readonly ReadRow[], mapping: CsvMapping, problems: CsvProblem[]): CsvEntry | undefined {
  const [first] = rows
  if (!first) return undefined
  const other = rows.find((row) => row.date !== first.date)
  if (other) {
    problems.push({ code: 'csv_entry_several_dates', line: other.line, dates: [first.date, other.date] })
    return undefined
  }
  const lines = mapping.grouping.kind === 'row' ? rows.flatMap(rowLines) : rows.map((row) => lineOf(row, first.label))
  const [debit, credit] = [sum(lines.map((line) => line.debitCents)), sum(lines.map((line) => line.creditCents))]
  if (!isCents(debit) || debit !== credit) {
    problems.push({ code: 'csv_entry_unbalanced', line: first.line, rows: rows.length, debitCents: debit, creditCents: credit, differenceCents: debit - credit })
    return undefined
  }
  const { journal, date, label, documentRef, documentOn } = first
  return { journal, date, label, ...(documentRef ? { documentRef } : {}), ...(documentOn ? { documentOn } : {}), lines }
}

function lineOf(row: ReadRow, entryLabel: string): CsvLine {
  return row.label === entryLabel ? row.posting : { ...row.posting, label: row.label }
}

/** Both lines of a row. In both charts third parties have accounts of class 4: the party goes there, else with the first account. */
function rowLines(row: ReadRow): CsvLine[] {
  const { party, ...bare } = row.posting
  const posting: CsvLine = bare
  const counter: CsvLine = { ...bare, account: row.counterAccount, debitCents: bare.creditCents, creditCents: bare.debitCents }
  if (party === undefined) return [posting, counter]
  const withCounter = counter.account.startsWith('4') && !posting.account.startsWith('4')
  return withCounter ? [posting, { ...counter, party }] : [{ ...posting, party }, counter]
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0)
}
