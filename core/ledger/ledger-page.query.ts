import type { Reader } from '../context.ts'
import { addDays, type CalendarDate, firstDayOf, lastDayOf, monthOf } from '../kernel/calendar-date.ts'
import type { EntryId } from '../kernel/ids.ts'
import { type Books, books, type YearRow, yearOn } from './books.query.ts'
import { entryReference } from './entry-reference.ts'
import { openingBalances } from './trial-balance.query.ts'

export interface LedgerLine {
  readonly entryId: EntryId
  readonly line: number
  readonly date: CalendarDate
  readonly journal: string
  readonly entry: string
  readonly label: string
  readonly documentRef: string | null
  readonly party: string | null
  readonly project: string | null
  readonly funder: string | null
  readonly debitCents: number
  readonly creditCents: number
  /** Balance of the account after this line. */
  readonly balanceCents: number
  readonly match: string | null
}

/** Where a page begins: just after this line. */
export interface LedgerCursor {
  readonly date: CalendarDate
  readonly entryId: number
  readonly line: number
}

export interface LedgerPage {
  readonly account: string
  readonly label: string
  readonly openingCents: number
  readonly lines: readonly LedgerLine[]
  /** Balance after the last line of the page; of the whole range on the last page. */
  readonly closingCents: number
  readonly next: LedgerCursor | null
}

const PAGE = `SELECT line.entry_id AS entryId, line.line_no AS line, line.on_date AS date, journal.code AS journal, year.code AS year, number, device,
  ifnull(line.label, entry.label) AS label, ifnull(line.document_ref, entry.document_ref) AS documentRef, party.code AS party,
  project.code AS project, funder.code AS funder, line.debit_cents AS debitCents, line.credit_cents AS creditCents, match_group.code AS match
  FROM line INDEXED BY line_by_account JOIN entry ON entry.id = line.entry_id JOIN reference AS journal ON journal.id = journal_id
  JOIN reference AS year ON year.id = year_id JOIN stream ON stream.id = entry.stream_id
  LEFT JOIN reference AS party ON party.id = line.party_id LEFT JOIN reference AS project ON project.id = line.project_id
  LEFT JOIN reference AS funder ON funder.id = line.funder_id
  LEFT JOIN line_match ON line_match.entry_id = line.entry_id AND line_match.line_no = line.line_no LEFT JOIN match_group ON match_group.id = match_id
  WHERE line.account_id = ? AND (line.on_date, line.entry_id, line.line_no) > (?, ?, ?) AND line.on_date <= ?
  AND nature <> 'closing' AND (nature <> 'opening' OR entry.year_id = ?)
  ORDER BY line.on_date, line.entry_id, line.line_no LIMIT ?`

type StoredLine = Omit<LedgerLine, 'entry' | 'balanceCents'> & { readonly year: string; readonly number: number; readonly device: string }

/**
 * A page of an account's lines with its running balance. The balance carried into a page comes from the kept months, so
 * that the last page of a million lines costs what the first does. Closing entries are left out, as in the trial balance.
 * Answers undefined for an account that these books do not know.
 */
export function ledgerPage(reader: Reader, entityId: number, number: string, range: { from?: CalendarDate | undefined; to?: CalendarDate | undefined }, after: LedgerCursor | undefined, limit: number): LedgerPage | undefined {
  const known = books(reader, entityId)
  const account = known.accounts.get(number) ?? known.unnamed.find((each) => each.number === number)
  if (!account) return undefined
  const to = range.to ?? known.years.at(-1)?.endOn ?? reader.ports.today()
  const from = range.from ?? yearOn(known.years, to)?.startOn ?? known.years.findLast((year) => year.startOn <= to)?.startOn ?? to
  // Only the first year shows its opening entries: those of a later one say again what the lines before them left.
  const opening = yearOn(known.years, from) ?? known.years[0]
  const openingCents = openingBalances(reader, known, from).balances.get(account.id) ?? 0
  const rows = reader.read<StoredLine>(PAGE).all(account.id, after?.date ?? from, after?.entryId ?? 0, after?.line ?? 0, to, opening?.id ?? 0, limit + 1)
  let balance = after ? openingCents + movedUpTo(reader, known, account.id, from, after, opening?.id ?? 0) : openingCents
  const lines = rows.slice(0, limit).map(({ year, number: entryNumber, device, ...row }): LedgerLine => {
    balance += row.debitCents - row.creditCents
    return { ...row, entry: entryReference(row.journal, year, entryNumber, device), balanceCents: balance }
  })
  const last = lines.at(-1)
  const next = rows.length > limit && last ? { date: last.date, entryId: last.entryId, line: last.line } : null
  return { account: number, label: account.label, openingCents, lines, closingCents: balance, next }
}

