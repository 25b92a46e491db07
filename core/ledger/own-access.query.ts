import type { Reader } from '../context.ts'

/** What headquarters granted: the roles of `AccessGranted`. */
export type GrantedRole = 'porteur' | 'associate' | 'adviser' | 'accountant'

export interface OwnAccess {
  /** Of this workspace in the books of the entity, by the latest grant that no later revocation ends; null without one. */
  readonly role: GrantedRole | null
  /** Did headquarters grant anything in these books? Books that never joined are their owner's alone. */
  readonly joined: boolean
}

const OWN = `SELECT role FROM access WHERE entity_id = ? AND author = ? AND NOT EXISTS (
  SELECT 1 FROM access_revoked JOIN fact ON fact.id = fact_id
  WHERE access_revoked.entity_id = access.entity_id AND access_revoked.author = access.author AND fact.logical_time > access.logical_time)`

/** What this workspace may do in the books of an entity, by the facts of trust it holds. */
export function ownAccess(reader: Reader, entityId: number): OwnAccess {
  const own = reader.read<{ role: GrantedRole }>(OWN).get(entityId, reader.ports.author)
  if (own) return { role: own.role, joined: true }
  return { role: null, joined: reader.read('SELECT 1 FROM access WHERE entity_id = ? LIMIT 1').get(entityId) !== undefined }
}
