import type { AppliedFact } from '../chain/fact.ts'
import { findReference } from '../chain/reference.query.ts'
import type { Reader } from '../context.ts'
import type { CalendarDate } from '../kernel/calendar-date.ts'
import { type FactId, factId, sequenceOf, streamOf } from '../kernel/ids.ts'
import { type ClosingInForce, closingOver, dayAfter } from './entry-place.ts'
import { chartOf } from './chart.query.ts'
import type { DocumentAttached, EntityDescribed, EntryPosted, FactName, LedgerFacts, LinesMatched, MatchUndone, PeriodClosed, PeriodReopened } from './ledger-facts.ts'

export interface StandingYear {
  readonly id: number
  readonly startOn: CalendarDate
  readonly endOn: CalendarDate
}

/** What decides where the entries of one entity stand, while facts of others come in; forgotten when they are settled. */
export interface Meeting {
  years: readonly StandingYear[]
  closings: readonly ClosingInForce[]
  readonly revoked: readonly Revocation[]
  /** Last number of each journal and year of a stream. */
  readonly last: Map<string, number>
  /** Entries held, by the same. */
  readonly held: Map<string, Set<number>>
}

export function meetingOf(reader: Reader, entityId: number): Meeting {
  const key = `meeting:${entityId}`
  let meeting = reader.memory.get(key) as Meeting | undefined
  if (!meeting) reader.memory.set(key, (meeting = {
      years: readYears(reader, entityId), closings: readClosings(reader, entityId), revoked: readRevocations(reader, entityId), last: new Map(), held: readHeld(reader, entityId),
    }))
  return meeting
}

export function forgetMeeting(reader: Reader, entityId: number): void {
  reader.memory.delete(`meeting:${entityId}`)
}

export function readYears(reader: Reader, entityId: number): StandingYear[] {
  return reader.read<StandingYear>('SELECT id, start_on AS startOn, end_on AS endOn FROM fiscal_year WHERE entity_id = ? ORDER BY start_on').all(entityId)
}

const CLOSINGS = `SELECT closing.id, until, closing_position.stream_id AS streamId, last_id AS lastId FROM closing
  LEFT JOIN fact ON fact.id = closing.id LEFT JOIN stream ON stream.id = closing.id >> 32 LEFT JOIN closing_position ON closing_id = closing.id
  WHERE closing.entity_id = ? AND reopened_by IS NULL ORDER BY fact.logical_time, author, closing.id`

/** The closings in force, each with the position of every stream that it knew (`covers`: id of the last fact, by stream). */
export function readClosings(reader: Reader, entityId: number): ClosingInForce[] {
  const closings = new Map<number, { id: number; until: CalendarDate; covers: Map<number, number> }>()
  for (const row of reader.read<{ id: number; until: CalendarDate; streamId: number | null; lastId: number | null }>(CLOSINGS).all(entityId)) {
    let closing = closings.get(row.id)
    if (!closing) closings.set(row.id, (closing = { id: row.id, until: row.until, covers: new Map() }))
    if (row.streamId !== null && row.lastId !== null) closing.covers.set(row.streamId, row.lastId)
  }
  return [...closings.values()]
}

/** After this position, what its author signed counts no more, unless headquarters granted again, later, from that fact or before. */
interface Revocation { readonly author: string; readonly lastSequence: number; readonly grantedFrom: number }

// Headquarters that takes other keys ends its old ones by a revocation of itself: it goes on signing in the same stream.
const REVOCATIONS = `SELECT access_revoked.author, last_sequence AS lastSequence, ifnull((SELECT MIN(from_sequence) FROM access_key JOIN fact AS granted ON granted.id = access_key.fact_id
    WHERE access_key.entity_id = access_revoked.entity_id AND access_key.author = access_revoked.author AND granted.kind = 'AccessGranted'
    AND granted.logical_time > revoked.logical_time), 9007199254740991) AS grantedFrom
  FROM access_revoked JOIN fact AS revoked ON revoked.id = access_revoked.fact_id
  WHERE access_revoked.entity_id = ? AND NOT EXISTS (SELECT 1 FROM stream WHERE stream.id = revoked.stream_id AND stream.author = access_revoked.author)`

function readRevocations(reader: Reader, entityId: number): Revocation[] {
  return reader.read<Revocation>(REVOCATIONS).all(entityId)
}

