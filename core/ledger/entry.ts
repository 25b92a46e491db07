import type { CalendarDate } from '../kernel/calendar-date.ts'
import { isCalendarDate } from '../kernel/calendar-date.ts'
import { type Cents, isCents } from '../kernel/money.ts'
import { err, ok, type Refusal, type Result } from '../kernel/result.ts'
import { cleanText } from '../kernel/text.ts'
import type { EntryNature, EntryPosted, FactName, LinePair, PostedLine } from './ledger-facts.ts'

/** A line as a person, a file or a rule proposes it. Amounts in cents; one side is zero. */
export interface ProposedLine {
  readonly account: string
  readonly debitCents: number
  readonly creditCents: number
  readonly label?: string | undefined
  readonly party?: string | undefined
  readonly project?: string | undefined
  readonly funder?: string | undefined
  readonly documentRef?: string | undefined
  readonly documentOn?: string | undefined
  readonly currency?: string | undefined
  readonly currencyCents?: number | undefined
  /** Set by the program alone, when it books both sides of a flow. */
  readonly pair?: LinePair | undefined
}

export interface ProposedEntry {
  readonly journal: string
  readonly date: string
  readonly label: string
  readonly documentRef?: string | undefined
  readonly documentOn?: string | undefined
  readonly lines: readonly ProposedLine[]
  readonly nature?: EntryNature | undefined
  /** Only imported entries bring their own. */
  readonly validatedOn?: CalendarDate | undefined
  readonly source?: string | undefined
  readonly reverses?: FactName | undefined
  readonly reason?: string | undefined
}

/** What the books answer when an entry is decided: nothing here reads a table. */
export interface BooksView {
  journal(code: string): { readonly closedOn: CalendarDate | null; readonly kind?: string } | undefined
  /** `known`: an account of these books; `chart`: not yet opened, but the chart has it. */
  account(number: string): { readonly closedOn: CalendarDate | null } | undefined
  party(code: string): { readonly closedOn: CalendarDate | null } | undefined
  axis(axis: 'project' | 'funder', code: string): { readonly closedOn: CalendarDate | null } | undefined
  year(date: CalendarDate): { readonly code: string; readonly startOn: CalendarDate; readonly endOn: CalendarDate } | undefined
  /** The last day closed, undefined when none is. */
  readonly closedUntil: CalendarDate | undefined
  readonly currency: string
}

const MAX_LABEL = 500
export const MAX_LINES = 10_000

/**
 * Decides whether an entry may be booked. Answers the body of the fact without its number (the writer
 * gives it), or every problem found: `at` is the 1-based line of the entry where one is concerned.
 */
export function decideEntry(entry: ProposedEntry, books: BooksView, today: CalendarDate): Result<Omit<EntryPosted, 'number'>, Refusal[]> {
  const problems: Refusal[] = []
  const journal = books.journal(entry.journal)
  if (!journal) problems.push({ code: 'journal_unknown', journal: entry.journal })
  const year = decideDate(entry, books, problems)
  if (journal?.closedOn && entry.date > journal.closedOn) problems.push({ code: 'journal_closed', journal: entry.journal, closedOn: journal.closedOn })
  const label = decideText(entry.label, 'label', problems)
  const documentRef = entry.documentRef === undefined ? undefined : decideText(entry.documentRef, 'documentRef', problems, true)
  const documentOn = decideDocumentDate(entry.documentOn, entry.date, problems)
  const lines = decideLines(entry, label, documentRef, documentOn, books, problems)
  if (year) decideNature(entry, year, problems)
  if (problems.length > 0 || year === undefined) return err(problems)
  const body: Writable<Omit<EntryPosted, 'number'>> = { journal: entry.journal, year: year.code, date: entry.date as CalendarDate, label, validatedOn: entry.validatedOn ?? today, lines }
  if (documentRef) body.documentRef = documentRef
  if (documentOn) body.documentOn = documentOn
  // What an opening journal brings on the first day of a year is what that year opens with, whoever brings it.
  const nature = entry.nature ?? (journal?.kind === 'opening' && entry.date === year.startOn ? 'opening' : 'ordinary')
  if (nature !== 'ordinary') body.nature = nature
  if (entry.reverses) body.reverses = entry.reverses
  if (entry.reason) body.reason = entry.reason
  if (entry.source) body.source = entry.source
  return ok(body)
}

