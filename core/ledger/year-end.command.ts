import type { Context, Outcome, Reader, Writer } from '../context.ts'
import { addDays, addYears } from '../kernel/calendar-date.ts'
import { err, ok, type Refusal } from '../kernel/result.ts'
import { accountsNamed, type Books, books, findYear, type JournalRow, type YearRow } from './books.query.ts'
import { isResultAccount, type JournalKind, resultAccounts } from './chart.ts'
import { bookClosing, bookReopening, closedBefore } from './close-period.command.ts'
import { MAX_LINES } from './entry.ts'
import { entryById } from './entry.query.ts'
import { bookEntry } from './post-entry.command.ts'
import { openYear } from './records.command.ts'
import { bookReversal } from './reverse-entry.command.ts'
import { hasOpeningEntries, openingBalances, trialBalance } from './trial-balance.query.ts'
import { type YearEndBalance, yearCarriedRef, yearEndEntries, yearEndRef } from './year-end.ts'
import { isEnded, isOutdated } from './year-end.query.ts'

export interface YearEndDone {
  readonly year: string
  readonly resultCents: number
  /** References of the entries booked: result, closing, opening. */
  readonly entries: readonly string[]
  readonly nextYear: string
}

/**
 * Ends a fiscal year: books its closing entries, opens the next year when needed, books its opening entries, and closes the period, unless
 * somebody closed it meanwhile. Ended before, and no longer what the next year opens with, it is ended anew: what ended it is reversed. Refused while the year before is open, while drafts are dated in it, or when it is ended already.
 */
export function endYear(ctx: Context, entityId: number, yearCode: string): Outcome<YearEndDone> {
  return ctx.write((tx) => {
    const known = books(tx, entityId)
    const year = findYear(known, yearCode)
    if (!year) return err([{ code: 'year_unknown', year: yearCode }])
    const problems = checkYearEnd(tx, known, year)
    if (problems.length > 0) return err(problems)
    const undone = reverseYearEnd(tx, entityId, year, `Nouvelle clôture de l'exercice ${year.code}`)
    if (!undone.ok) return undone
    const carried = bookCarriedOpening(tx, entityId, year)
    if (!carried.ok) return carried
    const next = nextYear(tx, entityId, year)
    if (!next.ok) return next
    return bookYearEnd(tx, entityId, year, next.value)
  })
}

/** Why a year may not be ended now; empty when it may. Also what the checklist of the screen shows. */
export function checkYearEnd(tx: Reader, known: Books, year: YearRow): Refusal[] {
  const problems: Refusal[] = []
  if (isOver(tx, known, year)) problems.push({ code: 'year_already_ended', year: year.code })
  const before = known.years.findLast((each) => each.endOn < year.startOn)
  if (before && (!known.closedUntil || known.closedUntil < before.endOn)) problems.push({ code: 'year_before_open', year: before.code })
  const drafts = tx
    .read<{ count: number }>("SELECT COUNT(*) AS count FROM draft WHERE entity_id = ? AND json_extract(body, '$.date') BETWEEN ? AND ?")
    .get(known.entity.id, year.startOn, year.endOn)?.count ?? 0
  if (drafts > 0) problems.push({ code: 'year_has_drafts', year: year.code, drafts })
  return problems
}

/** Is nothing left to end? It was ended, or it is closed and holds nothing, or the next year opens with entries of its own, as imported years do. */
export function isOver(tx: Reader, known: Books, year: YearRow): boolean {
  if (isEnded(tx, year.id)) return !isOutdated(tx, known, year)
  if (known.closedUntil === undefined || known.closedUntil < year.endOn) return false
  const next = known.years.find((each) => each.startOn > year.endOn)
  return (next !== undefined && hasOpeningEntries(tx, next)) || trialBalance(tx, known.entity.id, year.endOn).rows.length === 0
}

