import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import type { IdentityInfo, MadeFileInfo } from '../../core/workspace.ts'
import { crypto } from '../../electron/machine/crypto.ts'
import { dataFolder } from '../../electron/machine/paths.ts'
import { openSealed, sealBytes } from '../../electron/machine/seal.ts'
import type { Session } from '../../electron/machine/session.ts'
import { anEntry, makeWorkspace, temporaryFolder, testSession } from '../shells/folder.ts'
import { ask, refusalOf, ROOT } from './exchange.ts'

const PASSPHRASE = 'cerise vapeur tambour nuage'
function rotations(session: Session): unknown[] {
  const rows = session.workspace?.connection.prepare("SELECT body FROM fact WHERE kind = 'KeyRotated' ORDER BY id").pluck().all() ?? []
  return rows.map((body) => (JSON.parse(String(body)) as { signingKey: string }).signingKey)
}

function slots(session: Session): unknown[] {
  return session.workspace?.connection.prepare('SELECT id FROM identity ORDER BY id').pluck().all() ?? []
}

async function withKeys(passphrase?: string): Promise<{ session: Session; path: string; before: IdentityInfo }> {
  const path = await makeWorkspace(temporaryFolder())
  const session = testSession()
  await session.open(path)
  await ask(session, 'entries.post', { entity: 'A1', entries: [anEntry(100)] })
  return { session, path, before: await ask<IdentityInfo>(session, 'identity.make', passphrase === undefined ? {} : { passphrase }) }
}

test('new keys are announced in the own stream, used at once, and the former secret still opens what is on the way', async () => {
  const { session, path, before } = await withKeys(PASSPHRASE)
  const old = session.workspace?.ctx.ports.identity()
  const onTheWay = await sealBytes(new TextEncoder().encode('parti avant'), [old?.sealingKey ?? ''])
  expect(await refusalOf(session, 'trust.rotate', {})).toBe('passphrase_needed')
  expect(await refusalOf(session, 'trust.rotate', { passphrase: 'pas celle des clés' })).toBe('passphrase_wrong')
  expect(rotations(session)).toEqual([])
  const after = await ask<IdentityInfo>(session, 'trust.rotate', { passphrase: PASSPHRASE })
  expect(after).toMatchObject({ made: true, locked: false, sealedBy: 'passphrase' })
  expect(after.fingerprint).not.toEqual(before.fingerprint)
  const present = session.workspace?.ctx.ports.identity()
  expect(rotations(session)).toEqual([present?.signingKey])
  expect(slots(session)).toEqual([1])
  expect(crypto.verify(present?.signingKey ?? '', 'texte', present?.sign?.('texte') ?? '')).toBe(true)
  session.close()
  await session.open(path)
  expect(await ask<IdentityInfo>(session, 'identity.unlock', { passphrase: PASSPHRASE })).toMatchObject({ locked: false, fingerprint: after.fingerprint })
  const opened = await openSealed(onTheWay.ok ? onTheWay.value : new Uint8Array(0), session.workspace?.keys.ageSecrets() ?? [])
  expect(opened).toEqual({ ok: true, value: new TextEncoder().encode('parti avant') })
  expect(await ask(session, 'verify', { full: true })).toMatchObject({ ok: true })
  session.close()
}, 60_000)

test('locked keys do not rotate, and what the core refuses leaves the keys as they were', async () => {
  const { session, path, before } = await withKeys(PASSPHRASE)
  session.close()
  await session.open(path)
  expect(await refusalOf(session, 'trust.rotate', { passphrase: PASSPHRASE })).toBe('identity_locked')
  session.close()

  const lone = testSession()
  await ask(lone, 'workspace.create', { path: join(temporaryFolder(), 'siege.archipel'), kind: 'headquarters', country: 'BE', name: 'Siège', entityCode: 'SIEGE', entityName: 'Siège' })
  await ask(lone, 'identity.make', {})
  await ask(lone, 'trust.found', { passphrases: ROOT })
  const state = await ask<IdentityInfo>(lone, 'identity.state', {})
  expect(await refusalOf(lone, 'trust.rotate', {})).toBe('headquarters_rotates_by_root')
  expect(slots(lone)).toEqual([1])
  expect(await ask<IdentityInfo>(lone, 'identity.state', {})).toEqual(state)
  expect(before.made).toBe(true)
  lone.close()
}, 60_000)

/** A program that is killed in the middle of a rotation: after the new keys were stored, before or after the facts. */
const KILLED = `
  import { Session } from '${fileURLToPath(new URL('../../electron/machine/session.ts', import.meta.url))}'
  import { loadProcedures } from '${fileURLToPath(new URL('../../electron/machine/procedure-table.ts', import.meta.url))}'
  const [path, moment] = process.argv.slice(-2)
  const session = new Session({ shell: 'test', procedures: loadProcedures })
  const { keys, ctx } = await session.open(path)
  const begun = await keys.beginRotation(undefined)
  if (!begun.ok) throw new Error(begun.error[0].code)
  if (moment === 'after') {
    const rotated = await session.runOver(ctx, 'keys.rotate', begun.value)
    if (!rotated.ok) throw new Error(rotated.error[0].code)
  }
  process.stdout.write(begun.value.signingKey)
  process.kill(process.pid, 'SIGKILL')
`

