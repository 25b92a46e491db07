import { z } from 'zod'
import { err, ok } from '../../core/kernel/result.ts'
import { type Door, door, type DoorOutcome, none } from './door.ts'
import { changing, identityInfo, KEYS_CHANGED, unlockWith } from './identity-work.ts'
import type { Session } from './session.ts'

/** Long enough for any sentence; a file given by mistake is not stretched for seconds. */
const passphrase = z.string().min(1).max(1024)
const maybe = z.strictObject({ passphrase: passphrase.optional() })

export const identityDoors = {
  'identity.state': door(none, async (session) => {
    const workspace = session.workspace
    return workspace ? ok(await identityInfo(session, workspace.keys)) : err([{ code: 'no_workspace' }])
  }),
  'identity.make': door(maybe, (session, input) => changing(session, (keys) => keys.make(input.passphrase))),
  'identity.unlock': door(maybe, (session, input) => unlockWith(session, input.passphrase)),
  'identity.lock': door(none, async (session) => {
    const workspace = session.workspace
    if (!workspace) return err([{ code: 'no_workspace' }])
    workspace.keys.lock()
    return { ok: true, value: await identityInfo(session, workspace.keys), changed: KEYS_CHANGED }
  }),
  'identity.seal': door(maybe, (session, input) => changing(session, (keys) => keys.seal(input.passphrase))),
  'identity.recovery-sheet': door(z.strictObject({ language: z.enum(['fr', 'nl', 'en']) }), async (session, input) =>
    (await import('./recovery-sheet.ts')).makeRecoverySheet(session, input.language)),
  'identity.restore': door(z.strictObject({ secret: z.string().min(1).max(2000), passphrase: passphrase.optional() }), restore),
} satisfies Readonly<Record<string, Door>>

async function restore(session: Session, input: { readonly secret: string; readonly passphrase?: string | undefined }): Promise<DoorOutcome> {
  const { readRecoverySecret } = await import('./recovery-secret.ts')
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
  const workspace = session.workspace
  if (!workspace) return err([{ code: 'no_workspace' }])
  if (input.passphrase !== undefined) {
    const unlocked = await unlockWith(session, input.passphrase)
    if (!unlocked.ok) return unlocked
  }
  return { ok: true, value: await identityInfo(session, workspace.keys), changed: ['workspace', ...KEYS_CHANGED] }
}
