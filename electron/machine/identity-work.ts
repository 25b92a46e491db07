import type { Outcome } from '../../core/context.ts'
import { err } from '../../core/kernel/result.ts'
import type { Fingerprint } from '../../core/sync/pli.ts'
import type { IdentityInfo } from '../../core/workspace.ts'
import type { DoorOutcome } from './door.ts'
import type { KeyRing } from './identity.ts'
import type { Session } from './session.ts'

/** Screens that show the keys, or what they let do. */
export const KEYS_CHANGED = ['identity', 'sync']

/** Unlocks for the session; reading is enough for it. */
export async function unlockWith(session: Session, text: string | undefined): Promise<DoorOutcome<IdentityInfo>> {
  const workspace = session.workspace
  if (!workspace) return err([{ code: 'no_workspace' }])
  const unlocked = await workspace.keys.unlock(text)
  return unlocked.ok ? { ok: true, value: await identityInfo(session, workspace.keys), changed: KEYS_CHANGED } : unlocked
}

/** The state of the keys, with the fingerprint that the core makes of the public ones. */
export async function identityInfo(session: Session, keys: KeyRing): Promise<IdentityInfo> {
  const identity = keys.identity()
  return { ...(await keys.state()), fingerprint: identity ? await fingerprintOf(session, identity.signingKey, identity.sealingKey) : null }
}

async function fingerprintOf(session: Session, signingKey: string, sealingKey: string): Promise<Fingerprint> {
  return session.ask<Fingerprint>('fingerprint.of', { signingKey, sealingKey })
}

/** Work that writes the keys of the open workspace. */
export async function changing(session: Session, work: (keys: KeyRing) => Promise<Outcome<unknown>>): Promise<DoorOutcome<IdentityInfo>> {
  const workspace = session.workspace
  if (!workspace) return err([{ code: 'no_workspace' }])
  if (workspace.access !== 'write') return err([session.readOnlyRefusal(workspace)])
  const done = await work(workspace.keys)
  if (!done.ok) return done
  session.backups?.changed()
  return { ok: true, value: await identityInfo(session, workspace.keys), changed: KEYS_CHANGED }
}
