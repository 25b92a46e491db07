import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import { expect, test } from 'vitest'
import { today } from '../../electron/machine/clock.ts'
import { assertSettled, openDatabase } from '../../electron/machine/database.ts'
import { decodeText } from '../../electron/machine/decode-text.ts'
import { MachineFault, toFault } from '../../electron/machine/fault.ts'
import { MemoryFiles, plainName } from '../../electron/machine/files.ts'
import { folderWarning } from '../../electron/machine/folder-warning.ts'
import { sha256 } from '../../electron/machine/hash.ts'
import { newId } from '../../electron/machine/ids.ts'
import { readHolder, takeWriterLock } from '../../electron/machine/lock.ts'
import { openWorkspace } from '../../electron/machine/workspace.ts'
import { makeWorkspace, temporaryFolder } from './folder.ts'

function codeOf(work: () => unknown): string {
  try {
    work()
  } catch (error) {
    return error instanceof MachineFault ? error.code : `not a fault: ${String(error)}`
  }
  return 'nothing thrown'
}

const open = (path: string) => openWorkspace(path, { shell: 'test', files: new MemoryFiles(), progress: () => undefined })

test('every connection that writes keeps FULL durability after its first write', async () => {
  const path = await makeWorkspace(temporaryFolder())
  const connection = openDatabase(path, 'write')
  connection.prepare("INSERT INTO setting VALUES ('essai', '1')").run()
  expect(connection.pragma('synchronous', { simple: true })).toBe(2)
  expect(() => assertSettled(connection)).not.toThrow()
  connection.pragma('synchronous = NORMAL')
  expect(() => assertSettled(connection)).toThrow('synchronous')
  connection.close()
})

test('a file that is no workspace is refused by name', async () => {
  const folder = temporaryFolder()
  const file = (name: string, content: string | Buffer): string => {
    writeFileSync(join(folder, name), content)
    return join(folder, name)
  }
  const foreign = join(folder, 'autre.archipel')
  new BetterSqlite(foreign).exec('CREATE TABLE t (a)').close()
  expect(codeOf(() => openDatabase(join(folder, 'absent.archipel'), 'read'))).toBe('file_missing')
  expect(codeOf(() => openDatabase(file('vide.archipel', ''), 'read'))).toBe('not_a_workspace')
  expect(codeOf(() => openDatabase(file('texte.archipel', 'x'.repeat(5000)), 'read'))).toBe('not_a_workspace')
  expect(codeOf(() => openDatabase(foreign, 'write'))).toBe('not_a_workspace')
  expect(codeOf(() => openDatabase(folder, 'read'))).toBe('not_a_workspace')
  mkdirSync(join(folder, 'dossier.archipel'))
  expect(codeOf(() => openDatabase(join(folder, 'dossier.archipel'), 'read'))).toBe('not_a_workspace')
  // Looking at a foreign file leaves nothing beside it.
  expect(existsSync(`${foreign}-lock`)).toBe(false)
})

test('a truncated or trampled workspace is damaged, not new', async () => {
  const path = await makeWorkspace(temporaryFolder())
  truncateSync(path, 40_960)
  await expect(open(path)).rejects.toMatchObject({ code: 'workspace_damaged' })
  const other = await makeWorkspace(temporaryFolder())
  const bytes = readFileSync(other)
  bytes.fill(0x5a, 4096, 60_000)
  writeFileSync(other, bytes)
  await expect(open(other)).rejects.toMatchObject({ code: 'workspace_damaged' })
})

test('what SQLite and the system throw gets its own name', () => {
  const named = (code: string): string => toFault(Object.assign(new Error('x'), { code })).code
  expect(named('SQLITE_FULL')).toBe('disk_full')
  expect(named('ENOSPC')).toBe('disk_full')
  expect(named('SQLITE_IOERR_FSYNC')).toBe('disk_failed')
  expect(named('SQLITE_IOERR_SHORT_READ')).toBe('workspace_damaged')
  expect(named('SQLITE_CORRUPT_VTAB')).toBe('workspace_damaged')
  expect(named('SQLITE_READONLY_DBMOVED')).toBe('read_only')
  expect(named('SQLITE_BUSY_SNAPSHOT')).toBe('workspace_locked')
  expect(named('EADDRINUSE')).toBe('port_in_use')
  expect(toFault(new Error('x')).code).toBe('internal')
})

test('one writer: the second is told who, and reads', async () => {
  const path = await makeWorkspace(temporaryFolder())
  const first = await open(path)
  const second = await open(path)
  expect(first.info().access).toBe('write')
  expect(second.info().access).toBe('read')
  expect(second.info().heldBy).toMatchObject({ processId: process.pid, shell: 'test' })
  expect(() => second.connection.exec("INSERT INTO setting VALUES ('a', 'b')")).toThrow('readonly')
  second.close()
  first.close()
  const third = await open(path)
  expect(third.info().access).toBe('write')
  third.close()
})

test('another name of the same file is the same lock', async () => {
  const folder = temporaryFolder()
  const path = await makeWorkspace(folder)
  symlinkSync(path, join(folder, 'lien.archipel'))
  const first = await open(path)
  const second = await open(join(folder, 'lien.archipel'))
  expect(second.info().access).toBe('read')
  second.close()
  first.close()
})

