import type { AppliedFact, Stream } from '../chain/fact.ts'
import type { Reader } from '../context.ts'
import { type AuthorId, type EntityId, type FactId, streamOf } from '../kernel/ids.ts'

export interface StoredRow { readonly id: FactId; readonly logicalTime: number; readonly kind: string; readonly version: number; readonly body: string }

export type StreamsById = ReadonlyMap<number, Stream>

export function streamsOf(reader: Reader, entityId: number): StreamsById {
  const rows = reader
    .read<{ id: number; entity: EntityId; author: AuthorId; device: string }>(
      'SELECT stream.id, uid AS entity, author, device FROM stream JOIN entity ON entity.id = entity_id WHERE entity_id = ?',
    )
    .all(entityId)
  return new Map(rows.map((row) => [row.id, { ...row, entityId }]))
}

export function factOf(row: StoredRow, streams: StreamsById): AppliedFact {
  return { id: row.id, stream: streams.get(streamOf(row.id)) as Stream, logicalTime: row.logicalTime, kind: row.kind, version: row.version, body: JSON.parse(row.body) }
}
