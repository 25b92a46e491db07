import { z } from 'zod'
import type { Outcome } from '../../core/context.ts'
import { err, ok } from '../../core/kernel/result.ts'
import type { IdentityInfo } from '../../core/workspace.ts'
import type { Fingerprint } from '../../core/sync/pli.ts'
import { type Door, door, type DoorOutcome, none } from './door.ts'
import type { KeyRing } from './identity.ts'
import { readRecoverySecret } from './recovery-secret.ts'
import type { Session } from './session.ts'

/** Long enough for any sentence; a file given by mistake is not stretched for seconds. */
const passphrase = z.string().min(1).max(1024)
const maybe = z.strictObject({ passphrase: passphrase.optional() })
/** Screens that show the keys, or what they let do. */
const CHANGED = ['identity', 'sync']

export const identityDoors = {
  'identity.state': door(none, async (session) => {
    const workspace = session.workspace
    return workspace ? ok(await identityInfo(session, workspace.keys)) : err([{ code: 'no_workspace' }])
  }),
  'identity.make': door(maybe, (session, input) => changing(session, (keys) => keys.make(input.passphrase))),
  'identity.unlock': door(z.strictObject({ passphrase }), (session, input) => unlockWith(session, input.passphrase)),
  'identity.lock': door(none, async (session) => {
    const workspace = session.workspace
    if (!workspace) return err([{ code: 'no_workspace' }])
    workspace.keys.lock()
    return { ok: true, value: await identityInfo(session, workspace.keys), changed: CHANGED }
  }),
  'identity.seal': door(maybe, (session, input) => changing(session, (keys) => keys.seal(input.passphrase))),
  'identity.recovery-sheet': door(z.strictObject({ language: z.enum(['fr', 'nl', 'en']) }), async (session, input) =>
    (await import('./recovery-sheet.ts')).makeRecoverySheet(session, input.language)),
  'identity.restore': door(z.strictObject({ secret: z.string().min(1).max(2000), passphrase: passphrase.optional() }), restore),
} satisfies Readonly<Record<string, Door>>

/** Unlocks for the session; reading is enough for it. */
export async function unlockWith(session: Session, text: string): Promise<DoorOutcome<IdentityInfo>> {
  const workspace = session.workspace
  if (!workspace) return err([{ code: 'no_workspace' }])
  const unlocked = await workspace.keys.unlock(text)
  return unlocked.ok ? { ok: true, value: await identityInfo(session, workspace.keys), changed: CHANGED } : unlocked
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
  return { ok: true, value: await identityInfo(session, workspace.keys), changed: CHANGED }
}

async function restore(session: Session, input: { readonly secret: string; readonly passphrase?: string | undefined }): Promise<DoorOutcome> {
  const read = readRecoverySecret(input.secret)
  if (!read.ok) return read
  let reopen = false
  const restored = await changing(session, async (keys) => {
    const done = await keys.restore(read.value.author, read.value.seed, input.passphrase)
    if (done.ok) reopen = done.value.reopen
    return done
  })
  if (!restored.ok || !reopen) return restored
  await session.reopen()
  if (input.passphrase !== undefined) return unlockWith(session, input.passphrase)
  const workspace = session.workspace
  return workspace ? { ok: true, value: await identityInfo(session, workspace.keys), changed: ['workspace', ...CHANGED] } : err([{ code: 'no_workspace' }])
}
