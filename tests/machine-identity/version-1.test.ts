import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { listBackups, backupFolder } from '../../electron/machine/backup.ts'
import { openWorkspace } from '../../electron/machine/workspace.ts'
import { MemoryFiles } from '../../electron/machine/files.ts'
import { temporaryFolder, testSession } from '../shells/folder.ts'

/** A file written by the version before keys existed, as it was shipped. */
function shipped(): string {
  const path = join(temporaryFolder(), 'essai.archipel')
  writeFileSync(path, gunzipSync(readFileSync(new URL('../golden/workspaces/version-1.archipel.gz', import.meta.url))))
  return path
}

test('a workspace of version 1 opens, is brought to this version behind a backup, keeps its books, and takes keys', async () => {
  const path = shipped()
  const session = testSession()
  const ask = async (name: string, input: unknown): Promise<unknown> => {
    const reply = await session.answer(name, input)
    expect(reply, name).toMatchObject({ ok: true })
    return (reply as { value: unknown }).value
  }
  // First as it lies, for reading only: no table of keys, no rows of trust, and the books readable all the same.
  const options = { shell: 'test', files: new MemoryFiles(), progress: () => undefined }
  const asIs = await openWorkspace(path, { ...options, readOnly: true })
  expect(asIs.keys.identity()).toBeUndefined()
  expect(await asIs.keys.state()).toMatchObject({ made: false, locked: false, sealedBy: null })
  const facts = asIs.connection.prepare('SELECT id, kind, hex(hash) AS hash FROM fact ORDER BY id').all()
  const sums = asIs.connection.prepare('SELECT account_id, sum(debit_cents) AS debit, sum(credit_cents) AS credit FROM line GROUP BY account_id').all()
  expect(facts).toHaveLength(12)
  asIs.close()

  await session.open(path)
  expect(session.workspace?.access).toBe('write')
  expect(listBackups(backupFolder(path))).toHaveLength(1)
  expect(session.workspace?.connection.prepare('SELECT id, kind, hex(hash) AS hash FROM fact ORDER BY id').all()).toEqual(facts)
  expect(session.workspace?.connection.prepare('SELECT account_id, sum(debit_cents) AS debit, sum(credit_cents) AS credit FROM line GROUP BY account_id').all()).toEqual(sums)
  expect(await ask('verify', { full: true })).toMatchObject({ ok: true, problems: [], facts: 12, entries: 1 })
  expect(await ask('identity.state', {})).toMatchObject({ author: '01M7YHA4QVTJPP278T6JNEQB79', made: false, fingerprint: null })
  expect(await ask('identity.make', { passphrase: 'cerise vapeur tambour nuage' })).toMatchObject({ made: true, locked: false })
  expect(await ask('journal', { entity: 'ATELIER' })).toMatchObject({ total: 1 })
  expect(await ask('verify', { full: true })).toMatchObject({ ok: true, problems: [] })
  expect(await ask('backup.now', {})).toMatchObject({ verified: true, facts: 12 })
  session.close()
})
