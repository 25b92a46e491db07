import type { Reader } from '../context.ts'
import { assert } from '../kernel/assert.ts'
import { type AuthorId, type FactId, factId, sequenceOf, streamOf } from '../kernel/ids.ts'
import type { FactName } from './ledger-facts.ts'

/** The local id of a fact named by author and sequence. The caller has checked that its stream is known. */
export function findFact(reader: Reader, entityId: number, name: FactName): FactId {
  const row = reader.read<{ id: number }>('SELECT id FROM stream WHERE entity_id = ? AND author = ?').get(entityId, name.author)
  assert(row, 'a fact names a stream that is not here')
  return factId(row.id, name.sequence)
}

/** The name of a local fact, the same in every workspace. */
export function nameFact(reader: Reader, id: FactId): FactName {
  const row = reader.read<{ author: AuthorId }>('SELECT author FROM stream WHERE id = ?').get(streamOf(id))
  assert(row, 'a fact without its stream')
  return { author: row.author, sequence: sequenceOf(id) }
}
