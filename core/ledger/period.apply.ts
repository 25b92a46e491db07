import type { AppliedFact } from '../chain/fact.ts'
import type { Writer } from '../context.ts'
import { findFact } from './fact-name.query.ts'
import type { PeriodClosed, PeriodReopened } from './ledger-facts.ts'
import { streamOf } from '../kernel/ids.ts'

export function applyPeriodClosed(tx: Writer, fact: AppliedFact<PeriodClosed>): void {
  const entity = fact.stream.entityId
  tx.write('INSERT INTO closing (id, entity_id, until) VALUES (?, ?, ?)').run(fact.id, entity, fact.body.until)
  for (const covered of fact.body.covers) {
    const last = findFact(tx, entity, covered)
    tx.write('INSERT INTO closing_position (closing_id, stream_id, last_id) VALUES (?, ?, ?)').run(fact.id, streamOf(last), last)
  }
}

/** Reopening leaves its mark: the closing stays, with who reopened it and why. */
export function applyPeriodReopened(tx: Writer, fact: AppliedFact<PeriodReopened>): void {
  const closing = findFact(tx, fact.stream.entityId, fact.body.closing)
  tx.write('UPDATE closing SET reopened_by = ?, reason = ? WHERE id = ?').run(fact.id, fact.body.reason, closing)
}
