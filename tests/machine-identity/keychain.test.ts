import { readFileSync } from 'node:fs'
import BetterSqlite from 'better-sqlite3'
import { afterEach, expect, test } from 'vitest'
import { CHANNEL } from '../../electron/channels.ts'
import { startMain } from '../../electron/main.ts'
import type { Screens } from '../../electron/screens.ts'
import type { IdentityInfo } from '../../core/workspace.ts'
import { ElectronDouble } from '../shells/electron-double.ts'
import { makeWorkspace, temporaryFolder } from '../shells/folder.ts'

const screens: Screens = { get: () => undefined }
const running: ElectronDouble[] = []

afterEach(async () => {
  for (const double of running.splice(0)) await double.core?.close()
})

async function started(change: (double: ElectronDouble) => void = () => undefined, platform = 'linux'): Promise<ElectronDouble> {
  const double = new ElectronDouble()
  change(double)
  running.push(double)
  await startMain(double.api, { screens, folder: '/program', platform })
  return double
}

let calls = 0
async function ask(double: ElectronDouble, procedure: string, input: unknown): Promise<IdentityInfo> {
  calls += 1
  const reply = (await double.invoke(CHANNEL.call, [`c${calls}`, procedure, input])) as { ok: boolean; value: IdentityInfo }
  expect(reply, procedure).toMatchObject({ ok: true })
  return reply.value
}

/** Closes the core properly, as at the end of the program. */
async function ended(double: ElectronDouble): Promise<void> {
  await double.core?.close()
}

test('keys sealed by the keychain: asked of the main process, across both processes, and only the core asks', async () => {
  const path = await makeWorkspace(temporaryFolder())
  const first = await started()
  await ask(first, 'workspace.open', { path })
  expect(await ask(first, 'identity.state', {})).toMatchObject({ made: false, canUseKeychain: true, fingerprint: null })
  const made = await ask(first, 'identity.make', {})
  expect(made).toMatchObject({ made: true, locked: false, sealedBy: 'keychain' })
  expect(made.fingerprint?.words).toHaveLength(6)
  expect(first.keychain.asked).toEqual(['encrypt'])
  await ended(first)
  for (const kept of first.keychain.kept) expect(readFileSync(path).includes(kept)).toBe(false)

  const again = await started((double) => double.keychain.kept.push(...first.keychain.kept))
  await ask(again, 'workspace.open', { path })
  expect(await ask(again, 'identity.state', {})).toMatchObject({ locked: false, sealedBy: 'keychain', fingerprint: made.fingerprint })
  expect(again.keychain.asked).toEqual(['decrypt'])
  await ended(again)

  // Another account: its keychain did not seal this.
  const other = await started()
  await ask(other, 'workspace.open', { path })
  expect(await ask(other, 'identity.state', {})).toMatchObject({ locked: true })
  // The page reaches the keychain by no channel of its own.
  expect([...other.handlers.keys()].some((channel) => channel.includes('keychain'))).toBe(false)
}, 60_000)

test('a Linux without a keyring has no keychain: the machine seals, and says so', async () => {
  for (const backend of ['basic_text', 'unknown']) {
    const double = await started((each) => (each.keychain.backend = backend))
    await ask(double, 'workspace.open', { path: await makeWorkspace(temporaryFolder()) })
    expect(await ask(double, 'identity.make', {})).toMatchObject({ sealedBy: 'machine', canUseKeychain: false })
    expect(double.keychain.asked).toEqual([])
  }
  const elsewhere = await started((each) => (each.keychain.backend = 'basic_text'), 'darwin')
  await ask(elsewhere, 'workspace.open', { path: await makeWorkspace(temporaryFolder()) })
  expect(await ask(elsewhere, 'identity.state', {})).toMatchObject({ canUseKeychain: true })
}, 60_000)

test('a keychain that fails, or is switched off, neither loses the keys nor stops the books', async () => {
  const path = await makeWorkspace(temporaryFolder())
  const double = await started()
  await ask(double, 'workspace.open', { path })
  await ask(double, 'identity.make', {})
  await ask(double, 'workspace.close', {})
  double.keychain.available = false
  await ask(double, 'workspace.open', { path })
  expect(await ask(double, 'identity.state', {})).toMatchObject({ made: true, locked: true, canUseKeychain: false })
  expect(await double.invoke(CHANNEL.call, ['x', 'entity.list', {}])).toMatchObject({ ok: true })
  await ask(double, 'workspace.close', {})
  double.keychain.available = true
  await ask(double, 'workspace.open', { path })
  expect(await ask(double, 'identity.state', {})).toMatchObject({ locked: false })
  const sealedBy = new BetterSqlite(path, { readonly: true })
  expect(sealedBy.prepare('SELECT sealed_by FROM identity').pluck().get()).toBe('keychain')
  sealedBy.close()
}, 60_000)