/** Facts that came directly, before the revocation did: whoever got them later refused them, so nobody counts them. */
export function isRevoked(meeting: Meeting, fact: AppliedFact): boolean {
  return meeting.revoked.length > 0 && isRevokedName(meeting, { author: fact.stream.author, sequence: sequenceOf(fact.id) })
}

/** The same for one fact alone, whatever this connection remembers. */
export function countsNowhere(reader: Reader, fact: Pick<AppliedFact, 'id' | 'stream'>): boolean {
  return isRevokedName({ revoked: readRevocations(reader, fact.stream.entityId) }, { author: fact.stream.author, sequence: sequenceOf(fact.id) })
}

function isRevokedName(meeting: Pick<Meeting, 'revoked'>, name: FactName): boolean {
  return meeting.revoked.some(({ author, lastSequence, grantedFrom }) => author === name.author && name.sequence > lastSequence && name.sequence < grantedFrom)
}

const HELD_ENTRIES = "SELECT held_fact.id, body FROM held_fact JOIN fact USING (id) WHERE entity_id = ? AND kind = 'EntryPosted'"

function readHeld(reader: Reader, entityId: number): Map<string, Set<number>> {
  const held = new Map<string, Set<number>>()
  for (const row of reader.read<{ id: FactId; body: string }>(HELD_ENTRIES).all(entityId)) addHeld(held, row.id, JSON.parse(row.body) as EntryPosted)
  return held
}

export function addHeld(held: Map<string, Set<number>>, id: FactId, body: EntryPosted): void {
  const series = seriesOf(id, body)
  const ids = held.get(series)
  if (ids) ids.add(id)
  else held.set(series, new Set([id]))
}

/** Numbers run in one journal, year and stream. */
export function seriesOf(id: FactId, body: Pick<EntryPosted, 'journal' | 'year'>): string {
  return `${streamOf(id)}/${body.year}/${body.journal}`
}

function lastNumber(reader: Reader, meeting: Meeting, series: string, fact: AppliedFact<EntryPosted>): number {
  const known = meeting.last.get(series)
  if (known !== undefined) return known
  const { entityId, id: stream } = fact.stream
  const [journal, year] = [findReference(reader, entityId, 'journal', fact.body.journal), findReference(reader, entityId, 'year', fact.body.year)]
  const row = journal !== undefined && year !== undefined
    ? reader.read<{ last: number | null }>('SELECT MAX(number) AS last FROM entry WHERE journal_id = ? AND year_id = ? AND stream_id = ?').get(journal, year, stream)
    : undefined
  const last = row?.last ?? 0
  meeting.last.set(series, last)
  return last
}

/** Where an entry stands, or what it waits for. */
export type Place =
  | { readonly on: CalendarDate; readonly yearId: number; readonly closing: ClosingInForce | undefined }
  | { readonly needs: string; readonly closing?: ClosingInForce | undefined }

/**
 * An entry goes in when the one before it in its journal has, when the entry it reverses has (or counts nowhere, and never will), and when a
 * fiscal year holds the day it stands on. Each answer depends on the facts that are here, and not on which of them came first.
 */
export function placeOf(reader: Reader, meeting: Meeting, fact: AppliedFact<EntryPosted>): Place {
  const { body, id, stream } = fact
  const series = seriesOf(id, body)
  for (const held of meeting.held.get(series) ?? []) if (held < id) return { needs: `number:${body.journal}/${body.year}` }
  if (lastNumber(reader, meeting, series, fact) !== body.number - 1) return { needs: `number:${body.journal}/${body.year}` }
  if (body.reverses && appliedEntry(reader, stream.entityId, body.reverses) === undefined && !isRevokedName(meeting, body.reverses)) return { needs: needsFact('entry', body.reverses) }
  const closing = closingOver(id, body.date, body.nature, meeting.closings)
  const on = dayAfter(closing, body.date)
  const year = yearWith(meeting.years, on)
  if (!year || !agreesWithYear(reader, fact, year)) return { needs: `year:${on}`, closing }
  return { on, yearId: year.id, closing }
}

export function yearWith(years: readonly StandingYear[], on: CalendarDate): StandingYear | undefined {
  return years.find((year) => year.startOn <= on && on <= year.endOn)
}

/** What opens or ends a year is of that very year, on its first or last day. */
function agreesWithYear(reader: Reader, fact: AppliedFact<EntryPosted>, year: StandingYear): boolean {
  const { nature, date } = fact.body
  if (nature === undefined || nature === 'ordinary') return true
  return findReference(reader, fact.stream.entityId, 'year', fact.body.year) === year.id && date === (nature === 'opening' ? year.startOn : year.endOn)
}

