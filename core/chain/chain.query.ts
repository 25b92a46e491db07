import type { Reader } from '../context.ts'
import { type AuthorId, type EntityId, type FactId, spanOf } from '../kernel/ids.ts'
import type { Stream } from './fact.ts'

const STREAMS = 'SELECT stream.id, entity_id AS entityId, uid AS entity, author, device FROM stream JOIN entity ON entity.id = entity_id'

export function streams(reader: Reader, entityId?: number): Stream[] {
  const read = (where: string) => reader.read<{ id: number; entityId: number; entity: EntityId; author: AuthorId; device: string }>(`${STREAMS} ${where} ORDER BY stream.id`)
  // Two statements: with one for both cases, those of one entity would be looked for among all of them.
  return entityId === undefined ? read('').all() : read('WHERE entity_id = ?').all(entityId)
}

/** The last fact of each stream of an entity: what a printed report or a backup anchors outside the file. */
export function heads(reader: Reader, entityId?: number): { stream: Stream; id: FactId; sequence: number; hash: string }[] {
  const last = reader.read<{ id: FactId; sequence: number; hash: string }>(
    'SELECT id, sequence, lower(hex(hash)) AS hash FROM fact WHERE id > ? AND id < ? ORDER BY id DESC LIMIT 1',
  )
  return streams(reader, entityId).flatMap((stream) => {
    const fact = last.get(...spanOf(stream.id))
    return fact ? [{ stream, ...fact }] : []
  })
}

/** One line that stands for the whole chain of an entity: the heads of its streams, shortened, the same in every workspace. Undefined when nothing is posted. */
export function anchorOf(reader: Reader, entityId: number): string | undefined {
  // By letter, since streams are numbered here in the order in which they came.
  const parts = heads(reader, entityId).sort((a, b) => (a.stream.device < b.stream.device ? -1 : 1)).map((head) => `${head.stream.device}${head.sequence}:${head.hash.slice(0, 16)}`)
  return parts.length > 0 ? parts.join(' ') : undefined
}
