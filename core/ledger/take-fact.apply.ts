import type { AppliedFact } from '../chain/fact.ts'
import { findReference } from '../chain/reference.query.ts'
import type { Writer } from '../context.ts'
import type { EntryId } from '../kernel/ids.ts'
import { writeEntry } from './entry.apply.ts'
import { IN_BULK, putEntriesIn } from './entry-rows.apply.ts'
import { entryReference } from './entry-reference.ts'
import { LEDGER_APPLIERS } from './ledger.apply.ts'
import type { EntryPosted, LedgerFacts } from './ledger-facts.ts'
import { addHeld, appliedEntry, isRevoked, meetingOf, needsOf, placeOf, seriesOf } from './meeting.query.ts'
import { noteMove, noteOpenings, recordMove } from './move.apply.ts'
import { tellOfBooks } from './notice.apply.ts'
import { markedForRebuild } from './set-aside.apply.ts'
import { yearEndRef } from './year-end.ts'

/**
 * Applies a fact of the books that came from another machine, or answers what it waits for and writes nothing. Books that will be made
 * again before the transaction ends take nothing in meanwhile.
 */
export function takeBookFact(tx: Writer, fact: AppliedFact): string | undefined {
  if (markedForRebuild(tx).has(fact.stream.entityId)) return undefined
  if (fact.kind === 'EntryPosted') return takeEntry(tx, fact as AppliedFact<EntryPosted>)
  const needs = needsOf(tx, fact)
  if (needs !== undefined) return needs
  const apply = LEDGER_APPLIERS[fact.kind as keyof LedgerFacts] as (tx: Writer, fact: AppliedFact) => void
  apply(tx, fact)
  return undefined
}

function takeEntry(tx: Writer, fact: AppliedFact<EntryPosted>): string | undefined {
  const { id, body, stream } = fact
  const meeting = meetingOf(tx, stream.entityId)
  if (isRevoked(meeting, fact)) return 'revoked'
  if (body.reverses || body.source !== undefined || body.nature !== undefined) putEntriesIn(tx)
  const place = placeOf(tx, meeting, fact)
  if ('needs' in place) return place.needs
  if (place.closing) {
    recordMove(tx, id, body.date, place.on, place.closing)
    noteMove(tx, stream.entityId, id, body.date)
  }
  noteInBulk(tx, id, stream.id)
  writeEntry(tx, fact, place.on, place.yearId)
  meeting.last.set(seriesOf(id, body), body.number)
  if (body.nature !== undefined || meeting.closings.some((each) => each.until >= place.on)) noteOpenings(tx, stream.entityId)
  tellOfTwins(tx, fact)
  return undefined
}

/** In bulk, rows are checked together at the end: from the first one of each stream. */
export function noteInBulk(tx: Writer, id: number, stream: number): void {
  const firsts = tx.memory.get(IN_BULK) as Map<number, number> | undefined
  const first = firsts?.get(stream)
  if (firsts && (first === undefined || id < first)) firsts.set(stream, id)
}

/** Keeps a fact of the books until what it needs has come. */
export function holdFact(tx: Writer, fact: AppliedFact, needs: string): void {
  tx.write('INSERT INTO held_fact (id, entity_id, needs) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET needs = excluded.needs').run(fact.id, fact.stream.entityId, needs)
  if (fact.kind === 'EntryPosted') addHeld(meetingOf(tx, fact.stream.entityId).held, fact.id, fact.body as EntryPosted)
}

interface Twin { readonly id: EntryId; readonly number: number; readonly device: string; readonly journal: string; readonly year: string; readonly documentRef: string | null }

const TWIN = `SELECT entry.id, number, device, journal.code AS journal, year.code AS year, document_ref AS documentRef FROM entry JOIN stream ON stream.id = entry.stream_id
  JOIN reference AS journal ON journal.id = journal_id JOIN reference AS year ON year.id = year_id`

/** The same two entries are told of once, whichever came first. */
function both(one: string, other: string): { readonly first: string; readonly second: string } {
  return one < other ? { first: one, second: other } : { first: other, second: one }
}

/** What two machines did without knowing of each other counts twice until a person settles it. */
function tellOfTwins(tx: Writer, fact: AppliedFact<EntryPosted>): void {
  const { body, id, stream } = fact
  const entity = stream.entityId
  const entry = (twin: Twin): string => entryReference(twin.journal, twin.year, twin.number, twin.device)
  const own = (): string => entryReference(body.journal, body.year, body.number, stream.device)
  if (body.reverses) {
    const reversed = appliedEntry(tx, entity, body.reverses)
    const twin = reversed && tx.read<Twin>(`${TWIN} WHERE reverses_id = ? AND entry.id <> ?`).get(reversed, id)
    const original = twin && tx.read<Twin>(`${TWIN} WHERE entry.id = ?`).get(reversed)
    if (twin && original) tellOfBooks(tx, entity, { code: 'entry_reversed_twice', entry: entry(original), ...both(entry(twin), own()) })
    if (reversed === undefined) tellOfBooks(tx, entity, { code: 'reversal_alone', entry: own(), label: body.label })
  }
  if (body.source !== undefined) {
    const twin = tx.read<Twin>(`${TWIN} WHERE journal_id = ? AND year_id = ? AND source = ? AND entry.id <> ?`)
      .get(findReference(tx, entity, 'journal', body.journal) ?? 0, findReference(tx, entity, 'year', body.year) ?? 0, body.source, id)
    if (twin) tellOfBooks(tx, entity, { code: 'source_booked_twice', source: body.source, ...both(entry(twin), own()) })
  }
  if (body.nature === 'opening' && !body.reverses) {
    const twin = tx.read<Twin>(`${TWIN} WHERE year_id = ? AND nature = 'opening' AND nature <> 'ordinary' AND reverses_id IS NULL AND entry.stream_id <> ?
      AND NOT EXISTS (SELECT 1 FROM entry AS other WHERE other.reverses_id = entry.id)`).get(findReference(tx, entity, 'year', body.year) ?? 0, stream.id)
    // Two machines that ended the year before leave an opening each: `tellOutdated` tells how that is mended.
    const bothEnd = [body.documentRef, twin?.documentRef].every((ref) => ref?.startsWith(yearEndRef('')))
    if (twin && !bothEnd) tellOfBooks(tx, entity, { code: 'year_opened_twice', year: body.year, ...both(entry(twin), own()) })
  }
}
