import type { Writer } from '../../context.ts'
import type { Refusal } from '../../kernel/result.ts'
import { hexOfBase64Url } from '../format/base64url.ts'
import type { JudgedSegment } from '../taking/judge-pli.query.ts'
import { tell } from '../history/notice.apply.ts'
import type { PliSource } from '../format/pli-source.ts'
import { placedFacts } from '../format/placed-facts.ts'

/** Characters of another history that are kept: enough for thousands of entries, and no more than a workspace can bear. */
const MOST_KEPT = 8_000_000

/**
 * Keeps the other history of a stream as it came, and tells the person: `fork_of_own_stream` when it is this workspace's own (a backup was
 * restored and went on), `fork_found` for another's.
 */
export function keepFork(tx: Writer, source: PliSource, each: JudgedSegment, stream: string): Refusal[] {
  const { walk, forkedAt } = each
  const { id, entityId } = walk.here
  if (id === undefined || entityId === undefined || forkedAt === undefined) return []
  const { to, headHash, key, signature, author } = walk.segment
  tx.write(
    `INSERT INTO fork (stream_id, at_sequence, to_sequence, head_hash, key, signature, facts, found_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
  ).run(id, forkedAt, to, hexOfBase64Url(headHash, 32) ?? '', key, signature, otherHistory(tx, source, each), tx.ports.now())
  const isOwn = author === tx.ports.author
  const notice: Refusal = { code: isOwn ? 'fork_of_own_stream' : 'fork_found', stream, from: forkedAt, sender: source.header.sender.name }
  return tell(tx, entityId, notice) ? [notice] : []
}

function otherHistory(tx: Writer, source: PliSource, each: JudgedSegment): string {
  const kept: string[] = []
  let room = MOST_KEPT
  for (const [index, fact] of placedFacts(source, tx.ports)) {
    if (index !== each.index || !fact || fact.sequence < (each.forkedAt ?? 0)) continue
    room -= fact.body.length + 100
    if (room < 0) break
    kept.push(`[${fact.sequence},${fact.logicalTime},"${fact.kind}",${fact.version},"${fact.hash}",${fact.body}]`)
  }
  return `[${kept.join(',')}]`
}

/** A fork is over once its author may no longer write there: it goes on under another. */
export function settleForks(tx: Writer): void {
  tx.write(
    `UPDATE fork SET settled_at = ? WHERE settled_at IS NULL AND EXISTS (SELECT 1 FROM stream JOIN access_revoked USING (entity_id, author) WHERE stream.id = fork.stream_id AND fact_id >> 32 <> stream.id)`,
  ).run(tx.ports.now())
}
