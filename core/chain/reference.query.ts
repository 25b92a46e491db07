import type { Reader } from '../context.ts'

export type ReferenceKind = 'account' | 'journal' | 'party' | 'project' | 'funder' | 'year'

type Known = Readonly<Record<ReferenceKind, Map<string, number>>>

/** The codes of an entity met so far. Asked for every line posted: no key is put together here. */
function known(reader: Reader, entityId: number): Known {
  let entities = reader.memory.get('references') as Map<number, Known> | undefined
  if (!entities) reader.memory.set('references', (entities = new Map()))
  let codes = entities.get(entityId)
  if (!codes) {
    codes = { account: new Map(), journal: new Map(), party: new Map(), project: new Map(), funder: new Map(), year: new Map() }
    entities.set(entityId, codes)
  }
  return codes
}

const MOST_REMEMBERED = 200

/** Headquarters takes in thousands of books one after the other: what is remembered of them is let go now and then. */
export function forgetReferences(reader: Reader): void {
  const entities = reader.memory.get('references') as Map<number, Known> | undefined
  if (entities && entities.size > MOST_REMEMBERED) entities.clear()
}

/** One that was just made. */
export function rememberReference(reader: Reader, entityId: number, kind: ReferenceKind, code: string, id: number): void {
  known(reader, entityId)[kind].set(code, id)
}

/** The local number of a code; undefined when no fact named it yet. */
export function findReference(reader: Reader, entityId: number, kind: ReferenceKind, code: string): number | undefined {
  const map = known(reader, entityId)[kind]
  const cached = map.get(code)
  if (cached !== undefined) return cached
  const row = reader
    .read<{ id: number }>('SELECT id FROM reference WHERE entity_id = ? AND kind = ? AND code = ?')
    .get(entityId, kind, code)
  if (row) map.set(code, row.id)
  return row?.id
}
