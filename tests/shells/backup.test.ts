import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { BackupInfo } from '../../core/workspace.ts'
import { backupFolder, copyWorkspace, listBackups, makeBackup, outdated } from '../../electron/machine/backup.ts'
import { BACKUP_EVERY_MILLISECONDS, Backups } from '../../electron/machine/backups.ts'
import { openDatabase } from '../../electron/machine/database.ts'
import { MachineFault } from '../../electron/machine/fault.ts'
import { anEntry, makeWorkspace, proved, temporaryFolder, testSession } from './folder.ts'

test('a backup is proved by the chain before it is listed, and stands alone in its file', async () => {
  const folder = temporaryFolder()
  const path = await makeWorkspace(folder)
  const session = testSession()
  await session.open(path)
  expect(await session.answer('entries.post', { entity: 'A1', entries: [anEntry(12_100)] })).toMatchObject({ ok: true })
  // The commit is still in the write-ahead log: a copy of the file alone would not hold it.
  const reply = await session.answer('backup.now', {})
  expect(reply).toMatchObject({ ok: true, value: { verified: true, entries: 1 } })
  session.close()
  const listed = listBackups(backupFolder(path))
  expect(listed).toHaveLength(1)
  expect(readdirSync(backupFolder(path)).filter((file) => /-wal|-shm|partial|journal$/u.test(file))).toEqual([])
  const copy = openDatabase(listed[0]?.path ?? '', 'read')
  expect(copy.prepare('SELECT count(*) FROM entry').pluck().get()).toBe(1)
  copy.close()
})

test('two backups of one second are two backups', async () => {
  const path = await makeWorkspace(temporaryFolder())
  const session = testSession()
  await session.open(path)
  const instant = Date.parse('2026-11-21T10:00:00Z')
  const made = [await makeBackup(path, session.verifyCopy, instant), await makeBackup(path, session.verifyCopy, instant)]
  session.close()
  expect(new Set(made.map((backup) => backup.path)).size).toBe(2)
  expect(listBackups(backupFolder(path)).map((backup) => backup.verified)).toEqual([true, true])
})

test('books that do not prove are never a backup', async () => {
  const path = await makeWorkspace(temporaryFolder())
  const raw = openDatabase(path, 'write')
  raw.exec('DROP TRIGGER fact_kept')
  raw.prepare("UPDATE fact SET body = replace(body, 'Atelier', 'Ateliers') WHERE id = (SELECT min(id) FROM fact)").run()
  raw.close()
  const session = testSession()
  await expect(makeBackup(path, session.verifyCopy)).rejects.toMatchObject({ code: 'workspace_damaged' })
  expect(listBackups(backupFolder(path))).toEqual([])
  expect(readdirSync(backupFolder(path))).toEqual([])
})

test('a failing backup is reported and is due again; a good one clears it', async () => {
  const path = await makeWorkspace(temporaryFolder())
  let fails = true
  const made: BackupInfo = { path, madeAt: '2026-01-01T00:00:00Z', sizeBytes: 1, verified: true, facts: 1, entries: 0 }
  const backups = new Backups(path, async () => {
    if (fails) throw new MachineFault('disk_full')
    return made
  }, false)
  backups.changed()
  await expect(backups.make(1000)).rejects.toMatchObject({ code: 'disk_full' })
  expect(backups.lastProblem).toBe('disk_full')
  fails = false
  expect(await backups.look(1000 + BACKUP_EVERY_MILLISECONDS - 1)).toBeUndefined()
  expect(await backups.look(1000 + BACKUP_EVERY_MILLISECONDS)).toEqual(made)
  expect(backups.lastProblem).toBeNull()
  // Nothing changed since: nothing is due, however late it is.
  expect(await backups.look(1e12)).toBeUndefined()
})

test('three of today, one of each earlier day, thirty days; the unproved never push out the proved', () => {
  const at = (madeAt: string, verified = true): BackupInfo => ({ path: madeAt, madeAt, sizeBytes: 1, verified, facts: 1, entries: 1 })
  const instant = Date.parse('2026-06-30T18:00:00Z')
  const gone = outdated([
    at('2026-06-30T08:00:00Z'), at('2026-06-30T09:00:00Z'), at('2026-06-30T10:00:00Z'), at('2026-06-30T17:00:00Z'), at('2026-06-30T17:30:00Z', false),
    at('2026-06-29T08:00:00Z'), at('2026-06-29T20:00:00Z'), at('2026-05-31T08:00:00Z'), at('2026-05-30T08:00:00Z'),
  ], instant)
  expect(gone.map((backup) => backup.madeAt).sort()).toEqual(['2026-05-30T08:00:00Z', '2026-06-29T08:00:00Z', '2026-06-30T08:00:00Z'])
})

