import type { Writer } from '../context.ts'
import { assert } from '../kernel/assert.ts'
import type { AuthorId, EntityId } from '../kernel/ids.ts'
import type { Stream } from './fact.ts'
import { freeLetter, findStream, openStream } from './stream.apply.ts'

/**
 * Finds or opens the stream of another author in the books of an entity. `device` is the letter its head is signed with; where two
 * authors claim the same one, the later comer keeps its facts under the first free letter of this workspace.
 */
export function foreignStream(tx: Writer, entityId: number, author: AuthorId, device: string): Stream {
  const known = findStream(tx, entityId, author)
  if (known) return known
  const taken = tx.read('SELECT 1 FROM stream WHERE entity_id = ? AND device = ?').get(entityId, device)
  return openStream(tx, entityId, author, taken ? freeLetter(tx, entityId) : device)
}

const LONGEST_CODE = 20

/** Finds or makes the entity of another workspace; a code that means another entity or an office here gets a number behind it. */
export function foreignEntity(tx: Writer, uid: EntityId, code: string): number {
  const known = tx.read<{ id: number }>('SELECT id FROM entity WHERE uid = ?').get(uid)
  if (known) return known.id
  tx.write('INSERT INTO entity (uid, code) VALUES (?, ?)').run(uid, freeCode(tx, code))
  const made = tx.read<{ id: number }>('SELECT id FROM entity WHERE uid = ?').get(uid)
  assert(made, 'the entity was just made')
  return made.id
}

function freeCode(tx: Writer, wanted: string): string {
  // Plis are addressed by code, to offices too.
  const taken = (code: string): boolean => tx.read('SELECT 1 FROM entity WHERE code = ? UNION SELECT 1 FROM office WHERE code = ?').get(code, code) !== undefined
  const code = [...wanted].slice(0, LONGEST_CODE).join('') || 'X'
  for (let number = 2, free = code; ; number += 1) {
    if (!taken(free)) return free
    free = `${[...code].slice(0, LONGEST_CODE - String(number).length).join('')}${number}`
  }
}