/** A fact while it is being put together: absent members are never set, and spreading each costs more than the checks do. */
type Writable<T> = { -readonly [Key in keyof T]: T[Key] }

function decideDate(entry: ProposedEntry, books: BooksView, problems: Refusal[]): ReturnType<BooksView['year']> {
  if (!isCalendarDate(entry.date)) {
    problems.push({ code: 'date_impossible', date: entry.date })
    return undefined
  }
  const year = books.year(entry.date)
  if (!year) problems.push({ code: 'date_outside_years', date: entry.date })
  else if (books.closedUntil && entry.date <= books.closedUntil && !endsYear(entry)) {
    problems.push({ code: 'period_closed', date: entry.date, closedUntil: books.closedUntil })
  }
  return year
}

/** What ends a year, or undoes that, says again what is there: its period may be closed already. */
function endsYear({ nature }: ProposedEntry): boolean {
  return nature !== undefined && nature !== 'ordinary'
}

/** Balances of a year are told apart from its closing by the day: openings stand on its first one, closings on its last. */
function decideNature(entry: ProposedEntry, year: { readonly startOn: CalendarDate; readonly endOn: CalendarDate }, problems: Refusal[]): void {
  if (entry.nature === undefined || entry.nature === 'ordinary') return
  if (entry.nature === 'opening' && entry.date !== year.startOn) problems.push({ code: 'opening_not_on_first_day', date: entry.date, startOn: year.startOn })
  if (entry.nature === 'closing' && entry.date !== year.endOn) problems.push({ code: 'closing_not_on_last_day', date: entry.date, endOn: year.endOn })
}

function decideText(text: string, field: 'label' | 'documentRef', problems: Refusal[], mayBeEmpty = false, at?: number): string {
  const clean = cleanText(text)
  const where = at === undefined ? {} : { at }
  if (clean === undefined) problems.push({ code: 'text_malformed', field, ...where })
  else if (clean === '' && !mayBeEmpty) problems.push({ code: 'label_missing', ...where })
  else if (clean.length > MAX_LABEL) problems.push({ code: 'text_too_long', field, length: clean.length, most: MAX_LABEL, ...where })
  return clean ?? ''
}

/** Undefined when it is the day of the entry: that needs no saying. */
function decideDocumentDate(documentOn: string | undefined, date: string, problems: Refusal[], at?: number): CalendarDate | undefined {
  if (documentOn === undefined || documentOn === date) return undefined
  if (isCalendarDate(documentOn)) return documentOn
  problems.push({ code: 'document_date_impossible', date: documentOn, ...(at === undefined ? {} : { at }) })
  return undefined
}

function decideLines(entry: ProposedEntry, label: string, documentRef: string | undefined, documentOn: CalendarDate | undefined, books: BooksView, problems: Refusal[]): PostedLine[] {
  if (entry.lines.length < 2) problems.push({ code: 'entry_too_short', lines: entry.lines.length })
  if (entry.lines.length > MAX_LINES) {
    problems.push({ code: 'entry_too_long', lines: entry.lines.length, most: MAX_LINES })
    return []
  }
  let debit = 0
  let credit = 0
  let exact = true
  // An account closed meanwhile stops neither what ends a year nor what undoes an entry.
  const openOn = entry.reverses !== undefined || endsYear(entry) ? undefined : entry.date
  const lines: PostedLine[] = []
  for (let index = 0; index < entry.lines.length; index += 1) {
    const line = entry.lines[index] as ProposedLine
    const at = index + 1
    if (!isCents(line.debitCents) || !isCents(line.creditCents)) {
      problems.push({ code: 'amount_not_cents', at, debitCents: line.debitCents, creditCents: line.creditCents })
      exact = false
      continue
    }
    debit += line.debitCents
    credit += line.creditCents
    if (line.debitCents !== 0 && line.creditCents !== 0) problems.push({ code: 'line_both_sides', at })
    if (line.debitCents === 0 && line.creditCents === 0 && entry.source === undefined) problems.push({ code: 'line_empty', at })
    checkCodes(line, at, openOn, books, problems)
    lines.push(postedLine(line, at, entry, label, documentRef, documentOn, problems))
  }
  if (exact && debit !== credit) problems.push({ code: 'entry_unbalanced', debitCents: debit, creditCents: credit, differenceCents: debit - credit })
  return lines
}