test('a truncated or unsealed copy is not listed as good, and restoring it is refused', async () => {
  const folder = temporaryFolder()
  const path = await makeWorkspace(folder)
  const session = testSession()
  const info = await makeBackup(path, session.verifyCopy)
  truncateSync(info.path, info.sizeBytes - 4096)
  expect(listBackups(backupFolder(path))[0]?.verified).toBe(false)
  await expect(copyWorkspace(info.path, join(folder, 'neuf.archipel'), session.verifyCopy)).rejects.toMatchObject({ code: 'workspace_damaged' })
  expect(existsSync(join(folder, 'neuf.archipel'))).toBe(false)
  expect(readdirSync(folder).filter((file) => file.endsWith('.partial'))).toEqual([])
})

test('restoring makes a new file and never writes over one', async () => {
  const folder = temporaryFolder()
  const path = await makeWorkspace(folder)
  const session = testSession()
  const backup = await makeBackup(path, session.verifyCopy)
  const before = readFileSync(path)
  expect(await session.answer('restore.run', { path: backup.path, newPath: path })).toMatchObject({ ok: false, refused: [{ code: 'file_exists' }] })
  expect(readFileSync(path).equals(before)).toBe(true)
  await session.open(path)
  await session.answer('entries.post', { entity: 'A1', entries: [anEntry(5000), anEntry(7000)] })
  expect(await session.answer('restore.preview', { path: backup.path })).toMatchObject({ ok: true, value: { backup: { verified: true, entries: 0 }, current: { entries: 2 }, missingEntries: 2 } })
  const target = join(folder, 'restauré.archipel')
  expect(await session.answer('restore.run', { path: backup.path, newPath: target })).toMatchObject({ ok: true, value: { access: 'write', name: 'restauré' } })
  expect(session.workspace?.path).toBe(target)
  session.close()
})

test('a backup killed anywhere leaves nothing that is listed', async () => {
  const path = await makeWorkspace(temporaryFolder())
  const filler = openDatabase(path, 'write')
  filler.exec("CREATE TABLE remplissage (a BLOB); WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400) INSERT INTO remplissage SELECT randomblob(50000) FROM n")
  filler.close()
  const module = new URL('../../electron/machine/backup.ts', import.meta.url).href
  const script = `import { makeBackup } from ${JSON.stringify(module)}
    console.log('parti'); await makeBackup(process.argv[1], () => ({ facts: 1, entries: 0, problems: [] })); console.log('fait')`
  const outcomes = new Set<boolean>()
  for (let kill = 0; kill < 12; kill += 1) {
    const child = spawn(process.execPath, ['--input-type=module', '-e', script, path], { stdio: ['ignore', 'pipe', 'ignore'] })
    await new Promise<void>((resolve) => {
      let said = ''
      child.stdout.on('data', (data) => {
        if (said === '') setTimeout(() => child.kill('SIGKILL'), kill * 9)
        said += String(data)
      })
      child.once('exit', () => {
        outcomes.add(said.includes('fait'))
        resolve()
      })
    })
    for (const backup of listBackups(backupFolder(path)).filter((each) => each.verified)) {
      const copy = openDatabase(backup.path, 'read')
      expect(copy.pragma('integrity_check', { simple: true })).toBe('ok')
      copy.close()
    }
  }
  expect(outcomes.has(false)).toBe(true)
}, 120_000)

test('a backup folder that takes no file is a fault with its name, and leaves the books alone', async () => {
  const path = await makeWorkspace(temporaryFolder())
  mkdirSync(join(backupFolder(path), '..'), { recursive: true })
  writeFileSync(backupFolder(path), 'un fichier là où le dossier devrait être')
  await expect(makeBackup(path, proved)).rejects.toBeInstanceOf(MachineFault)
})

test('a file of an earlier version is backed up, then brought to this one; its backups still restore', async () => {
  const folder = temporaryFolder()
  const path = await makeWorkspace(folder)
  const session = testSession()
  await session.open(path)
  await session.answer('entries.post', { entity: 'A1', entries: [anEntry(5000)] })
  session.close()
  // As the version before left it: one trigger was written otherwise.
  const raw = openDatabase(path, 'write')
  raw.exec("DROP TRIGGER entry_kept; CREATE TRIGGER entry_kept BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'old words'); END; UPDATE migration SET sha256 = 'x' WHERE number = 0")
  raw.close()
  await session.open(path)
  expect(session.workspace?.access).toBe('write')
  expect(await session.answer('verify', { full: true })).toMatchObject({ ok: true, value: { ok: true, entries: 1 } })
  session.close()
  const backups = listBackups(backupFolder(path))
  expect(backups).toMatchObject([{ verified: true, entries: 1 }])
  expect(await session.answer('restore.run', { path: backups[0]?.path, newPath: join(folder, 'retour.archipel') })).toMatchObject({ ok: true })
  expect(await session.answer('verify', { full: true })).toMatchObject({ ok: true, value: { ok: true, entries: 1 } })
  session.close()
})
