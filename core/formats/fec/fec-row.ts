/**
 * Reads one row: cuts it at its separators, checks every field, and hands the line to the entry it belongs to.
 * This is the hot path: positions are kept in two arrays, and a field equal to the one above it is not cut again.
 */
import type { CalendarDate } from '../../kernel/calendar-date.ts'
import type { Cents } from '../../kernel/money.ts'
import { readFecAmount, readFecDate, type SeenDates } from './fec-field.ts'
import type { FecHeader } from './fec-header.ts'
import type { FecLog } from './fec-log.ts'
import type { FecColumn, FecLine, FecProblemCode } from './fec-record.ts'

/** An entry while its rows come in; they need not follow each other. */
export interface OpenEntry {
  readonly journalCode: string
  readonly journalLabel: string
  readonly number: string
  readonly date: CalendarDate
  validatedOn: CalendarDate
  readonly lines: FecLine[]
  /** The day of each line, only once two of them differ. */
  dates: CalendarDate[] | undefined
  debitCents: number
  creditCents: number
  /** A row of it was refused: its balance says nothing. */
  faulty: boolean
  severalValidDates: boolean
  readonly row: number
}

export interface FecRowReader {
  /** Reads the row between two positions of the text, on the 1-based line `row`. */
  readonly read: (start: number, end: number, row: number) => void
  /** One per journal and number, in the order of their first rows. */
  readonly entries: OpenEntry[]
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

const BLANK = 32
const NO_BREAK = 0xa0
const ZERO = 0 as Cents
const EMPTY_CODES: Partial<Record<FecColumn, FecProblemCode>> = {
  EcritureNum: 'fec_entry_number_empty', EcritureLib: 'fec_label_empty', PieceRef: 'fec_document_ref_empty', ValidDate: 'fec_valid_date_empty',
}

/**
 * Reads rows in place, without cutting the text into lines: what is wrong goes to `log`, what is right into `entries`. One closure, because a
 * million rows share its buffers.
 */
export function createFecRowReader(text: string, header: FecHeader, closingOn: CalendarDate | undefined, log: FecLog): FecRowReader {
  const { at, width } = header
  const separator = header.separator.charCodeAt(0)
  const starts = new Int32Array(width + 1)
  const ends = new Int32Array(width + 1)
  const above: string[] = Array.from({ length: width + 1 }, () => '')
  const seen: SeenDates = new Map()
  const byJournal = new Map<string, Map<string, OpenEntry>>()
  const entries: OpenEntry[] = []
  let row = 0
  let refused = false
  let open: OpenEntry | undefined

  function refuse(code: FecProblemCode, data?: Readonly<Record<string, unknown>>): undefined {
    refused = true
    log.problem(code, row, data)
  }

  /** Fills `starts` and `ends` without blanks around each field; answers how many fields there are. */
  function cut(start: number, end: number): number {
    let count = 0
    let from = start
    for (let position = start; position <= end; position += 1) {
      if (position < end && text.charCodeAt(position) !== separator) continue
      if (count < width) {
        let to = position
        while (from < to && isBlank(text.charCodeAt(from))) from += 1
        while (to > from && isBlank(text.charCodeAt(to - 1))) to -= 1
        starts[count] = from
        ends[count] = to
      } else if (text.slice(from, position).trim() !== '') return width + 1
      count += 1
      from = position + 1
    }
    return Math.min(count, width)
  }

  function fieldAt(index: number): string {
    const [start, end] = [starts[index] ?? 0, ends[index] ?? 0]
    const known = above[index] ?? ''
    if (known.length === end - start && text.startsWith(known, start)) return known
    return (above[index] = text.slice(start, end))
  }

  function field(column: FecColumn): string {
    return fieldAt(at[column] ?? width)
  }

  function isEmpty(column: FecColumn): boolean {
    const index = at[column] ?? width
    return starts[index] === ends[index]
  }

  function required(column: FecColumn): string {
    const value = field(column)
    if (value === '') refuse(EMPTY_CODES[column] ?? 'fec_field_empty', { column })
    return value
  }

  /** Undefined when blank or refused; `refused` tells. */
  function day(column: FecColumn): CalendarDate | undefined {
    const index = at[column] ?? width
    const [start, end] = [starts[index] ?? 0, ends[index] ?? 0]
    if (start === end) return undefined
    const date = readFecDate(text, start, end, seen)
    return typeof date === 'string' ? date : refuse(date.code, { column, text: text.slice(start, end) })
  }

  function amount(column: FecColumn): Cents {
    const index = at[column] ?? width
    const [start, end] = [starts[index] ?? 0, ends[index] ?? 0]
    const value = readFecAmount(text, start, end)
    if (typeof value === 'number') return value
    refuse(value.code, { column, text: text.slice(start, end).slice(0, 80) })
    return ZERO
  }

  function isCreditSide(): boolean {
    const side = field('Sens')
    if (side === 'D' || side === '+1' || side === '+' || side === '1' || side === 'd') return false
    if (side === 'C' || side === '-1' || side === '-' || side === 'c') return true
    refuse('fec_direction_unreadable', { text: side.slice(0, 80) })
    return false
  }

  /** Finds or opens the entry of this row, when the row is whole enough to say which. */
  function entryOf(journalCode: string, number: string, date: CalendarDate, validatedOn: CalendarDate): OpenEntry {
    if (open && open.journalCode === journalCode && open.number === number) return open
    let journal = byJournal.get(journalCode)
    if (!journal) byJournal.set(journalCode, (journal = new Map()))
    open = journal.get(number)
    if (open) return open
    const journalLabel = field('JournalLib')
    open = { journalCode, journalLabel, number, date, validatedOn, lines: [], dates: undefined, debitCents: 0, creditCents: 0, faulty: false, severalValidDates: false, row }
    journal.set(number, open)
    entries.push(open)
    return open
  }

  /** The parts of a line that may be blank, and what is odd about them. */
  function complete(line: Mutable<FecLine>): void {
    const partyCode = field('CompAuxNum')
    const partyLabel = field('CompAuxLib')
    if (partyCode !== '') line.partyCode = partyCode
    if (partyLabel !== '') line.partyLabel = partyLabel
    if (partyCode !== '' && partyLabel === '') log.warn('fec_party_label_missing', row, { party: partyCode })
    else if (partyLabel !== '' && partyCode === '') log.warn('fec_party_code_missing', row, { party: partyLabel })
    const letter = field('EcritureLet')
    const letteredOn = day('DateLet')
    if (letter !== '') line.letter = letter
    if (letter !== '' && letteredOn) line.letteredOn = letteredOn
    else if (letter !== '' && !refused) log.warn('fec_letter_without_date', row, { letter })
    else if (letteredOn) log.warn('fec_letter_date_alone', row)
    const currencyCents = amount('Montantdevise')
    const currency = field('Idevise')
    if (currencyCents !== 0 && currency === '') refuse('fec_currency_missing')
    if (currencyCents !== 0 && currency !== '') {
      const code = currency.toUpperCase()
      if (/^[A-Z]{3}$/u.test(code)) {
        line.currencyCents = currencyCents
        line.currency = code
      } else log.warn('fec_currency_form', row, { currency })
    }
  }

  function read(start: number, end: number, at_: number): void {
    row = at_
    refused = false
    const count = cut(start, end)
    if (count < width) {
      const truncated = end === text.length
      refuse(truncated ? 'fec_truncated' : 'fec_row_too_short', { found: count, expected: width })
      return blame(count)
    }
    if (count > width) {
      refuse('fec_row_too_long', { expected: width })
      return blame(width)
    }
    const journalCode = required('JournalCode')
    const number = required('EcritureNum')
    const date = day('EcritureDate')
    if (!date && isEmpty('EcritureDate')) refuse('fec_field_empty', { column: 'EcritureDate' })
    if (date && closingOn && date > closingOn) refuse('fec_date_after_closing', { date, closingOn })
    const account = required('CompteNum')
    const documentRef = required('PieceRef')
    const documentOn = day('PieceDate')
    const label = required('EcritureLib')
    const validatedOn = day('ValidDate')
    if (!validatedOn && isEmpty('ValidDate')) refuse('fec_valid_date_empty', { column: 'ValidDate' })
    let debitCents: Cents
    let creditCents = ZERO
    if (header.amounts === 'debit-credit') {
      debitCents = amount('Debit')
      creditCents = amount('Credit')
    } else {
      debitCents = amount('Montant')
      if (isCreditSide()) [debitCents, creditCents] = [ZERO, debitCents]
    }
    const line: Mutable<FecLine> = {
      account, accountLabel: field('CompteLib'), documentRef, documentOn: documentOn ?? (date as CalendarDate), label, debitCents, creditCents, row,
    }
    complete(line)
    if (refused || !date || !validatedOn) return blame(width)
    observe(line, documentOn)
    add(entryOf(journalCode, number, date, validatedOn), line, date, validatedOn)
  }

  /** What is odd but taken. */
  function observe(line: FecLine, documentOn: CalendarDate | undefined): void {
    if (!startsWithThreeDigits(line.account)) log.warn('fec_account_form', row, { account: line.account })
    if (line.accountLabel === '') log.warn('fec_label_missing', row, { column: 'CompteLib' })
    if (field('JournalLib') === '') log.warn('fec_label_missing', row, { column: 'JournalLib' })
    if (!documentOn) log.warn('fec_document_date_missing', row)
    if (line.debitCents === 0 && line.creditCents === 0) log.warn('fec_line_empty', row)
    if (line.debitCents !== 0 && line.creditCents !== 0) log.warn('fec_both_sides', row)
  }

  function add(entry: OpenEntry, line: FecLine, date: CalendarDate, validatedOn: CalendarDate): void {
    if (entry.faulty) return
    if (date !== entry.date && !entry.dates) entry.dates = entry.lines.map(() => entry.date)
    if (validatedOn !== entry.validatedOn) {
      if (!entry.severalValidDates) log.warn('fec_entry_several_valid_dates', row, { journal: entry.journalCode, number: entry.number })
      entry.severalValidDates = true
      if (validatedOn > entry.validatedOn) entry.validatedOn = validatedOn
    }
    entry.debitCents += line.debitCents
    entry.creditCents += line.creditCents
    if (line.debitCents !== 0 && line.creditCents !== 0) {
      // Both sides filled: two movements of the same account, as the books keep one side per line.
      // The amount in currency is one: it stays with the first.
      const { currency: _currency, currencyCents: _currencyCents, ...bare } = line
      entry.lines.push({ ...line, creditCents: ZERO }, { ...bare, debitCents: ZERO })
      entry.dates?.push(date, date)
    } else {
      entry.lines.push(line)
      entry.dates?.push(date)
    }
  }

  /** Marks the entry of a refused row, so that nobody is told that it does not balance either. */
  function blame(count: number): void {
    const [journalAt, numberAt] = [at.JournalCode ?? width, at.EcritureNum ?? width]
    const journalCode = journalAt < count ? fieldAt(journalAt) : ''
    const number = numberAt < count ? fieldAt(numberAt) : ''
    if (journalCode !== '' && number !== '') entryOf(journalCode, number, UNKNOWN_DAY, UNKNOWN_DAY).faulty = true
    // A row that does not say its entry most likely belongs to the one above it.
    else if (open) open.faulty = true
  }

  return { read, entries }
}

/** Stands for the day of an entry whose first row was refused; such an entry is never delivered. */
const UNKNOWN_DAY = '1900-01-01' as CalendarDate

function isBlank(code: number): boolean {
  return code === BLANK || code === NO_BREAK || code === 13
}

function startsWithThreeDigits(account: string): boolean {
  for (let at = 0; at < 3; at += 1) {
    const code = account.charCodeAt(at)
    if (!(code >= 48 && code <= 57)) return false
  }
  return true
}