const KEPT = 'SELECT ifnull(SUM(debit_cents - credit_cents), 0) AS cents FROM balance WHERE year_id = ? AND month >= ? AND month <= ? AND account_id = ?'
const DAYS = `SELECT ifnull(SUM(line.debit_cents - line.credit_cents), 0) AS cents FROM line INDEXED BY line_by_account
  WHERE account_id = ? AND on_date >= ? AND on_date <= ?`
const OF_DAY = `SELECT ifnull(SUM(debit_cents - credit_cents), 0) AS cents FROM line INDEXED BY line_by_account JOIN entry ON entry.id = entry_id
  WHERE account_id = ? AND line.on_date = ? AND (entry_id, line_no) <= (?, ?) AND nature <> 'closing' AND (nature <> 'opening' OR year_id = ?)`
// The plus keeps the account out of the choice of index: the lines of one entry, not those of one account.
const OPENING = `SELECT ifnull(SUM(line.debit_cents - line.credit_cents), 0) AS cents FROM entry INDEXED BY entry_by_nature CROSS JOIN line ON entry_id = entry.id
  WHERE entry.year_id = ? AND nature = 'opening' AND nature <> 'ordinary' AND +account_id = ?`

type Sum = { readonly cents: number }

/** Movements of one account from `from` to the cursor's line, that line included. */
function movedUpTo(reader: Reader, known: Books, accountId: number, from: CalendarDate, cursor: LedgerCursor, openingYear: number): number {
  let cents = 0
  for (const year of known.years) {
    if (year.endOn < from || year.startOn > cursor.date) continue
    const first = year.startOn > from ? year.startOn : from
    const last = year.endOn < cursor.date ? year.endOn : addDays(cursor.date, -1)
    if (last < first) continue
    cents += movedInYear(reader, year, accountId, first, last)
    if (year.id !== openingYear) cents -= reader.read<Sum>(OPENING).get(year.id, accountId)?.cents ?? 0
  }
  return cents + (reader.read<Sum>(OF_DAY).get(accountId, cursor.date, cursor.entryId, cursor.line, openingYear)?.cents ?? 0)
}

function movedInYear(reader: Reader, year: YearRow, accountId: number, from: CalendarDate, to: CalendarDate): number {
  const days = (first: CalendarDate, last: CalendarDate): number => (first > last ? 0 : (reader.read<Sum>(DAYS).get(accountId, first, last)?.cents ?? 0))
  const kept = (first: string, last: string): number => (first > last ? 0 : (reader.read<Sum>(KEPT).get(year.id, first, last, accountId)?.cents ?? 0))
  if (to === year.endOn && from === year.startOn) return kept(monthOf(from), monthOf(to))
  if (monthOf(from) === monthOf(to)) return days(from, to) - (to === year.endOn ? kept('closing', 'closing') : 0)
  const firstWhole = from === year.startOn || from === firstDayOf(monthOf(from)) ? monthOf(from) : monthOf(addDays(lastDayOf(monthOf(from)), 1))
  const endsWhole = to === year.endOn || to === lastDayOf(monthOf(to))
  const lastWhole = endsWhole ? monthOf(to) : monthOf(addDays(firstDayOf(monthOf(to)), -1))
  const head = firstWhole === monthOf(from) ? 0 : days(from, lastDayOf(monthOf(from)))
  return head + kept(firstWhole, lastWhole) + (endsWhole ? 0 : partOfMonth(year, to, kept, days))
}

/** The days of a month up to `to`, from whichever end of the month is nearer. */
function partOfMonth(year: YearRow, to: CalendarDate, kept: (first: string, last: string) => number, days: (first: CalendarDate, last: CalendarDate) => number): number {
  const month = monthOf(to)
  // The last month of a year holds closing entries among its lines and not in its balance.
  const nearerEnd = Number(to.slice(8)) > 16 && lastDayOf(month) < year.endOn && firstDayOf(month) >= year.startOn
  return nearerEnd ? kept(month, month) - days(addDays(to, 1), lastDayOf(month)) : days(firstDayOf(month), to)
}
