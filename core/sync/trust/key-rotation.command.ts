import type { Context, Outcome } from '../../context.ts'
import type { EntityId } from '../../kernel/ids.ts'
import { err, ok } from '../../kernel/result.ts'
import { rotationText } from './root.ts'
import type { PublicKeys } from '../sync-facts.ts'
import { recordTrust } from './trust-fact.command.ts'
import { federationOf, heldSequence, isHeadquarters } from './trust.query.ts'

/**
 * Announces other keys of this workspace in every set of books where it signs or may sign, vouched for by the keys it has now. The new keys
 * sign from the next fact on. Refusals: `identity_missing`, `identity_locked`, `headquarters_rotates_by_root`, `key_unchanged`.
 */
export function rotateKeys(ctx: Context, keys: PublicKeys): Outcome<{ readonly streams: number }> {
  const identity = ctx.ports.identity()
  if (!identity) return err([{ code: 'identity_missing' }])
  const { sign } = identity
  if (!sign) return err([{ code: 'identity_locked' }])
  if (isHeadquarters(ctx)) return err([{ code: 'headquarters_rotates_by_root' }])
  if (identity.signingKey === keys.signingKey) return err([{ code: 'key_unchanged', author: identity.author }])
  return ctx.write((tx) => {
    const entities = tx
      .read<{ id: number; uid: EntityId }>(
        'SELECT id, uid FROM entity WHERE uid <> ? AND (EXISTS (SELECT 1 FROM stream WHERE entity_id = entity.id AND author = ?) OR EXISTS (SELECT 1 FROM access WHERE entity_id = entity.id AND author = ?)) ORDER BY id',
      )
      .all(federationOf(tx)?.uid ?? '', identity.author, identity.author)
    for (const entity of entities) {
      const sequence = heldSequence(tx, entity.id, identity.author) + 1
      const proof = sign(rotationText({ entity: entity.uid, author: identity.author, sequence, signingKey: keys.signingKey, sealingKey: keys.sealingKey }))
      recordTrust(tx, entity.id, 'KeyRotated', { signingKey: keys.signingKey, sealingKey: keys.sealingKey, proof })
    }
    return ok({ streams: entities.length })
  })
}
