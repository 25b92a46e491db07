import type { Outcome, Reader } from '../context.ts'
import type { CalendarDate } from '../kernel/calendar-date.ts'
import { ok } from '../kernel/result.ts'
import { type ComparedRow, comparedRows } from './sum-of-books.ts'
import { type SumOfBooks, sumOfBooks, sumOfOffice } from './sum-of-books.query.ts'

export interface SumAsked {
  readonly asOf: CalendarDate
  readonly legalEntity?: string | undefined
  /** Only the Activités entrusted to this office. */
  readonly office?: string | undefined
  /** Another day, shown beside. */
  readonly compareOn?: CalendarDate | undefined
  /** From the kept balances of every book instead of the roll-up. */
  readonly again: boolean
}

export type ShownSum = Omit<SumOfBooks, 'rows'> & { readonly rows: readonly ComparedRow[]; readonly beforeCents: number | null }

/** The sum of books as a person asks for it, on the screen and on paper alike. Refused `legal_entity_unknown`. */
export function shownSum(reader: Reader, { asOf, legalEntity, office, compareOn, again }: SumAsked): Outcome<ShownSum> {
  const on = (day: CalendarDate): Outcome<SumOfBooks> => (office === undefined ? sumOfBooks(reader, day, legalEntity, again) : sumOfOffice(reader, day, office, legalEntity))
  const now = on(asOf)
  if (!now.ok) return now
  const before = compareOn === undefined ? undefined : on(compareOn)
  if (before && !before.ok) return before
  return ok({ ...now.value, rows: comparedRows(now.value.rows, before?.value.rows), beforeCents: before ? before.value.totals.remainingCents : null })
}
