import type { Writer } from '../context.ts'
import { assert } from '../kernel/assert.ts'
import { findReference, type ReferenceKind } from './reference.query.ts'

/** The local number of a code, made now if no fact named it before: an entry may arrive before the account it names. */
export function referenceTo(tx: Writer, entityId: number, kind: ReferenceKind, code: string): number {
  const found = findReference(tx, entityId, kind, code)
  if (found !== undefined) return found
  tx.write('INSERT INTO reference (entity_id, kind, code) VALUES (?, ?, ?)').run(entityId, kind, code)
  const made = findReference(tx, entityId, kind, code)
  assert(made !== undefined, 'the reference was just made')
  return made
}
