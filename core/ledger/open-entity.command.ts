import { freeLetter, openStream } from '../chain/stream.apply.ts'
import type { Context, Outcome, Writer } from '../context.ts'
import { addYears, addDays, type CalendarDate, isCalendarDate } from '../kernel/calendar-date.ts'
import { err, ok, type Refusal } from '../kernel/result.ts'
import { cleanText } from '../kernel/text.ts'
import { findEntity } from './books.query.ts'
import { chartOf } from './chart.query.ts'
import type { EntityDescribed } from './ledger-facts.ts'
import { recordFact } from './record-fact.command.ts'

export interface EntityOpening {
  /** Short name in scripts and files: letters, digits, dash, dot, underscore; kept in capitals as given. */
  readonly code: string
  readonly name: string
  readonly kind: 'entity' | 'headquarters'
  readonly country: 'BE' | 'FR'
  readonly registration?: string | undefined
  readonly vatNumber?: string | undefined
  readonly address?: string | undefined
  readonly demonstration?: boolean | undefined
  /** When not given: none is opened, and the first import opens those it needs. */
  readonly firstYear?: { readonly startOn: string; readonly endOn: string } | undefined
}

/** The chart that the law of a country prescribes. */
export const CHART_OF: Readonly<Record<'BE' | 'FR', string>> = { BE: 'be-pcmn', FR: 'fr-pcg' }

/** Opens the books of an entity: its identity, the chart of its country, the usual journals, its first fiscal year. */
export function openEntity(ctx: Context, opening: EntityOpening): Outcome<{ readonly entityId: number; readonly code: string }> {
  return ctx.write((tx) => {
    const problems: Refusal[] = []
    const name = cleanText(opening.name)
    if (!name) problems.push({ code: 'entity_name_missing' })
    if (!/^[\p{L}\p{N}][\p{L}\p{N}._-]{0,19}$/u.test(opening.code)) problems.push({ code: 'entity_code_invalid', entity: opening.code })
    else if (findEntity(tx, opening.code)) problems.push({ code: 'entity_code_taken', entity: opening.code })
    if (opening.firstYear) problems.push(...checkYear(opening.firstYear.startOn, opening.firstYear.endOn))
    if (problems.length > 0) return err(problems)
    tx.write('INSERT INTO entity (uid, code) VALUES (?, ?)').run(tx.ports.newId(), opening.code)
    const entityId = tx.read<{ id: number }>('SELECT id FROM entity WHERE code = ?').get(opening.code)?.id ?? 0
    // In headquarters' own books its letter is that of any first machine; it is another one only in the books of others.
    if (opening.kind === 'headquarters') openStream(tx, entityId, tx.ports.author, freeLetter(tx, entityId))
    describeBooks(tx, entityId, { ...opening, name: name ?? '' })
    return ok({ entityId, code: opening.code })
  })
}

/** Writes what books begin with: who they are of, the journals of their chart, their first year. The opening was checked before. */
export function describeBooks(tx: Writer, entityId: number, opening: EntityOpening): void {
  const chart = chartOf(tx, CHART_OF[opening.country])
  const described: EntityDescribed = {
    name: opening.name, kind: opening.kind, country: opening.country, chart: CHART_OF[opening.country], currency: chart?.currency ?? 'EUR',
    ...(opening.registration ? { registration: opening.registration } : {}),
    ...(opening.vatNumber ? { vatNumber: opening.vatNumber } : {}),
    ...(opening.address ? { address: opening.address } : {}),
    demonstration: opening.demonstration ?? false,
  }
  recordFact(tx, entityId, 'EntityDescribed', described)
  for (const journal of chart?.journals ?? []) {
    recordFact(tx, entityId, 'JournalRecorded', { code: journal.code, label: journal.label['fr'] ?? journal.code, kind: journal.kind })
  }
  if (opening.firstYear) {
    const { startOn, endOn } = opening.firstYear as { startOn: CalendarDate; endOn: CalendarDate }
    recordFact(tx, entityId, 'FiscalYearOpened', { code: yearCode(startOn, endOn), startOn, endOn })
  }
}

/** `2026` for a year that ends in the calendar year it began, `2025/2026` otherwise. */
export function yearCode(startOn: CalendarDate, endOn: CalendarDate): string {
  const [from, to] = [startOn.slice(0, 4), endOn.slice(0, 4)]
  return from === to ? from : `${from}/${to}`
}

/** A fiscal year has real dates and lasts at most twenty-four months (CSA art. 3:1; C. com. L123-12 for the usual twelve). */
export function checkYear(startOn: string, endOn: string): Refusal[] {
  if (!isCalendarDate(startOn)) return [{ code: 'date_impossible', date: startOn }]
  if (!isCalendarDate(endOn)) return [{ code: 'date_impossible', date: endOn }]
  if (endOn < startOn) return [{ code: 'year_ends_before_start', startOn, endOn }]
  if (endOn > addDays(addYears(startOn, 2), -1)) return [{ code: 'year_too_long', startOn, endOn }]
  return []
}
