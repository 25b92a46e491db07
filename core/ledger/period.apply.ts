import type { AppliedFact } from '../chain/fact.ts'
import type { Writer } from '../context.ts'
import { spanOf, streamOf } from '../kernel/ids.ts'
import { findFact } from './fact-name.query.ts'
import type { PeriodClosed, PeriodReopened } from './ledger-facts.ts'
import { comesBefore, meetingOf, readClosings } from './meeting.query.ts'
import { placeAgain, type StoodEntry } from './move.apply.ts'

const UNCOVERED = `SELECT entry.id, ifnull(asked_on, entry.on_date) AS askedOn, entry.on_date AS onDate, closing_id AS closingId
  FROM entry LEFT JOIN entry_move ON entry_id = entry.id WHERE entry.id > ? AND entry.id < ? AND nature = 'ordinary' AND ifnull(asked_on, entry.on_date) <= ?`

/** Closes up to a day. What is already here and was not known to who closed moves to the first open day. */
export function applyPeriodClosed(tx: Writer, fact: AppliedFact<PeriodClosed>): void {
  const entity = fact.stream.entityId
  const { until } = fact.body
  tx.write('INSERT INTO closing (id, entity_id, until) VALUES (?, ?, ?)').run(fact.id, entity, until)
  for (const covered of fact.body.covers) {
    const last = findFact(tx, entity, covered)
    tx.write('INSERT INTO closing_position (closing_id, stream_id, last_id) VALUES (?, ?, ?)').run(fact.id, streamOf(last), last)
  }
  const meeting = meetingOf(tx, entity)
  meeting.closings = readClosings(tx, entity)
  const covers = meeting.closings.find((closing) => closing.id === fact.id)?.covers
  for (const { id } of tx.read<{ id: number }>('SELECT id FROM stream WHERE entity_id = ?').all(entity)) {
    const [start, end] = spanOf(id)
    placeAgain(tx, entity, tx.read<StoodEntry>(UNCOVERED).all(covers?.get(id) ?? start, end, until))
  }
}

const MOVED_BY = `SELECT entry_id AS id, asked_on AS askedOn, on_date AS onDate, closing_id AS closingId FROM entry_move WHERE closing_id = ?`

/** Reopening leaves its mark: the closing stays, with who reopened it first and why. Entries that it had moved go back to their day. */
export function applyPeriodReopened(tx: Writer, fact: AppliedFact<PeriodReopened>): void {
  const entity = fact.stream.entityId
  const closing = findFact(tx, entity, fact.body.closing)
  const marked = tx.read<{ by: number | null }>('SELECT reopened_by AS by FROM closing WHERE id = ?').get(closing)?.by ?? null
  if (marked !== null && !comesBefore(tx, fact, marked)) return
  tx.write('UPDATE closing SET reopened_by = ?, reason = ? WHERE id = ?').run(fact.id, fact.body.reason, closing)
  if (marked !== null) return
  meetingOf(tx, entity).closings = readClosings(tx, entity)
  placeAgain(tx, entity, tx.read<StoodEntry>(MOVED_BY).all(closing))
}
