import type { Reader, Writer } from '../context.ts'
import { assert } from '../kernel/assert.ts'
import type { AuthorId, EntityId } from '../kernel/ids.ts'
import { HEADQUARTERS_LETTER, type Stream } from './fact.ts'

/** A … Z, AA, AB …: two machines that are offline cannot share a counter, so each has its letter. */
function deviceLetter(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26))
  return index < 26 ? letter : deviceLetter(Math.floor(index / 26) - 1) + letter
}

export function findStream(reader: Reader, entityId: number, author: AuthorId): Stream | undefined {
  const row = reader
    .read<{ id: number; device: string; entity: EntityId }>(
      'SELECT stream.id, device, uid AS entity FROM stream JOIN entity ON entity.id = entity_id WHERE entity_id = ? AND author = ?',
    )
    .get(entityId, author)
  return row && { id: row.id, entityId, entity: row.entity, author, device: row.device }
}

/** The letter must be free. */
export function openStream(tx: Writer, entityId: number, author: AuthorId, device: string): Stream {
  tx.write('INSERT INTO stream (entity_id, author, device) VALUES (?, ?, ?)').run(entityId, author, device)
  const made = findStream(tx, entityId, author)
  assert(made, `no entity ${entityId}`)
  return made
}

/** The setting that keeps the letter of this machine of headquarters in the books of others: its rank among those that the root ever named. */
export const OWN_HEADQUARTERS_LETTER = 'headquarters-letter'

/** `S`, `SB`, `SC` …: of the machine of headquarters that the root named first, second, third … */
export function headquartersLetter(rank: number): string {
  return rank === 0 ? HEADQUARTERS_LETTER : HEADQUARTERS_LETTER + deviceLetter(rank)
}

/** The first letter that no stream of the entity has and that no grant gave away; `S` (and `SB` …) is headquarters', `P` the offices'. */
export function freeLetter(tx: Writer, entityId: number, first = ''): string {
  const taken = new Set(
    tx.read<{ device: string }>('SELECT device FROM stream WHERE entity_id = ? UNION SELECT device FROM access WHERE entity_id = ?').all(entityId, entityId).map((row) => row.device),
  )
  // After a first letter that stands alone the second machine is B: S, SB, SC …
  for (let index = first === '' ? 0 : 1; ; index += 1) {
    const letter = first + deviceLetter(index)
    const kept = first === '' && (letter.startsWith(HEADQUARTERS_LETTER) || letter.startsWith('P'))
    if (!kept && !taken.has(letter)) return letter
  }
}
