import type { Writer } from '../context.ts'
import { findReference, type ReferenceKind, rememberReference } from './reference.query.ts'

/** The local number of a code, made now if no fact named it before: an entry may arrive before the account it names. */
export function referenceTo(tx: Writer, entityId: number, kind: ReferenceKind, code: string): number {
  const found = findReference(tx, entityId, kind, code)
  if (found !== undefined) return found
  const made = Number(tx.write('INSERT INTO reference (entity_id, kind, code) VALUES (?, ?, ?)').run(entityId, kind, code).lastInsertRowid)
  rememberReference(tx, entityId, kind, code, made)
  return made
}