/** A year whose opening was only carried over gets its opening entry before it is closed. */
function bookCarriedOpening(tx: Writer, entityId: number, year: YearRow): Outcome<unknown> {
  const known = books(tx, entityId)
  const { balances, provisional } = openingBalances(tx, known, year.startOn)
  if (!provisional) return ok(null)
  const byId = new Map(accountsNamed(known).map((account) => [account.id, account.number]))
  const lines = [...balances].filter(([, cents]) => cents !== 0).map(([id, cents]) => ({
    account: byId.get(id) ?? resultAccounts(known.chart, cents < 0).target[0] ?? '',
    debitCents: Math.max(cents, 0), creditCents: Math.max(-cents, 0),
  }))
  if (lines.length < 2) return ok(null)
  return bookEntry(tx, entityId, {
    journal: journalOf(tx, entityId, 'opening'), date: year.startOn, label: `À-nouveaux de l'exercice ${year.code}`, documentRef: yearCarriedRef(year.code), nature: 'opening', lines,
  })
}

function nextYear(tx: Writer, entityId: number, year: YearRow): Outcome<YearRow> {
  const startOn = addDays(year.endOn, 1)
  const existing = books(tx, entityId).years.find((each) => each.startOn === startOn)
  if (existing) return ok(existing)
  const later = books(tx, entityId).years.find((each) => each.startOn > startOn)
  const natural = addDays(addYears(startOn, 1), -1)
  const opened = openYear(tx, entityId, { startOn, endOn: later && later.startOn <= natural ? addDays(later.startOn, -1) : natural })
  if (!opened.ok) return opened
  const made = books(tx, entityId).years.find((each) => each.startOn === startOn)
  return made ? ok(made) : err([{ code: 'year_unknown', year: opened.value.year }])
}

function bookYearEnd(tx: Writer, entityId: number, year: YearRow, next: YearRow): Outcome<YearEndDone> {
  const known = books(tx, entityId)
  const balances = yearEndBalances(tx, known, year)
  const profit = -balances.filter((each) => each.isResult).reduce((sum, each) => sum + each.balanceCents, 0)
  const entries = yearEndEntries(balances, {
    year: year.code, endOn: year.endOn, nextStartOn: next.startOn,
    closingJournal: journalOf(tx, entityId, 'closing'), openingJournal: journalOf(tx, entityId, 'opening'),
    ...resultFrame(known, profit >= 0),
  })
  const booked: string[] = []
  // A year that was imported with its own opening entries keeps them: a second opening would count everything twice.
  const opening = hasOpeningEntries(tx, next) ? undefined : entries.opening
  for (const entry of [entries.appropriation, entries.result, entries.closing, opening]) {
    if (!entry) continue
    const result = bookEntry(tx, entityId, entry)
    if (!result.ok) return result
    booked.push(result.value.entry)
  }
  const isClosed = known.closedUntil !== undefined && known.closedUntil >= year.endOn
  const closed = isClosed ? ok(null) : bookClosing(tx, entityId, year.endOn)
  if (!closed.ok) return closed
  return ok({ year: year.code, resultCents: entries.resultCents, entries: booked, nextYear: next.code })
}

// By the accounts of these books: in a file that holds thousands of books, the lines of the others are not looked at.
const BY_PARTY = `SELECT account.code AS account, party.code AS party, SUM(debit_cents - credit_cents) AS cents FROM reference AS account
  CROSS JOIN line INDEXED BY line_by_account ON account_id = account.id AND line.on_date BETWEEN ? AND ? CROSS JOIN entry ON entry.id = entry_id
  LEFT JOIN reference AS party ON party.id = party_id
  WHERE account.entity_id = ? AND account.kind = 'account' AND nature <> 'closing' GROUP BY account.id, party_id HAVING cents <> 0`

