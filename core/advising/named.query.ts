import type { Reader } from '../context.ts'
import { type FactId, factId } from '../kernel/ids.ts'

/** The local id of a fact that another one names; undefined as long as it has not come. */
export function findNamed(reader: Reader, entityId: number, author: string | null, sequence: number | null): FactId | undefined {
  if (author === null || sequence === null) return undefined
  const stream = reader.read<{ id: number }>('SELECT id FROM stream WHERE entity_id = ? AND author = ?').get(entityId, author)
  if (!stream) return undefined
  const id = factId(stream.id, sequence)
  return reader.read('SELECT 1 FROM fact WHERE id = ?').get(id) === undefined ? undefined : id
}
