import type { Reader, Writer } from '../context.ts'
import { assert } from '../kernel/assert.ts'

export type ReferenceKind = 'account' | 'journal' | 'party' | 'project' | 'funder' | 'year'

function known(reader: Reader, entityId: number, kind: ReferenceKind): Map<string, number> {
  const key = `reference:${entityId}:${kind}`
  let map = reader.memory.get(key) as Map<string, number> | undefined
  if (!map) reader.memory.set(key, (map = new Map()))
  return map
}

/** The local number of a code; undefined when no fact named it yet. */
export function findReference(reader: Reader, entityId: number, kind: ReferenceKind, code: string): number | undefined {
  const map = known(reader, entityId, kind)
  const cached = map.get(code)
  if (cached !== undefined) return cached
  const row = reader
    .read<{ id: number }>('SELECT id FROM reference WHERE entity_id = ? AND kind = ? AND code = ?')
    .get(entityId, kind, code)
  if (row) map.set(code, row.id)
  return row?.id
}

/** The local number of a code, made now if no fact named it before: an entry may arrive before the account it names. */
export function referenceTo(tx: Writer, entityId: number, kind: ReferenceKind, code: string): number {
  const found = findReference(tx, entityId, kind, code)
  if (found !== undefined) return found
  tx.write('INSERT INTO reference (entity_id, kind, code) VALUES (?, ?, ?)').run(entityId, kind, code)
  const made = findReference(tx, entityId, kind, code)
  assert(made !== undefined, 'the reference was just made')
  return made
}