/** Balances at the end of the year from its lines: by party where lines name one, unless that makes more lines than an entry may have. */
function yearEndBalances(tx: Reader, known: Books, year: YearRow): YearEndBalance[] {
  const rows = tx.read<{ account: string; party: string | null; cents: number }>(BY_PARTY).all(year.startOn, year.endOn, known.entity.id)
  const detailed = rows.length < MAX_LINES / 2
  const balances = new Map<string, YearEndBalance>()
  for (const row of rows) {
    const isResult = isResultAccount(known.chart, row.account)
    const party = detailed && !isResult ? (row.party ?? undefined) : undefined
    const key = `${row.account} ${party ?? ''}`
    balances.set(key, { account: row.account, party, isResult, balanceCents: (balances.get(key)?.balanceCents ?? 0) + row.cents })
  }
  return [...balances.values()]
}

/** The account where the result goes: one these books already use for it, else the first the chart proposes. */
function resultFrame(known: Books, isProfit: boolean): { resultAccount: string; appropriationAccount?: string } {
  const { target, appropriation } = resultAccounts(known.chart, isProfit)
  const used = [...known.accounts.keys()].find((number) => target.some((prefix) => number.startsWith(prefix)))
  return { resultAccount: used ?? target[0] ?? '', ...(appropriation === undefined ? {} : { appropriationAccount: appropriation }) }
}

/** The journal of a kind; the general one stands in when an entity has none. */
function journalOf(tx: Writer, entityId: number, kind: JournalKind): string {
  const journals = [...books(tx, entityId).journals.values()].filter((journal): journal is JournalRow => journal.closedOn === null)
  return (journals.find((journal) => journal.kind === kind) ?? journals.find((journal) => journal.kind === 'general') ?? journals[0])?.code ?? ''
}

/**
 * Opens an ended year again: the closing is marked as reopened with its reason, and the closing and opening entries that ended
 * it are reversed, so that ending it again books new ones. Nothing is erased.
 */
export function reopenYear(ctx: Context, entityId: number, yearCode: string, reason: string): Outcome<{ readonly reversed: readonly string[] }> {
  return ctx.write((tx) => {
    const known = books(tx, entityId)
    const { closedUntil, years } = known
    const year = findYear(known, yearCode)
    if (!year) return err([{ code: 'year_unknown', year: yearCode }])
    const isClosed = closedUntil !== undefined && closedUntil >= year.endOn
    const isLast = !years.some((each) => each.startOn > year.endOn && isEnded(tx, each.id)) && (isClosed ? closedBefore(tx, entityId, closedUntil) < year.endOn : isEnded(tx, year.id))
    if (!isLast) return err([{ code: 'year_not_last_closed', year: year.code, closedUntil: closedUntil ?? null }])
    const reopened = isClosed ? bookReopening(tx, entityId, reason) : ok(null)
    return reopened.ok ? reverseYearEnd(tx, entityId, year, reason) : reopened
  })
}

// And what undid one of them a second time, when two machines opened the year again.
const YEAR_END = `SELECT entry.id FROM entry WHERE entity_id = ? AND document_ref = ? AND nature <> 'ordinary'
  AND NOT EXISTS (SELECT 1 FROM entry AS other WHERE other.reverses_id = entry.id)
  AND (reverses_id IS NULL OR EXISTS (SELECT 1 FROM entry AS first WHERE first.reverses_id = entry.reverses_id AND first.id < entry.id
    AND NOT EXISTS (SELECT 1 FROM entry AS other WHERE other.reverses_id = first.id)))
  ORDER BY id DESC`

function reverseYearEnd(tx: Writer, entityId: number, year: YearRow, reason: string): Outcome<{ readonly reversed: readonly string[] }> {
  const reversed: string[] = []
  for (const { id } of tx.read<{ id: number }>(YEAR_END).all(entityId, yearEndRef(year.code))) {
    const entry = entryById(tx, entityId, id)
    if (!entry) continue
    const result = bookReversal(tx, entityId, entry, reason, entry.date)
    if (!result.ok) return result
    reversed.push(result.value.entry)
  }
  return ok({ reversed })
}
