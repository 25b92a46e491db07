import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { MadeFileInfo } from '../../core/workspace.ts'
import { keepRootFiles } from '../../electron/machine/kept-root-files.ts'
import { dataFolder } from '../../electron/machine/paths.ts'
import { newRootKey } from '../../electron/machine/root-keys.ts'
import type { Session } from '../../electron/machine/session.ts'
import { temporaryFolder, testSession } from '../shells/folder.ts'
import { ask, refusalOf, ROOT } from './exchange.ts'

async function headquarters(shell: string): Promise<{ readonly session: Session; readonly path: string; readonly author: string }> {
  const session = testSession(shell)
  const path = join(temporaryFolder(), 'siege.archipel')
  await ask(session, 'workspace.create', { path, kind: 'headquarters', country: 'BE', name: 'Siège', entityCode: 'SIEGE', entityName: 'Siège' })
  const { author } = await ask<{ author: string }>(session, 'identity.make', {})
  return { session, path, author }
}

const keptOnDisk = (author: string): string[] => (existsSync(join(dataFolder(), 'root-keys')) ? readdirSync(join(dataFolder(), 'root-keys')).filter((name) => name.startsWith(author)).sort() : [])

test('closed before the root keys were saved: they are offered again, still open with their passphrases, until somebody says that they are safe', async () => {
  const { session, path, author } = await headquarters('browser')
  expect(await ask(session, 'trust.root-files', {})).toEqual([])
  const { files } = await ask<{ files: readonly MadeFileInfo[] }>(session, 'trust.found', { passphrases: ROOT })
  const made = files.map(({ fileId }) => session.files.get(fileId)?.bytes)
  session.close()
  const again = testSession('browser')
  await ask(again, 'workspace.open', { path })
  const offered = await ask<readonly MadeFileInfo[]>(again, 'trust.root-files', {})
  expect(offered.map((file) => file.fileName)).toEqual(['cle-racine-1.json', 'cle-racine-2.json', 'cle-racine-3.json'])
  expect(offered.map(({ fileId }) => Buffer.from(again.files.get(fileId)?.bytes ?? []))).toEqual(made.map((bytes) => Buffer.from(bytes ?? [])))
  // Sealed as they are on their sticks: nothing in the folder opens without a passphrase.
  for (const name of keptOnDisk(author)) expect(ROOT.some((phrase) => readFileSync(join(dataFolder(), 'root-keys', name), 'utf8').includes(phrase))).toBe(false)
  const rootFiles = offered.slice(0, 2).map(({ fileId }, index) => ({ fileId, passphrase: ROOT[index] ?? '' }))
  expect(await ask(again, 'trust.state-root', { rootFiles, expiresOn: '2031-01-01' })).toMatchObject({ version: 2 })
  // A second founding is refused, and does not write over them.
  expect(await refusalOf(again, 'trust.found', { passphrases: ROOT })).toBe('root_exists')
  expect(await ask<readonly MadeFileInfo[]>(again, 'trust.root-files', {})).toHaveLength(3)
  await ask(again, 'trust.forget-root-files', {})
  expect(await ask(again, 'trust.root-files', {})).toEqual([])
  expect(keptOnDisk(author)).toEqual([])
  again.close()
})

test('killed before the founding was written: keys of a root that never was are not offered, and let go', async () => {
  const { session, author } = await headquarters('browser')
  const files: Uint8Array[] = []
  for (const [index, phrase] of ROOT.entries()) {
    const made = await newRootKey('Siège', index + 1, phrase)
    if (made.ok) files.push(made.value.file)
  }
  keepRootFiles(author, files)
  expect(keptOnDisk(author)).toHaveLength(3)
  expect(await ask(session, 'trust.root-files', {})).toEqual([])
  expect(keptOnDisk(author)).toEqual([])
  session.close()
})

test('what the command line writes itself is not kept a second time', async () => {
  const { session, author } = await headquarters('cli')
  await ask(session, 'trust.found', { passphrases: ROOT })
  expect(keptOnDisk(author)).toEqual([])
  session.close()
})
