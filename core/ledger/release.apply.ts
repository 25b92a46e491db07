import type { AppliedFact } from '../chain/fact.ts'
import type { Writer } from '../context.ts'
import type { EntryPosted } from './ledger-facts.ts'
import { meetingOf, seriesOf } from './meeting.query.ts'
import { markedForRebuild } from './set-aside.apply.ts'
import { factOf, type StoredRow, type StreamsById, streamsOf } from './stored-fact.query.ts'
import { holdFact, takeBookFact } from './take-fact.apply.ts'

/** Takes a fact in, or holds it. */
export function takeOrHold(tx: Writer, fact: AppliedFact): void {
  const needs = takeBookFact(tx, fact)
  if (needs !== undefined) holdFact(tx, fact, needs)
}

const HELD = `SELECT fact.id, logical_time AS logicalTime, kind, version, body, needs FROM held_fact JOIN fact USING (id) WHERE entity_id = ? ORDER BY fact.id`

/** Lets in what was held and has now all it names, and then what was waiting for that; stops when the books must be made again. */
export function releaseHeld(tx: Writer, entityId: number): void {
  let streams: StreamsById | undefined
  for (let released = true; released; ) {
    released = false
    for (const row of tx.read<StoredRow & { readonly needs: string }>(HELD).all(entityId)) {
      streams ??= streamsOf(tx, entityId)
      const fact = factOf(row, streams)
      const needs = takeBookFact(tx, fact)
      if (markedForRebuild(tx).has(entityId)) return
      if (needs === undefined) {
        tx.write('DELETE FROM held_fact WHERE id = ?').run(fact.id)
        if (fact.kind === 'EntryPosted') meetingOf(tx, entityId).held.get(seriesOf(fact.id, fact.body as EntryPosted))?.delete(fact.id)
        released = true
      } else if (needs !== row.needs) holdFact(tx, fact, needs)
    }
  }
}
