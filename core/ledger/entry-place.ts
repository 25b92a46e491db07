import { addDays, type CalendarDate } from '../kernel/calendar-date.ts'
import { streamOf } from '../kernel/ids.ts'
import type { EntryId } from '../kernel/ids.ts'
import type { EntryNature } from './ledger-facts.ts'

/** A closing that was not opened again; `covers`: the last fact it knew of each stream. In the order of (logical time, author). */
export interface ClosingInForce {
  readonly id: number
  readonly until: CalendarDate
  readonly covers: ReadonlyMap<number, number>
}

/**
 * The closing that an entry came too late for, the one that reaches furthest. Entries that open or end a year stand on its first or last day
 * whatever is closed: balances tell a year from its closing by that day, and they only say again what is closed.
 */
export function closingOver(id: EntryId, date: CalendarDate, nature: EntryNature | undefined, closings: readonly ClosingInForce[]): ClosingInForce | undefined {
  if (nature !== undefined && nature !== 'ordinary') return undefined
  let furthest: ClosingInForce | undefined
  for (const closing of closings) {
    if (closing.until < date || (furthest && closing.until <= furthest.until)) continue
    if (id > (closing.covers.get(streamOf(id)) ?? 0)) furthest = closing
  }
  return furthest
}

/** The day an entry stands on: its own, or the first one open after that closing. */
export function dayAfter(closing: ClosingInForce | undefined, date: CalendarDate): CalendarDate {
  return closing ? addDays(closing.until, 1) : date
}
