import type { Writer } from '../context.ts'
import type { CalendarDate } from '../kernel/calendar-date.ts'
import { type EntryId, type FactId, spanOf } from '../kernel/ids.ts'
import { flushBalances } from './balance.apply.ts'
import { forgetMeeting } from './meeting.query.ts'
import { noteMove } from './move.apply.ts'
import { releaseHeld, takeOrHold } from './release.apply.ts'
import { rollupForgotten } from './rollup.apply.ts'
import { setAside } from './set-aside.apply.ts'
import { factOf, type StoredRow, type StreamsById, streamsOf } from './stored-fact.query.ts'

/** The triggers that refuse to delete what facts imply; set aside only while all of it is about to be written again. */
const STAYS = [
  'entry_stays', 'line_stays', 'entry_move_stays', 'entry_document_stays', 'fiscal_year_stays', 'closing_stays', 'match_group_stays', 'line_match_stays', 'pair_half_stays',
] as const

const OF_ENTITY = 'SELECT id FROM entry WHERE entity_id = ?'
const YEARS_OF = "SELECT id FROM reference WHERE entity_id = ? AND kind = 'year'"
const ACCOUNTS_OF = "SELECT id FROM reference WHERE entity_id = ? AND kind = 'account'"

/** Everything that the facts of the books imply, in the order in which references allow it to go. */
const DELETIONS = [
  `DELETE FROM line_match WHERE entry_id IN (${OF_ENTITY})`,
  `DELETE FROM match_group WHERE account_id IN (${ACCOUNTS_OF})`,
  `DELETE FROM entry_document WHERE entry_id IN (${OF_ENTITY})`,
  'DELETE FROM pair_half WHERE entity_id = ?',
  `DELETE FROM entry_move WHERE entry_id IN (${OF_ENTITY})`,
  `DELETE FROM line WHERE entry_id IN (${OF_ENTITY})`,
  'DELETE FROM entry WHERE entity_id = ?',
  'DELETE FROM closing_position WHERE closing_id IN (SELECT id FROM closing WHERE entity_id = ?)',
  'DELETE FROM closing WHERE entity_id = ?',
  'DELETE FROM fiscal_year WHERE entity_id = ?',
  `DELETE FROM balance WHERE year_id IN (${YEARS_OF})`,
  'DELETE FROM held_fact WHERE entity_id = ?',
  ...['entity_profile', 'account', 'journal', 'party', 'axis_value'].map((table) => `DELETE FROM ${table} WHERE entity_id = ?`),
]

const RECORDS = ['EntityDescribed', 'AccountRecorded', 'JournalRecorded', 'PartyRecorded', 'AxisValueRecorded']

/**
 * Makes the books of an entity again from its facts alone: whole records, years, closings and what reopened them, entries, then what names
 * entries. It is the same whatever order the facts came in.
 */
export function rebuildBooks(tx: Writer, entityId: number): void {
  flushBalances(tx)
  rollupForgotten(tx, entityId)
  noteMoves(tx, entityId)
  const restore = setAside(tx, STAYS)
  for (const sql of DELETIONS) tx.write(sql).run(entityId)
  restore()
  forgetMeeting(tx, entityId)
  const streams = streamsOf(tx, entityId)
  for (const kind of [...RECORDS, 'FiscalYearOpened', 'PeriodClosed', 'PeriodReopened']) takeKind(tx, entityId, kind, streams)
  for (const id of streams.keys()) takeEntries(tx, id, streams)
  releaseHeld(tx, entityId)
  for (const kind of ['LinesMatched', 'MatchUndone', 'DocumentAttached']) takeKind(tx, entityId, kind, streams)
}

/** Where moved entries stand: what finds its place again there is no news. */
function noteMoves(tx: Writer, entityId: number): void {
  const moved = tx.read<{ id: EntryId; onDate: CalendarDate }>(`SELECT entry_id AS id, on_date AS onDate FROM entry_move WHERE entry_id IN (${OF_ENTITY})`).all(entityId)
  for (const { id, onDate } of moved) noteMove(tx, entityId, id, onDate)
}

const FACT = 'SELECT fact.id, logical_time AS logicalTime, kind, version, body FROM'
const OF_KIND = `${FACT} stream CROSS JOIN fact ON fact.id > stream.id << 32 AND fact.id < (stream.id + 1) << 32 WHERE entity_id = ? AND kind = ?
  ORDER BY logical_time, author, fact.id`
const ENTRIES = `${FACT} fact WHERE id > ? AND id < ? AND kind = 'EntryPosted' ORDER BY id LIMIT 500`

function takeKind(tx: Writer, entityId: number, kind: string, streams: StreamsById): void {
  for (const row of tx.read<StoredRow>(OF_KIND).all(entityId, kind)) takeOrHold(tx, factOf(row, streams))
}

function takeEntries(tx: Writer, stream: number, streams: StreamsById): void {
  const [start, end] = spanOf(stream)
  for (let after = start; ; ) {
    const rows = tx.read<StoredRow>(ENTRIES).all(after, end)
    for (const row of rows) takeOrHold(tx, factOf(row, streams))
    const last: FactId | undefined = rows.at(-1)?.id
    if (last === undefined) return
    after = last
  }
}
