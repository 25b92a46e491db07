import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, statSync, unlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { BackupInfo } from '../../core/workspace.ts'
import { now } from './clock.ts'
import { type Connection, openDatabase } from './database.ts'
import { MachineFault, toFault } from './fault.ts'
import { giveName } from './give-name.ts'
import { newId } from './ids.ts'
import { WORKSPACE_EXTENSION, workspaceName } from './paths.ts'

/** What proves a copy: counts and the problems found. An empty list makes the copy count. */
export interface CopyProof {
  readonly facts: number
  readonly entries: number
  readonly problems: readonly unknown[]
}

export type VerifyCopy = (connection: Connection, path: string) => CopyProof | Promise<CopyProof>

const SEAL = '.json'
const PARTIAL = '.partial'
/** A copy is read from end to end once: keeping its pages would only take memory from the books. */
const SMALL_CACHE = 'cache_size = -4096'

/** `<folder of the workspace>/Archipel sauvegardes/<its name>/`. */
export function backupFolder(workspacePath: string): string {
  return join(dirname(workspacePath), 'Archipel sauvegardes', workspaceName(workspacePath))
}

/**
 * Makes one copy by SQLite's backup interface (a live file is never copied as a file), opens it again, proves it, and
 * only then gives it its name. Whatever stops on the way leaves nothing that is listed. Faults: `file_exists`,
 * `disk_full`, `disk_failed`, `workspace_damaged`, `backup_failed`.
 */
export async function copyWorkspace(source: string, target: string, verify: VerifyCopy): Promise<CopyProof> {
  if (existsSync(target)) throw new MachineFault('file_exists', { path: target })
  const partial = join(dirname(target), `.${newId()}${PARTIAL}`)
  try {
    mkdirSync(dirname(target), { recursive: true })
    const from = openDatabase(source, 'read')
    from.pragma(SMALL_CACHE)
    try {
      // All pages in one step: one snapshot, and a writer in another thread never makes it start again.
      await from.backup(partial, { progress: () => 0x7fff_ffff })
    } finally {
      from.close()
    }
    const proof = await prove(partial, verify)
    sync(partial)
    giveName(partial, target)
    sync(dirname(target))
    return proof
  } catch (error) {
    throw failed(error, target)
  } finally {
    for (const file of [partial, `${partial}-wal`, `${partial}-shm`, `${partial}-journal`]) remove(file)
  }
}

async function prove(path: string, verify: VerifyCopy): Promise<CopyProof> {
  const copy = openDatabase(path, 'write')
  copy.pragma(SMALL_CACHE)
  try {
    if (copy.pragma('integrity_check(1)', { simple: true }) !== 'ok') throw new MachineFault('workspace_damaged', { path })
    const proof = await verify(copy, path)
    if (proof.problems.length > 0) throw new MachineFault('workspace_damaged', { path, problems: proof.problems.length })
    // Alone in its file, without a log beside it, so that it can be carried.
    copy.pragma('journal_mode = DELETE')
    return proof
  } finally {
    copy.close()
  }
}

/** A fault of the disk keeps its name; anything else is a backup that failed. */
function failed(error: unknown, target: string): MachineFault {
  const fault = toFault(error, { path: target })
  return fault.code === 'internal' ? new MachineFault('backup_failed', { path: target }, error) : fault
}

function sync(path: string): void {
  try {
    const file = openSync(path, 'r')
    try {
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
  } catch {
    // Windows lets no folder be synced, nor a file opened for reading; SQLite has synced the contents itself.
  }
}

function remove(path: string): void {
  try {
    unlinkSync(path)
  } catch {
    // Not there, or not ours to remove: it is not listed either way.
  }
}

/** Named after the second; of two in one second (a file just migrated, then copied by hand) the later takes the next one. */
function freeName(folder: string, name: string, instant: number): string {
  const second = new Date(instant).toISOString().slice(0, 19).replace('T', ' ').replace(/:/gu, '-')
  const path = join(folder, `${name} ${second}${WORKSPACE_EXTENSION}`)
  return existsSync(path) ? freeName(folder, name, instant + 1000) : path
}

/** Makes a dated backup in the workspace's own folder, with its seal, and lets old ones go. */
export async function makeBackup(workspacePath: string, verify: VerifyCopy, instant: number = now()): Promise<BackupInfo> {
  const folder = backupFolder(workspacePath)
  const madeAt = new Date(instant).toISOString()
  const path = freeName(folder, workspaceName(workspacePath), instant)
  const proof = await copyWorkspace(workspacePath, path, verify)
  const info: BackupInfo = { path, madeAt, sizeBytes: statSync(path).size, verified: true, facts: proof.facts, entries: proof.entries }
  writeSeal(info)
  prune(folder, instant)
  return info
}

/** The seal is written last: a copy without one was never proved, and is not listed as good. */
function writeSeal(info: BackupInfo): void {
  const partial = `${info.path}${SEAL}${PARTIAL}`
  const { path: _path, ...content } = info
  writeFileSync(partial, JSON.stringify(content), { flush: true })
  renameSync(partial, info.path + SEAL)
}

/** Newest first. A file whose size is not the sealed one is shown as not verified. */
export function listBackups(folder: string): BackupInfo[] {
  if (!existsSync(folder)) return []
  const files = readdirSync(folder).filter((file) => file.endsWith(WORKSPACE_EXTENSION) && !file.startsWith('.'))
  return files.map((file) => readInfo(join(folder, file))).sort((a, b) => (a.madeAt < b.madeAt ? 1 : -1))
}

function readInfo(path: string): BackupInfo {
  const { size, mtime } = statSync(path)
  const unproved: BackupInfo = { path, madeAt: mtime.toISOString(), sizeBytes: size, verified: false, facts: 0, entries: 0 }
  try {
    const seal = JSON.parse(readFileSync(path + SEAL, 'utf8')) as Partial<BackupInfo>
    return { ...unproved, madeAt: seal.madeAt ?? unproved.madeAt, verified: seal.verified === true && seal.sizeBytes === size, facts: seal.facts ?? 0, entries: seal.entries ?? 0 }
  } catch {
    return unproved
  }
}

const KEPT_TODAY = 3
const KEPT_DAYS = 30
const DAY = 86_400_000

/** Which backups to let go: all but the last three of today and the last of each of the thirty days before. */
export function outdated(backups: readonly BackupInfo[], instant: number): BackupInfo[] {
  const today = new Date(instant).toISOString().slice(0, 10)
  const oldest = new Date(instant - KEPT_DAYS * DAY).toISOString().slice(0, 10)
  const perDay = new Map<string, number>()
  return [...backups].sort((a, b) => (a.madeAt < b.madeAt ? 1 : -1)).filter((backup) => {
    // What was never proved does not take the place of what was.
    if (!backup.verified) return false
    const day = backup.madeAt.slice(0, 10)
    const already = perDay.get(day) ?? 0
    perDay.set(day, already + 1)
    return day < oldest || already >= (day === today ? KEPT_TODAY : 1)
  })
}

function prune(folder: string, instant: number): void {
  for (const backup of outdated(listBackups(folder), instant)) {
    remove(backup.path + SEAL)
    remove(backup.path)
  }
  for (const file of readdirSync(folder)) {
    if (!file.endsWith(PARTIAL)) continue
    const path = join(folder, file)
    // What a killed backup left, once no other can still be writing it.
    if (instant - statSync(path).mtimeMs > DAY) remove(path)
  }
}

