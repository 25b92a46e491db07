import type { Reader, Writer } from '../context.ts'
import { assert } from '../kernel/assert.ts'
import type { CalendarDate } from '../kernel/calendar-date.ts'
import type { EntryId, FactId } from '../kernel/ids.ts'
import { flushBalances } from './balance.apply.ts'
import { books } from './books.query.ts'
import { closingOver } from './entry-place.ts'
import { entryReference } from './entry-reference.ts'
import type { EntryPosted } from './ledger-facts.ts'
import { settleMatches } from './match.apply.ts'
import { forgetMeeting, meetingOf, seriesOf } from './meeting.query.ts'
import { movesOf, openingsToCheck } from './move.apply.ts'
import { tellOfBooks } from './notice.apply.ts'
import { tellOfClosedAccounts } from './record-notice.apply.ts'
import { rebuildBooks } from './rebuild.apply.ts'
import { releaseHeld } from './release.apply.ts'
import { markedForRebuild } from './set-aside.apply.ts'
import { yearCarriedRef, yearEndRef } from './year-end.ts'
import { isEnded, isOutdated } from './year-end.query.ts'

/**
 * After facts came in, or a year, a closing or a match changed here: lets in what was held, makes the books again where what stands had to
 * give way, and tells what moved or waits.
 */
export function settleBooks(tx: Writer, entityId: number): void {
  const marked = markedForRebuild(tx)
  for (let rounds = 0; ; rounds += 1) {
    assert(rounds < 3, 'books that are made again do not settle')
    if (marked.delete(entityId)) rebuildBooks(tx, entityId)
    else releaseHeld(tx, entityId)
    if (!marked.has(entityId)) break
  }
  settleMatches(tx)
  tellMoves(tx, entityId)
  tellWaiting(tx, entityId)
  tellOfClosedAccounts(tx, entityId)
  tellLateOpenings(tx, entityId)
  forgetMeeting(tx, entityId)
  tx.memory.delete(`books:${entityId}`)
  if (openingsToCheck(tx).delete(entityId)) tellOutdated(tx, entityId)
}

interface Stood {
  readonly journal: string; readonly year: string; readonly number: number; readonly device: string; readonly label: string
  readonly on: CalendarDate; readonly askedOn: CalendarDate | null; readonly closedUntil: CalendarDate | null
}

const STOOD = `SELECT journal.code AS journal, year.code AS year, number, device, entry.label, entry.on_date AS "on", asked_on AS askedOn, until AS closedUntil
  FROM entry JOIN stream ON stream.id = entry.stream_id JOIN reference AS journal ON journal.id = journal_id JOIN reference AS year ON year.id = year_id
  LEFT JOIN entry_move ON entry_id = entry.id LEFT JOIN closing ON closing.id = closing_id WHERE entry.id = ?`

function tellMoves(tx: Writer, entityId: number): void {
  const moves = movesOf(tx, entityId)
  for (const [id, before] of moves) {
    const now = tx.read<Stood>(STOOD).get(id)
    if (!now || now.on === before) continue
    const entry = entryReference(now.journal, now.year, now.number, now.device)
    if (now.askedOn === null) tellOfBooks(tx, entityId, { code: 'entry_moved_back', entry, on: now.on, label: now.label }, true)
    else tellOfBooks(tx, entityId, { code: 'entry_moved', entry, askedOn: now.askedOn, on: now.on, closedUntil: now.closedUntil, label: now.label }, true)
  }
  tx.memory.delete(`moves:${entityId}`)
}

/** A year that was ended and leaves something else by now is ended again, in one gesture: whoever has these books is told which. */
function tellOutdated(tx: Writer, entityId: number): void {
  if (tx.read('SELECT 1 FROM entity_profile WHERE entity_id = ?').get(entityId) === undefined) return
  flushBalances(tx)
  const known = books(tx, entityId)
  known.years.forEach((year, at) => {
    if (isEnded(tx, year.id) && isOutdated(tx, known, year)) tellOfBooks(tx, entityId, { code: 'year_end_outdated', year: year.code, next: known.years[at + 1]?.code ?? '' }, true)
  })
  tx.memory.delete(`books:${entityId}`)
}

interface Opening {
  readonly id: EntryId; readonly journal: string; readonly year: string; readonly number: number; readonly device: string; readonly label: string
  readonly on: CalendarDate; readonly documentRef: string | null; readonly before: string | null
}

const OPENINGS = `SELECT entry.id, journal.code AS journal, fiscal_year.code AS year, number, device, entry.label, entry.on_date AS "on", document_ref AS documentRef,
  (SELECT code FROM fiscal_year AS other WHERE other.entity_id = fiscal_year.entity_id AND other.end_on < fiscal_year.start_on ORDER BY end_on DESC LIMIT 1) AS before
  FROM fiscal_year CROSS JOIN entry INDEXED BY entry_by_nature ON year_id = fiscal_year.id AND nature = 'opening' AND nature <> 'ordinary'
  JOIN stream ON stream.id = entry.stream_id JOIN reference AS journal ON journal.id = journal_id
  WHERE fiscal_year.entity_id = ? AND reverses_id IS NULL AND NOT EXISTS (SELECT 1 FROM entry AS other WHERE other.reverses_id = entry.id)`

/** Openings never move. What a year leaves to the next says nothing new; what somebody brought after the closing changes what was closed. */
function tellLateOpenings(tx: Writer, entityId: number): void {
  const { closings } = meetingOf(tx, entityId)
  if (closings.length === 0) return
  for (const { id, journal, year, number, device, label, on, documentRef, before } of tx.read<Opening>(OPENINGS).all(entityId)) {
    if (documentRef === yearCarriedRef(year) || (before !== null && documentRef === yearEndRef(before))) continue
    const closing = closingOver(id, on, 'ordinary', closings)
    if (closing) tellOfBooks(tx, entityId, { code: 'opening_after_closing', entry: entryReference(journal, year, number, device), label, closedUntil: closing.until })
  }
}

const WAITING = `SELECT held_fact.id, needs, body, device FROM held_fact JOIN fact USING (id) JOIN stream ON stream.id = fact.stream_id
  WHERE held_fact.entity_id = ? AND kind = 'EntryPosted' AND (needs GLOB 'year:*' OR needs GLOB 'number:*')`

/** Entries that nothing on its way will let in: a person has to open a year, or to ask the author of a wrong number. */
function tellWaiting(tx: Writer, entityId: number): void {
  for (const row of tx.read<{ id: FactId; needs: string; body: string; device: string }>(WAITING).all(entityId)) {
    const body = JSON.parse(row.body) as EntryPosted
    const entry = entryReference(body.journal, body.year, body.number, row.device)
    if (row.needs.startsWith('year:')) tellOfBooks(tx, entityId, { code: 'entry_waits_for_year', entry, askedOn: body.date, on: row.needs.slice('year:'.length), label: body.label })
    else if (isFirstHeld(tx, entityId, row.id, body)) tellOfBooks(tx, entityId, { code: 'entry_number_broken', entry, label: body.label })
  }
}

/** Those behind it wait for it. */
function isFirstHeld(reader: Reader, entityId: number, id: FactId, body: EntryPosted): boolean {
  return Math.min(...(meetingOf(reader, entityId).held.get(seriesOf(id, body)) ?? [id])) === id
}