const needsFact = (what: string, name: FactName): string => `${what}:${name.author}:${name.sequence}`

/** The local id that a name would have; undefined when nothing of that author is here. */
function namedFact(reader: Reader, entityId: number, name: FactName): FactId | undefined {
  const row = reader.read<{ id: number }>('SELECT id FROM stream WHERE entity_id = ? AND author = ?').get(entityId, name.author)
  return row && factId(row.id, name.sequence)
}

function present(reader: Reader, table: 'entry' | 'closing' | 'match_group', entityId: number, name: FactName): FactId | undefined {
  const id = namedFact(reader, entityId, name)
  return id !== undefined && reader.read(`SELECT 1 FROM ${table} WHERE id = ?`).get(id) !== undefined ? id : undefined
}

/** The local id of an entry that counts here. */
export function appliedEntry(reader: Reader, entityId: number, name: FactName): FactId | undefined {
  return present(reader, 'entry', entityId, name)
}

type Needs = { readonly [Kind in keyof LedgerFacts]?: (reader: Reader, entityId: number, body: LedgerFacts[Kind]) => string | undefined }

const LINE = `SELECT 1 FROM line JOIN reference ON reference.id = account_id WHERE entry_id = ? AND line_no = ? AND reference.kind = 'account' AND code = ?`

/** What each kind of fact names and that may not have come; entries are `placeOf`'s. */
const NEEDS: Needs = {
  // Books in a chart that this program does not have cannot be read: they wait for the program, or for headquarters, that brings it.
  EntityDescribed: (reader, _entityId, body: EntityDescribed) => (chartOf(reader, body.chart) ? undefined : `chart:${body.chart}`),
  PeriodClosed: (reader, entityId, body: PeriodClosed) => {
    const missing = body.covers.find((name) => {
      const stream = namedFact(reader, entityId, { author: name.author, sequence: 1 })
      return stream === undefined || reader.read('SELECT 1 FROM fact WHERE id = ?').get(stream) === undefined
    })
    return missing && `stream:${missing.author}`
  },
  PeriodReopened: (reader, entityId, body: PeriodReopened) => (present(reader, 'closing', entityId, body.closing) ? undefined : needsFact('closing', body.closing)),
  LinesMatched: (reader, entityId, body: LinesMatched) => {
    for (const name of body.lines) {
      const entry = appliedEntry(reader, entityId, name)
      if (entry === undefined) return needsFact('entry', name)
      if (!reader.read(LINE).get(entry, name.line, body.account)) return `${needsFact('line', name)}:${name.line}`
    }
    return undefined
  },
  MatchUndone: (reader, entityId, body: MatchUndone) => (present(reader, 'match_group', entityId, body.match) ? undefined : needsFact('match', body.match)),
  DocumentAttached: (reader, entityId, body: DocumentAttached) => (appliedEntry(reader, entityId, body.entry) ? undefined : needsFact('entry', body.entry)),
}

/** What a fact of the books waits for; undefined when it can be applied now. */
export function needsOf(reader: Reader, fact: AppliedFact): string | undefined {
  if (isRevoked(meetingOf(reader, fact.stream.entityId), fact)) return 'revoked'
  if (fact.kind === 'EntryPosted') {
    const place = placeOf(reader, meetingOf(reader, fact.stream.entityId), fact as AppliedFact<EntryPosted>)
    return 'needs' in place ? place.needs : undefined
  }
  const needs = NEEDS[fact.kind as keyof LedgerFacts] as ((reader: Reader, entityId: number, body: unknown) => string | undefined) | undefined
  return needs?.(reader, fact.stream.entityId, fact.body)
}

/** Does a fact come before another in the order that every workspace shares: logical time, author, sequence? */
export function comesBefore(reader: Reader, fact: AppliedFact, otherId: number): boolean {
  const other = reader
    .read<{ time: number; author: string }>('SELECT logical_time AS time, author FROM fact JOIN stream ON stream.id = fact.stream_id WHERE fact.id = ?')
    .get(otherId)
  if (!other) return false
  if (fact.logicalTime !== other.time) return fact.logicalTime < other.time
  if (fact.stream.author !== other.author) return fact.stream.author < other.author
  return fact.id < otherId
}
