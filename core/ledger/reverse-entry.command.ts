import type { Context, Outcome, Writer } from '../context.ts'
import type { CalendarDate } from '../kernel/calendar-date.ts'
import { err } from '../kernel/result.ts'
import { cleanText } from '../kernel/text.ts'
import { books, yearOn } from './books.query.ts'
import type { ProposedEntry } from './entry.ts'
import { type EntryWithLines, entryById } from './entry.query.ts'
import { nameFact } from './fact-name.query.ts'
import { bookEntry, type PostedEntry } from './post-entry.command.ts'

/**
 * Reverses a posted entry, with a reason: same journal, same lines, the sides exchanged. The original stays readable (CDE
 * III.88; PCG art. 1120-3) and both name each other. Dated `on` when given, else the day of the original when its period is
 * still open, else the first open day.
 */
export function reverseEntry(ctx: Context, entityId: number, entryId: number, reason: string, on?: CalendarDate): Outcome<PostedEntry> {
  return ctx.write((tx) => {
    const entry = entryById(tx, entityId, entryId)
    if (!entry) return err([{ code: 'entry_unknown', entry: String(entryId) }])
    const { closedUntil } = books(tx, entityId)
    if (on !== undefined && closedUntil !== undefined && on <= closedUntil) return err([{ code: 'period_closed', date: on, closedUntil }])
    return bookReversal(tx, entityId, entry, reason, on)
  })
}

/**
 * Books the reversal of an entry inside the transaction under way, on `on` or on the first open day from its own. Refused without a reason,
 * twice, or for what ended a year.
 */
export function bookReversal(tx: Writer, entityId: number, entry: EntryWithLines, reason: string, on?: CalendarDate): Outcome<PostedEntry> {
  const why = cleanText(reason)
  if (!why) return err([{ code: 'reason_missing' }])
  if (entry.reversedBy !== null) {
    const other = entryById(tx, entityId, entry.reversedBy)
    return err([{ code: 'entry_already_reversed', entry: entry.entry, reversedBy: other?.entry ?? '' }])
  }
  const date = on ?? reversalDate(tx, entityId, entry.date)
  const moved = entry.nature !== 'ordinary' && date !== entry.date
  // What ended a year is undone by opening it again: reversed on another day, it would count in another year. Only the very first
  // opening may be taken back by an ordinary entry, since no year before it would carry over in its place.
  if (moved && !(entry.nature === 'opening' && books(tx, entityId).years[0]?.code === entry.year)) {
    return err([{ code: 'year_end_not_reversible', entry: entry.entry, year: entry.year }])
  }
  const reversal = reversalOf(entry, why, date, nameFact(tx, entry.id))
  return bookEntry(tx, entityId, moved ? { ...reversal, nature: 'ordinary' } : reversal)
}

function reversalDate(tx: Writer, entityId: number, date: CalendarDate): CalendarDate {
  const { closedUntil, years } = books(tx, entityId)
  if (!closedUntil || date > closedUntil) return date
  const today = tx.ports.today()
  if (today > closedUntil && yearOn(years, today)) return today
  return years.find((year) => year.startOn > closedUntil)?.startOn ?? today
}

/** Pure: the mirror of an entry. Its third-party lines keep their party, their project and their funder. */
export function reversalOf(entry: EntryWithLines, reason: string, date: CalendarDate, name: NonNullable<ProposedEntry['reverses']>): ProposedEntry {
  return {
    journal: entry.journal,
    date,
    label: `Extourne de ${entry.entry} : ${entry.label}`.slice(0, 500),
    documentRef: entry.documentRef ?? undefined,
    documentOn: entry.documentOn,
    nature: entry.nature,
    reverses: name,
    reason,
    lines: entry.lines.map((line) => ({
      account: line.account,
      debitCents: line.creditCents,
      creditCents: line.debitCents,
      label: line.label === entry.label ? undefined : line.label,
      party: line.party ?? undefined,
      project: line.project ?? undefined,
      funder: line.funder ?? undefined,
      documentRef: line.documentRef ?? undefined,
      documentOn: line.documentOn ?? undefined,
      currency: line.currency ?? undefined,
      currencyCents: line.currencyCents === null ? undefined : -line.currencyCents,
      pair: line.pair ?? undefined,
    })),
  }
}