test('the lock of a killed process is free at once, and readers of it do not disturb', async () => {
  const path = await makeWorkspace(temporaryFolder())
  const module = new URL('../../electron/machine/lock.ts', import.meta.url).href
  const script = `import { takeWriterLock } from ${JSON.stringify(module)}
    console.log(takeWriterLock(process.argv[1], 'mort').held); process.kill(process.pid, 'SIGKILL')`
  const run = spawnSync(process.execPath, ['--input-type=module', '-e', script, path], { encoding: 'utf8' })
  expect(run.stdout.trim()).toBe('true')
  expect(run.signal).toBe('SIGKILL')
  expect(readHolder(path)?.shell).toBe('mort')
  const mine = takeWriterLock(path, 'vivant')
  expect(mine.held).toBe(true)
  expect(readHolder(path)?.shell).toBe('vivant')
  if (mine.held) mine.lock.release()
})

test('a newer file opens for reading only', async () => {
  const path = await makeWorkspace(temporaryFolder())
  const raw = new BetterSqlite(path)
  raw.pragma('user_version = 999')
  raw.close()
  const workspace = await open(path)
  expect(workspace.info().access).toBe('newer')
  expect(() => workspace.connection.exec("INSERT INTO setting VALUES ('a', 'b')")).toThrow('readonly')
  workspace.close()
})

test('synced folders and network disks are named', () => {
  const mounts = '/dev/sda1 / ext4 rw 0 0\nserveur:/x /mnt/nas nfs4 rw 0 0\n//s/p /mnt/mon\\040disque cifs rw 0 0\n'
  expect(folderWarning('/livres/a/OneDrive - Smart/x.archipel', mounts)).toMatchObject({ kind: 'synced', service: 'OneDrive' })
  expect(folderWarning('/livres/a/Dropbox/livres/x.archipel', mounts)).toMatchObject({ service: 'Dropbox' })
  expect(folderWarning('/livres/a/Library/Mobile Documents/com~apple~CloudDocs/x.archipel', mounts)).toMatchObject({ service: 'iCloud' })
  expect(folderWarning('D:\\livres\\Nextcloud\\x.archipel'.replaceAll('\\', '/'), mounts)).toMatchObject({ service: 'Nextcloud' })
  expect(folderWarning('/mnt/nas/x.archipel', mounts)).toMatchObject({ kind: 'network', service: 'nfs4' })
  expect(folderWarning('/mnt/mon disque/x.archipel', mounts)).toMatchObject({ kind: 'network', service: 'cifs' })
  expect(folderWarning('\\\\serveur\\partage\\x.archipel', mounts)).toMatchObject({ kind: 'network' })
  expect(folderWarning('/livres/a/Documents/Dropboxing/x.archipel', mounts)).toBeUndefined()
})

test('text is UTF-8, else Latin 9, else no text', () => {
  const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values)
  expect(decodeText(new TextEncoder().encode('\ufeffà 1 €'))).toEqual({ text: 'à 1 €', encoding: 'utf-8' })
  expect(decodeText(bytes(0xe0, 0x20, 0xa4))).toEqual({ text: 'à €', encoding: 'iso-8859-15' })
  expect(decodeText(bytes(0xff, 0xfe, 0x41, 0x00))).toBeUndefined()
  expect(decodeText(bytes(0x41, 0x00, 0x42, 0x00))).toBeUndefined()
})

test('identities are 26 characters, sort by time and never repeat', () => {
  const earlier = newId(1_700_000_000_000)
  const later = newId(1_700_000_000_001)
  expect(earlier).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/u)
  expect(earlier < later).toBe(true)
  expect(new Set(Array.from({ length: 20_000 }, () => newId(1))).size).toBe(20_000)
})

test('the digest is SHA-256, of a text as of its bytes', () => {
  expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
  expect(sha256('é')).toBe(sha256(Uint8Array.from([0xc3, 0xa9])))
})

test('the day of the books is Brussels’s, whatever the zone of the machine', () => {
  expect(today(Date.parse('2026-12-31T22:59:59Z'))).toBe('2026-12-31')
  expect(today(Date.parse('2026-12-31T23:00:00Z'))).toBe('2027-01-01')
  expect(today(Date.parse('2026-06-30T22:00:00Z'))).toBe('2026-07-01')
})

test('files are held up to their limits, and lose what a disk would misread in a name', () => {
  const files = new MemoryFiles({ fileBytes: 10, totalBytes: 25 })
  const first = files.put('a', 'x', new Uint8Array(10))
  const second = files.put('b', 'x', new Uint8Array(10))
  const third = files.put('c', 'x', new Uint8Array(10))
  expect([files.get(first), files.get(second)?.name, files.get(third)?.name]).toEqual([undefined, 'b', 'c'])
  expect(codeOf(() => files.put('d', 'x', new Uint8Array(11)))).toBe('file_too_large')
  expect(plainName('../../etc/passwd')).toBe('passwd')
  expect(plainName('C:\\fakepath\\livre\u202Efdp.exe')).toBe('livrefdp.exe')
  expect(plainName('..')).toBe('fichier')
  expect(plainName('a\u0000b?.txt. ')).toBe('ab.txt')
})
