import { forgetHeads } from '../../chain/append-fact.command.ts'
import { clockOf, type AppliedFact, type Stream } from '../../chain/fact.ts'
import { insertRows, rowForm } from '../../chain/insert-rows.apply.ts'
import { forgetReferences } from '../../chain/reference.query.ts'
import type { Writer } from '../../context.ts'
import { takeFact } from '../../facts.ts'
import { factId } from '../../kernel/ids.ts'
import { BULK, rowsTogether } from '../../ledger/bulk-booking.command.ts'
import { entriesTogether, putEntriesIn } from '../../ledger/entry-rows.apply.ts'
import { tellOfBooks } from '../../ledger/notice.apply.ts'
import { tellingOfRecord } from '../../ledger/record-notice.apply.ts'
import { settleBooks } from '../../ledger/settle.apply.ts'
import { holdFact, noteInBulk } from '../../ledger/take-fact.apply.ts'
import type { WalkedFact } from '../format/placed-facts.ts'

/** A fact of another author on its way in; hash in hexadecimal. `parsed`: its body, when it is at hand, spares reading it again. */
export type IncomingFact = Omit<WalkedFact, 'parsed'> & { readonly parsed?: unknown }

const FACTS = rowForm('fact (id, logical_time, kind, version, body, hash)', '(?, ?, ?, ?, ?, unhex(?))')
/** So many are in the chain before they are applied. */
const AT_ONCE = 128
const A_DAY = 86_400_000

/**
 * Inserts facts that follow the head of a stream, in the chain and in what they imply, or holds those that name what has not come. Shapes,
 * hashes, sequence and the growing logical time were checked before. Answers how many. `settle` must follow in the same transaction.
 */
export function receiveFacts(tx: Writer, stream: Stream, facts: Iterable<IncomingFact>): number {
  let count = 0
  let latest = 0
  let waiting: IncomingFact[] = []
  const receive = (): void => {
    insertRows(tx, FACTS, waiting.flatMap(({ sequence, logicalTime, kind, version, body, hash }) => [factId(stream.id, sequence), logicalTime, kind, version, body, hash]))
    for (const { sequence, logicalTime, kind, version, body, parsed } of waiting) {
      const fact: AppliedFact = { id: factId(stream.id, sequence), stream, logicalTime, kind, version, body: parsed ?? JSON.parse(body) }
      if (kind !== 'EntryPosted') putEntriesIn(tx)
      const needs = tellingOfRecord(tx, fact, () => takeFact(tx, fact))
      if (needs !== undefined) holdFact(tx, fact, needs)
    }
    waiting = []
  }
  entriesTogether(tx, () => {
    for (const fact of facts) {
      if (count === 0) noteInBulk(tx, factId(stream.id, fact.sequence), stream.id)
      waiting.push(fact)
      count += 1
      latest = fact.logicalTime
      if (waiting.length === AT_ONCE) receive()
    }
    receive()
  })
  if (clockOf(latest) > tx.ports.now() + A_DAY) tellOfClock(tx, stream, Math.floor((clockOf(latest) - tx.ports.now()) / A_DAY))
  return count
}

/** Taken, but told: a machine whose clock runs ahead would win over later choices if nobody overrode it. Once for each machine. */
function tellOfClock(tx: Writer, stream: Stream, days: number): void {
  const told = tx.read(`SELECT 1 FROM notice WHERE entity_id = ? AND code = 'clock_ahead' AND json_extract(data, '$.device') = ?`).get(stream.entityId, stream.device)
  if (!told) tellOfBooks(tx, stream.entityId, { code: 'clock_ahead', device: stream.device, days })
}

/** After all the segments of a pli, or of a batch: releases what can be applied, moves entries, tells what a person should know. */
export function settle(tx: Writer, entityIds: Iterable<number>): void {
  for (const entityId of entityIds) {
    settleBooks(tx, entityId)
    // What this connection remembers of its own next fact: a number, a head, the time of the latest it has seen.
    forgetHeads(tx, entityId)
    ;(tx.memory.get('counters') as Map<number, unknown> | undefined)?.delete(entityId)
  }
  forgetReferences(tx)
  tx.changed('ledger')
}

/**
 * Runs `work`, which receives about `count` facts (and settles them), with the triggers that look at each new row set aside when there are
 * many: the same invariants are then checked over all new rows together, before this returns.
 */
export function receivingInBulk<T>(tx: Writer, count: number, work: () => T): T {
  return count < BULK ? work() : rowsTogether(tx, new Map(), work)
}