/** `openOn`: the day on which they must be open; undefined when they may be closed. */
function checkCodes(line: ProposedLine, at: number, openOn: string | undefined, books: BooksView, problems: Refusal[]): void {
  const account = books.account(line.account)
  if (!account) problems.push({ code: 'account_unknown', account: line.account, at })
  else if (openOn !== undefined && account.closedOn && openOn > account.closedOn) problems.push({ code: 'account_closed', account: line.account, closedOn: account.closedOn, at })
  if (line.party !== undefined && !books.party(line.party)) problems.push({ code: 'party_unknown', party: line.party, at })
  if (line.project !== undefined) checkAxis('project', line.project, at, openOn, books, problems)
  if (line.funder !== undefined) checkAxis('funder', line.funder, at, openOn, books, problems)
}

function checkAxis(axis: 'project' | 'funder', code: string, at: number, openOn: string | undefined, books: BooksView, problems: Refusal[]): void {
  const value = books.axis(axis, code)
  if (!value) problems.push({ code: `${axis}_unknown`, [axis]: code, at })
  else if (openOn !== undefined && value.closedOn && openOn > value.closedOn) problems.push({ code: `${axis}_closed`, [axis]: code, closedOn: value.closedOn, at })
}

function postedLine(
  line: ProposedLine, at: number, entry: ProposedEntry, label: string, documentRef: string | undefined, documentOn: CalendarDate | undefined, problems: Refusal[],
): PostedLine {
  const ownLabel = line.label === undefined ? '' : line.label === entry.label ? label : decideText(line.label, 'label', problems, true, at)
  const ownRef = line.documentRef === undefined || line.documentRef === entry.documentRef ? undefined : decideText(line.documentRef, 'documentRef', problems, true, at)
  const ownDate = line.documentOn === undefined || line.documentOn === (entry.documentOn ?? entry.date) ? undefined : lineDocumentDate(line.documentOn, problems, at)
  if ((line.currency === undefined) !== (line.currencyCents === undefined)) problems.push({ code: 'currency_incomplete', at })
  else if (line.currency !== undefined && !/^[A-Z]{3}$/u.test(line.currency)) problems.push({ code: 'currency_unknown', currency: line.currency, at })
  else if (line.currencyCents !== undefined && !isCents(line.currencyCents)) problems.push({ code: 'amount_not_cents', at })
  const posted: Writable<PostedLine> = { account: line.account }
  if (line.debitCents !== 0) posted.debitCents = line.debitCents as Cents
  if (line.creditCents !== 0) posted.creditCents = line.creditCents as Cents
  if (line.party !== undefined) posted.party = line.party
  if (line.project !== undefined) posted.project = line.project
  if (line.funder !== undefined) posted.funder = line.funder
  if (ownLabel !== '' && ownLabel !== label) posted.label = ownLabel
  if (ownRef !== undefined && ownRef !== documentRef) posted.documentRef = ownRef
  if (ownDate !== undefined && ownDate !== documentOn) posted.documentOn = ownDate
  if (line.currency !== undefined && line.currencyCents !== undefined) {
    posted.currency = line.currency
    posted.currencyCents = line.currencyCents as Cents
  }
  if (line.pair !== undefined) posted.pair = line.pair
  return posted
}

function lineDocumentDate(documentOn: string, problems: Refusal[], at: number): CalendarDate | undefined {
  if (isCalendarDate(documentOn)) return documentOn
  problems.push({ code: 'document_date_impossible', date: documentOn, at })
  return undefined
}
