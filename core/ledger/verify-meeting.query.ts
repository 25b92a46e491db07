import { report } from '../chain/verify-chain.query.ts'
import type { Reader } from '../context.ts'
import type { CalendarDate } from '../kernel/calendar-date.ts'
import type { EntryId } from '../kernel/ids.ts'
import type { Refusal } from '../kernel/result.ts'
import { closingOver, dayAfter } from './entry-place.ts'
import type { EntryNature } from './ledger-facts.ts'
import { forgetMeeting, needsOf, readClosings } from './meeting.query.ts'
import { factOf, type StoredRow, streamsOf } from './stored-fact.query.ts'

interface Move {
  readonly id: EntryId; readonly entityId: number; readonly nature: EntryNature | null; readonly asked: CalendarDate; readonly askedOn: CalendarDate
  readonly onDate: CalendarDate; readonly stands: CalendarDate | null; readonly closingId: number
}

const MOVES = `SELECT entry_move.entry_id AS id, stream.entity_id AS entityId, nature, json_extract(fact.body, '$.date') AS asked, asked_on AS askedOn,
  entry_move.on_date AS onDate, entry.on_date AS stands, closing_id AS closingId
  FROM entry_move JOIN fact ON fact.id = entry_move.entry_id JOIN stream ON stream.id = fact.stream_id LEFT JOIN entry ON entry.id = entry_move.entry_id`

/** Every entry that was moved stands where the closings in force put it: `move_wrong`. */
export function checkMoves(reader: Reader, problems: Refusal[]): void {
  const closings = new Map<number, ReturnType<typeof readClosings>>()
  for (const move of reader.read<Move>(MOVES).all()) {
    let inForce = closings.get(move.entityId)
    if (!inForce) closings.set(move.entityId, (inForce = readClosings(reader, move.entityId)))
    const closing = closingOver(move.id, move.asked, move.nature ?? undefined, inForce)
    const right = closing?.id === move.closingId && move.asked === move.askedOn && move.onDate === dayAfter(closing, move.asked) && move.stands === move.onDate
    if (!right) report(problems, { code: 'move_wrong', entryId: move.id, askedOn: move.askedOn, on: move.onDate })
  }
}

const IN_CLOSED = `SELECT entry.id, entry.on_date AS date, until AS closedUntil FROM closing JOIN stream ON stream.entity_id = closing.entity_id
  LEFT JOIN closing_position ON closing_id = closing.id AND closing_position.stream_id = stream.id
  CROSS JOIN entry ON entry.id > max(ifnull(last_id, 0), stream.id << 32) AND entry.id < (stream.id + 1) << 32
  WHERE reopened_by IS NULL AND nature = 'ordinary' AND entry.on_date <= until LIMIT 100`
const OUTSIDE_YEARS = `SELECT id, on_date AS date FROM entry WHERE NOT EXISTS
  (SELECT 1 FROM fiscal_year WHERE fiscal_year.entity_id = entry.entity_id AND on_date BETWEEN start_on AND end_on) LIMIT 100`

/** No entry stands where a closing that did not know it forbids (`entry_in_closed_period`), or in no year at all (`entry_without_year`). */
export function checkPlaces(reader: Reader, problems: Refusal[]): void {
  for (const row of reader.read<{ id: number; date: string; closedUntil: string }>(IN_CLOSED).all()) {
    report(problems, { code: 'entry_in_closed_period', entryId: row.id, date: row.date, closedUntil: row.closedUntil })
  }
  for (const row of reader.read<{ id: number; date: string }>(OUTSIDE_YEARS).all()) report(problems, { code: 'entry_without_year', entryId: row.id, date: row.date })
}

const PAIRS = `SELECT pair_half.entry_id AS entryId, pair FROM pair_half LEFT JOIN line USING (entry_id, line_no) LEFT JOIN entry ON entry.id = pair_half.entry_id
  WHERE line.entry_id IS NULL OR cents <> debit_cents - credit_cents OR pair_half.entity_id IS NOT entry.entity_id LIMIT 100`

/** Each half of a flow between two entities says what its line does: `pair_half_wrong`. */
export function checkPairs(reader: Reader, problems: Refusal[]): void {
  for (const row of reader.read<{ entryId: number; pair: string }>(PAIRS).all()) report(problems, { code: 'pair_half_wrong', ...row })
}

const HELD = `SELECT fact.id, logical_time AS logicalTime, kind, version, body FROM held_fact JOIN fact USING (id) WHERE entity_id = ? ORDER BY fact.id`

/** Whatever is held still waits for something: `fact_held_wrongly`. */
export function checkHeld(reader: Reader, problems: Refusal[]): void {
  for (const { entityId } of reader.read<{ entityId: number }>('SELECT DISTINCT entity_id AS entityId FROM held_fact').all()) {
    const streams = streamsOf(reader, entityId)
    forgetMeeting(reader, entityId)
    for (const row of reader.read<StoredRow>(HELD).all(entityId)) {
      if (needsOf(reader, factOf(row, streams)) === undefined) report(problems, { code: 'fact_held_wrongly', factId: row.id, kind: row.kind })
    }
    forgetMeeting(reader, entityId)
  }
}
