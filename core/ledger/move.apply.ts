import type { Writer } from '../context.ts'
import { type CalendarDate, monthOf } from '../kernel/calendar-date.ts'
import type { EntryId } from '../kernel/ids.ts'
import { addToBalance, balancesLessened, balancesOf } from './balance.apply.ts'
import { type ClosingInForce, closingOver, dayAfter } from './entry-place.ts'
import { meetingOf, yearWith } from './meeting.query.ts'
import { markForRebuild } from './set-aside.apply.ts'

/** An ordinary entry, and what it was moved by. */
export interface StoodEntry {
  readonly id: EntryId
  readonly askedOn: CalendarDate
  readonly onDate: CalendarDate
  readonly closingId: number | null
}

/** What moved in this transaction: the day each entry stood on before. Told once, when all is settled. */
export function movesOf(tx: Writer, entityId: number): Map<EntryId, CalendarDate> {
  const key = `moves:${entityId}`
  let moves = tx.memory.get(key) as Map<EntryId, CalendarDate> | undefined
  if (!moves) tx.memory.set(key, (moves = new Map()))
  return moves
}

/** Books in which an entry came into days that are closed, or left them: the next year may open with something else than the one before it leaves. */
export function openingsToCheck(tx: Writer): Set<number> {
  let entities = tx.memory.get('openings') as Set<number> | undefined
  if (!entities) tx.memory.set('openings', (entities = new Set()))
  return entities
}

export function noteOpenings(tx: Writer, entityId: number): void {
  openingsToCheck(tx).add(entityId)
}

/** The day an entry stood on before this transaction, or asked for; the first one said counts. */
export function noteMove(tx: Writer, entityId: number, id: EntryId, before: CalendarDate): void {
  const moves = movesOf(tx, entityId)
  if (!moves.has(id)) moves.set(id, before)
  noteOpenings(tx, entityId)
}

const MOVE = `INSERT INTO entry_move (entry_id, asked_on, on_date, closing_id) VALUES (?, ?, ?, ?)
  ON CONFLICT (entry_id) DO UPDATE SET on_date = excluded.on_date, closing_id = excluded.closing_id`

/** Says that an entry stands on another day than its fact asks for; its rows are written or moved by who calls. */
export function recordMove(tx: Writer, id: EntryId, askedOn: CalendarDate, onDate: CalendarDate, closing: ClosingInForce): void {
  tx.write(MOVE).run(id, askedOn, onDate, closing.id)
}

/** Puts entries where the closings in force say, with their balances. One that no year can hold any more has the books made again. */
export function placeAgain(tx: Writer, entityId: number, entries: readonly StoodEntry[]): void {
  const { closings, years } = meetingOf(tx, entityId)
  for (const entry of entries) {
    const closing = closingOver(entry.id, entry.askedOn, undefined, closings)
    const on = dayAfter(closing, entry.askedOn)
    if (on === entry.onDate && (closing?.id ?? null) === entry.closingId) continue
    const [from, to] = [yearWith(years, entry.onDate), yearWith(years, on)]
    if (!from || !to) {
      markForRebuild(tx, entityId)
      return
    }
    if (closing) recordMove(tx, entry.id, entry.askedOn, on, closing)
    else tx.write('DELETE FROM entry_move WHERE entry_id = ?').run(entry.id)
    if (on === entry.onDate) continue
    noteMove(tx, entityId, entry.id, entry.onDate)
    moveRows(tx, entry, on, from.id, to.id)
    balancesLessened(tx, entityId)
  }
}

const MOVED_ENTRY = `UPDATE entry SET on_date = ?, document_on = CASE WHEN ? = ? THEN nullif(document_on, ?) ELSE ifnull(document_on, ?) END WHERE id = ?`

function moveRows(tx: Writer, entry: StoodEntry, on: CalendarDate, fromYear: number, toYear: number): void {
  const [left, entered] = [monthOf(entry.onDate), monthOf(on)]
  for (const { account, debit, credit } of tx.read<{ account: number; debit: number; credit: number }>(
    'SELECT account_id AS account, debit_cents AS debit, credit_cents AS credit FROM line WHERE entry_id = ?').all(entry.id)) {
    addToBalance(balancesOf(tx, left), fromYear, left, account, -debit, -credit)
    addToBalance(balancesOf(tx, entered), toYear, entered, account, debit, credit)
  }
  tx.write('UPDATE line SET on_date = ? WHERE entry_id = ?').run(on, entry.id)
  tx.write(MOVED_ENTRY).run(on, on, entry.askedOn, entry.askedOn, entry.askedOn, entry.id)
}
