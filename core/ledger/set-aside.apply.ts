import type { Writer } from '../context.ts'
import { forgetMeeting } from './meeting.query.ts'

/**
 * Drops triggers for the time of some work in this transaction, and answers what makes them again from their own text. Those that are
 * already set aside stay so. Whatever goes wrong, the rollback brings them back.
 */
export function setAside(tx: Writer, names: readonly string[]): () => void {
  const find = tx.read<{ sql: string }>("SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND name = ?")
  const texts = names.flatMap((name) => {
    const sql = find.get(name)?.sql
    return sql === undefined ? [] : [{ name, sql }]
  })
  for (const { name } of texts) tx.write(`DROP TRIGGER ${name}`).run()
  return () => {
    for (const { sql } of texts) tx.write(sql).run()
  }
}

/** Entities whose books must be made again from their facts before this transaction ends. */
export function markedForRebuild(tx: Writer): Set<number> {
  let marked = tx.memory.get('rebuild') as Set<number> | undefined
  if (!marked) tx.memory.set('rebuild', (marked = new Set()))
  return marked
}

export function markForRebuild(tx: Writer, entityId: number): void {
  markedForRebuild(tx).add(entityId)
}

const BEYOND = `SELECT 1 FROM access_revoked JOIN stream ON stream.entity_id = access_revoked.entity_id AND stream.author = access_revoked.author
  CROSS JOIN fact ON fact.id > (stream.id << 32) + last_sequence AND fact.id < (stream.id + 1) << 32
  WHERE access_revoked.entity_id = ? AND access_revoked.fact_id >> 32 <> stream.id AND NOT EXISTS (SELECT 1 FROM held_fact WHERE held_fact.id = fact.id) LIMIT 1`

// A reversal of what counted nowhere stands alone; what it names may count again. Walked by the streams of these books: a file of headquarters
// holds the entries of thousands of others.
const ALONE = `SELECT 1 FROM (SELECT entity_id FROM access_revoked WHERE entity_id = ? LIMIT 1) AS ended CROSS JOIN stream ON stream.entity_id = ended.entity_id
  CROSS JOIN entry ON entry.id > stream.id << 32 AND entry.id < (stream.id + 1) << 32 CROSS JOIN fact ON fact.id = entry.id
  WHERE reason IS NOT NULL AND reverses_id IS NULL AND json_extract(body, '$.reverses') IS NOT NULL LIMIT 1`

/** Headquarters granted or revoked a right to sign: facts that are here may count no more, or again. `settleBooks` must follow. */
export function rightsChanged(tx: Writer, entityId: number): void {
  forgetMeeting(tx, entityId)
  if (tx.read(BEYOND).get(entityId) !== undefined || tx.read(ALONE).get(entityId) !== undefined) markForRebuild(tx, entityId)
}
