import { foreignEntity, foreignStream } from '../../chain/foreign-stream.command.ts'
import type { Writer } from '../../context.ts'
import type { AuthorId } from '../../kernel/ids.ts'
import type { JudgedPli, JudgedSegment } from './judge-pli.query.ts'
import { codeFrom } from '../format/entity-code.ts'
import { inflateFrame } from '../format/pli-frames.ts'
import { placedFacts, type WalkedFact } from '../format/placed-facts.ts'
import type { PliSource } from '../format/pli-source.ts'
import { receiveFacts } from './receive-facts.command.ts'

/**
 * Writes what a judged pli brings: documents, facts that follow what is here, and the signatures of heads that let this workspace relay
 * them. Answers the entities touched; `settle` must follow.
 */
export function writePli(tx: Writer, source: PliSource, judged: JudgedPli): Set<number> {
  writeDocuments(tx, source, judged)
  const entities = new Set<number>()
  const byIndex = [...judged.segments, ...judged.witnesses].toSorted((a, b) => a.index - b.index)
  const read = source.isSmall ? undefined : placedFacts(source, tx.ports)
  for (const each of byIndex) {
    const facts = read ? factsFrom(read, each) : (each.walk.facts ?? [])
    const { witness } = each.walk.segment
    if (each.answer === 'new' && !witness) entities.add(writeSegment(tx, each, facts))
    else for (const _ of facts) continue
    // The letter and the head of another history are not those of what is here.
    if (witness) continue
    if (each.answer === 'new' || each.answer === 'known') keepSignature(tx, each)
  }
  return entities
}

/** The facts of a segment that are new, out of the reading of the whole pli; the others are read past. */
function* factsFrom(read: ReturnType<typeof placedFacts>, each: JudgedSegment): Generator<WalkedFact> {
  for (let sequence = each.walk.segment.from; sequence <= each.walk.segment.to; sequence += 1) {
    const next = read.next()
    const fact = next.done === true ? undefined : next.value[1]
    if (fact && fact.sequence >= (each.firstNew ?? 0)) yield fact
  }
}

function writeSegment(tx: Writer, each: JudgedSegment, facts: Iterable<WalkedFact>): number {
  const { segment } = each.walk
  const entityId = foreignEntity(tx, segment.entity, codeFrom(segment.code))
  const stream = foreignStream(tx, entityId, segment.author as AuthorId, segment.device)
  receiveFacts(tx, stream, facts)
  return entityId
}

function keepSignature(tx: Writer, each: JudgedSegment): void {
  const { entity, author, device, to, key, signature } = each.walk.segment
  tx.write(
    `INSERT INTO head_signature (stream_id, sequence, device, key, signature)
     SELECT stream.id, ?, ?, ?, ? FROM stream JOIN entity ON entity.id = entity_id WHERE uid = ? AND author = ? ON CONFLICT DO NOTHING`,
  ).run(to, device, key, signature, entity, author)
}

/** What only a witness attaches is written nowhere, as the witness itself. */
function writeDocuments(tx: Writer, source: PliSource, judged: JudgedPli): void {
  const attached = new Set(judged.segments.flatMap(({ walk }) => [...walk.documents.keys()]))
  for (const { frame, member } of source.members) {
    if (frame.kind !== 'document') continue
    const bytes = inflateFrame(frame, member, tx.ports)
    const hash = bytes ? tx.ports.sha256(bytes) : ''
    if (bytes && attached.has(hash)) tx.write('INSERT INTO document (hash, bytes) VALUES (?, ?) ON CONFLICT (hash) DO NOTHING').run(hash, bytes)
  }
}
