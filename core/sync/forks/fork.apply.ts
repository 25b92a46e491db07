import type { Reader, Writer } from '../../context.ts'
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
 * restored and went on), `fork_found` for another's. `sender`: whose key signed the pli,
 * empty for one who is not known. Answers nothing when it is kept already.
 */
export function keepFork(tx: Writer, source: PliSource, each: JudgedSegment, sender: string): { readonly isNews: boolean; readonly notices: Refusal[] } {
  const { walk, forkedAt } = each
  const { id, entityId, code } = walk.here
  if (id === undefined || entityId === undefined || forkedAt === undefined || isKept(tx, each, sender) || !hasRoom(tx, id, sender)) return { isNews: false, notices: [] }
  const { to, headHash, key, signature, author, device } = walk.segment
  tx.write(
    `INSERT INTO fork (stream_id, at_sequence, exact, sender, to_sequence, head_hash, key, signature, facts, found_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET exact = excluded.exact, facts = excluded.facts`,
  ).run(id, forkedAt, each.isExact ? 1 : 0, sender, to, hexOfBase64Url(headHash, 32) ?? '', key, signature, otherHistory(tx, source, each), tx.ports.now())
  const isOwn = author === tx.ports.author
  const notice: Refusal = { code: isOwn ? 'fork_of_own_stream' : 'fork_found', stream: `${code ?? walk.segment.code}/${device}`, from: forkedAt, sender: source.header.sender.name }
  return { isNews: true, notices: tell(tx, entityId, notice) ? [notice] : [] }
}

/** Histories of one stream that are kept from one sender: a machine that signs another one each day fills no disk. */
const MOST_HISTORIES = 16

function hasRoom(reader: Reader, streamId: number, sender: string): boolean {
  return (reader.read<{ count: number }>('SELECT COUNT(*) AS count FROM fork WHERE stream_id = ? AND sender = ?').get(streamId, sender)?.count ?? 0) < MOST_HISTORIES
}

/** Is this very history kept already, from the same sender, and its place as well known? */
export function isKept(reader: Reader, { walk, forkedAt, isExact }: JudgedSegment, sender: string): boolean {
  return reader
    .read('SELECT 1 FROM fork WHERE stream_id = ? AND at_sequence = ? AND head_hash = ? AND sender = ? AND exact >= ?')
    .get(walk.here.id ?? 0, forkedAt ?? 0, hexOfBase64Url(walk.segment.headHash, 32) ?? '', sender, isExact ? 1 : 0) !== undefined
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
