import { heads } from '../chain/chain.query.ts'
import { HEADQUARTERS_LETTER } from '../chain/fact.ts'
import { findStream } from '../chain/stream.apply.ts'
import type { Context, Outcome, Reader, Writer } from '../context.ts'
import { type CalendarDate, isCalendarDate } from '../kernel/calendar-date.ts'
import type { FactId } from '../kernel/ids.ts'
import { err, ok, type Refusal } from '../kernel/result.ts'
import { cleanText } from '../kernel/text.ts'
import { books, entities } from './books.query.ts'
import { nameFact } from './fact-name.query.ts'
import { ownAccess } from './own-access.query.ts'
import { recordFact } from './record-fact.command.ts'
import { isEnded } from './year-end.query.ts'

/** Closes the books up to a day, that day included. Nothing more may be dated there. */
export function closePeriod(ctx: Context, entityId: number, until: string): Outcome<{ readonly until: CalendarDate }> {
  return ctx.write((tx) => bookClosing(tx, entityId, until))
}

/**
 * Closes every book of the file up to a day, all or none. Left as they are: those closed that far already, so that it may be said again, and those whose
 * first year begins later. Refused as closing one is, each refusal with the code of its entity.
 */
export function closeAllPeriods(ctx: Context, until: string): Outcome<{ readonly until: CalendarDate; readonly closed: readonly string[] }> {
  return ctx.write((tx): Outcome<{ readonly until: CalendarDate; readonly closed: readonly string[] }> => {
    if (!isCalendarDate(until)) return err([{ code: 'date_impossible', date: until }])
    const open = entities(tx).filter(({ id }) => {
      const { closedUntil, years } = books(tx, id)
      return until > (closedUntil ?? '') && years.some((year) => year.startOn <= until)
    })
    const problems = open.flatMap(({ id, code }): Refusal[] => {
      const closed = bookClosing(tx, id, until)
      return closed.ok ? [] : closed.error.map((refusal) => ({ ...refusal, entity: code }))
    })
    return problems.length > 0 ? err(problems) : ok({ until, closed: open.map(({ code }) => code) })
  })
}

/** Closes the books until a day, that day included, for all that is known here now: the fact names the last position of every stream. */
export function bookClosing(tx: Writer, entityId: number, until: string): Outcome<{ readonly until: CalendarDate }> {
  if (!isCalendarDate(until)) return err([{ code: 'date_impossible', date: until }])
  const { closedUntil, years } = books(tx, entityId)
  if (closedUntil && until <= closedUntil) return err([{ code: 'period_already_closed', closedUntil }])
  if (!years.some((year) => year.startOn <= until && until <= year.endOn)) return err([{ code: 'date_outside_years', date: until }])
  recordFact(tx, entityId, 'PeriodClosed', {
    until,
    covers: heads(tx, entityId).map((head) => ({ author: head.stream.author, sequence: head.sequence })),
  })
  return ok({ until })
}

/**
 * Opens again the last closed period. The mark stays: who, when and why. Refused `period_ends_year` while a year that it would open is ended: the year
 * is opened again, or its next one would go on opening with what it was.
 */
export function reopenPeriod(ctx: Context, entityId: number, reason: string): Outcome<{ readonly closedUntil: CalendarDate | null }> {
  return ctx.write((tx) => {
    const { years, closedUntil } = books(tx, entityId)
    const stays = closedBefore(tx, entityId, closedUntil)
    const ended = years.findLast((year) => closedUntil !== undefined && year.endOn <= closedUntil && year.endOn > stays && isEnded(tx, year.id))
    return ended ? err([{ code: 'period_ends_year', year: ended.code }]) : bookReopening(tx, entityId, reason)
  })
}

/** The last day closed once the closings of `closedUntil` are opened again; empty when none is. */
export function closedBefore(reader: Reader, entityId: number, closedUntil: CalendarDate | undefined): string {
  const row = reader.read<{ until: CalendarDate | null }>('SELECT MAX(until) AS until FROM closing WHERE entity_id = ? AND reopened_by IS NULL AND until < ?').get(entityId, closedUntil ?? '')
  return row?.until ?? ''
}

/** Undoes every closing of the last closed day: two machines may each have closed it. */
export function bookReopening(tx: Writer, entityId: number, reason: string): Outcome<{ readonly closedUntil: CalendarDate | null }> {
  const why = cleanText(reason)
  if (!why) return err([{ code: 'reason_missing' }])
  const { closedUntil } = books(tx, entityId)
  if (!closedUntil) return err([{ code: 'no_closed_period' }])
  const last = tx
    .read<{ id: FactId; device: string }>(
      'SELECT closing.id, device FROM closing JOIN stream ON stream.id = closing.id >> 32 WHERE closing.entity_id = ? AND reopened_by IS NULL AND until = ? ORDER BY closing.id',
    )
    .all(entityId, closedUntil)
  if (last.some(({ device }) => isHeadquarters(device)) && !mayReopen(tx, entityId)) return err([{ code: 'closing_by_headquarters', closedUntil }])
  for (const { id } of last) recordFact(tx, entityId, 'PeriodReopened', { closing: nameFact(tx, id), reason: why })
  return ok({ closedUntil: books(tx, entityId).closedUntil ?? null })
}

const isHeadquarters = (device: string): boolean => device.startsWith(HEADQUARTERS_LETTER)

/** What headquarters closed, it opens again itself, or an accountant it named: a fact that says otherwise would be taken by nobody. */
function mayReopen(tx: Reader, entityId: number): boolean {
  const speaksForHeadquarters = tx.read("SELECT 1 FROM setting WHERE key = 'kind' AND value = 'headquarters'").get() !== undefined
  return speaksForHeadquarters || isHeadquarters(findStream(tx, entityId, tx.ports.author)?.device ?? '') || ownAccess(tx, entityId).role === 'accountant'
}