test.each(['before', 'after'])('killed %s the facts of a rotation: the keys in use are those that the facts name', async (moment) => {
  const { session, path } = await withKeys()
  const old = session.workspace?.ctx.ports.identity()?.signingKey
  session.close()
  const run = spawnSync(process.execPath, ['--input-type=module', '--eval', KILLED, path, moment], { encoding: 'utf8', env: { ...process.env } })
  expect(run.stderr).toBe('')
  expect(run.signal).toBe('SIGKILL')
  expect(run.stdout).toHaveLength(43)

  // For reading only, nothing is settled in the file, and the right keys are shown all the same.
  await session.open(path, true)
  const expected = moment === 'after' ? run.stdout : old
  expect(slots(session)).toEqual([1, 2])
  expect(session.workspace?.ctx.ports.identity()?.signingKey).toBe(expected)
  session.close()
  await session.open(path)
  expect(slots(session)).toEqual([1])
  const identity = session.workspace?.ctx.ports.identity()
  expect(identity?.signingKey).toBe(expected)
  expect(rotations(session)).toEqual(moment === 'after' ? [expected] : [])
  expect(crypto.verify(expected ?? '', 'texte', identity?.sign?.('texte') ?? '')).toBe(true)
  // And it can be done again.
  expect(await ask<IdentityInfo>(session, 'trust.rotate', {})).toMatchObject({ locked: false })
  expect(rotations(session)).toHaveLength(moment === 'after' ? 2 : 1)
  expect(await ask(session, 'verify', { full: true })).toMatchObject({ ok: true })
  session.close()
}, 60_000)

test('headquarters: three root keys, two of which state what comes next', async () => {
  const session = testSession()
  await ask(session, 'workspace.create', { path: join(temporaryFolder(), 'siege.archipel'), kind: 'headquarters', country: 'BE', name: 'Siège', entityCode: 'SIEGE', entityName: 'Siège' })
  expect(await refusalOf(session, 'trust.found', { passphrases: ROOT })).toBe('identity_missing')
  await ask(session, 'identity.make', {})
  expect(await refusalOf(session, 'trust.found', { passphrases: [ROOT[0], ROOT[1], 'court'] })).toBe('passphrase_too_short')
  expect(await refusalOf(session, 'trust.found', { passphrases: [ROOT[0], ROOT[1], ROOT[0]] })).toBe('root_passphrases_same')
  expect(await refusalOf(session, 'trust.found', { passphrases: ROOT.slice(1) })).toBe('invalid_input')
  const founded = await ask<{ files: readonly MadeFileInfo[]; rootFingerprint: { words: readonly string[] } }>(session, 'trust.found', { passphrases: ROOT })
  expect(founded.files.map((file) => file.fileName)).toEqual(['cle-racine-1.json', 'cle-racine-2.json', 'cle-racine-3.json'])
  expect(founded.rootFingerprint.words).toHaveLength(6)
  expect(await refusalOf(session, 'trust.found', { passphrases: ROOT })).toBe('root_exists')

  // Root keys are handed over and kept nowhere, sealed or not; nor are their passphrases.
  const sealed = founded.files.map(({ fileId }) => (JSON.parse(Buffer.from(session.files.get(fileId)?.bytes ?? []).toString()) as { sealed: string }).sealed)
  const path = session.workspace?.path ?? ''
  const looked = [path, `${path}-wal`, join(dataFolder(), 'log', 'archipel.log')].filter((each) => existsSync(each)).map((each) => readFileSync(each))
  expect(looked.length).toBeGreaterThan(1)
  for (const bytes of looked) for (const secret of [...ROOT, ...sealed, ...sealed.map((text) => Buffer.from(text, 'base64').subarray(12))]) expect(bytes.includes(secret)).toBe(false)

  const file = (index: number, passphrase = ROOT[index]): unknown => ({ fileId: founded.files[index]?.fileId, passphrase })
  expect(await refusalOf(session, 'trust.state-root', { rootFiles: [file(0), file(1, 'une autre phrase secrète')] })).toBe('root_passphrase_wrong')
  expect(await refusalOf(session, 'trust.state-root', { rootFiles: [file(0), file(0)] })).toBe('root_file_twice')
  expect(await refusalOf(session, 'trust.state-root', { rootFiles: [file(0)] })).toBe('root_signatures_missing')
  expect(await refusalOf(session, 'trust.state-root', { rootFiles: [file(0), { fileId: 'rien', passphrase: 'x' }] })).toBe('file_unknown')
  expect(await ask(session, 'trust.state-root', { rootFiles: [file(0), file(2)], expiresOn: '2032-06-30' })).toMatchObject({ version: 2, rootFingerprint: founded.rootFingerprint })

  // Its own keys are renewed by the root: in the same breath as the statement that names them.
  const old = session.workspace?.ctx.ports.identity()?.signingKey
  expect(await refusalOf(session, 'trust.state-root', { rootFiles: [file(1)], renew: true })).toBe('root_signatures_missing')
  expect(session.workspace?.ctx.ports.identity()?.signingKey).toBe(old)
  expect(await ask(session, 'trust.state-root', { rootFiles: [file(1), file(2)], renew: true })).toMatchObject({ version: 3 })
  const renewed = session.workspace?.ctx.ports.identity()
  expect(renewed?.signingKey).not.toBe(old)
  const root = await ask<{ root: { working: readonly { shortKey: string; endedOn: string | null }[] } }>(session, 'trust.root', {})
  expect(root.root.working.map((key) => key.endedOn === null)).toEqual([false, true])
  expect(slots(session)).toEqual([1])
  expect(await ask(session, 'verify', { full: true })).toMatchObject({ ok: true })
  session.close()
}, 60_000)
