import { existsSync, mkdirSync, statSync, unlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createContext, type Context, type ProgressStep } from '../../core/context.ts'
import type { CalendarDate } from '../../core/kernel/calendar-date.ts'
import type { AuthorId } from '../../core/kernel/ids.ts'
import type { WorkspaceInfo } from '../../core/workspace.ts'
import { type CopyProof, makeBackup } from './backup.ts'
import { assertSettled, type Connection, openDatabase } from './database.ts'
import { guarded, MachineFault, toFault } from './fault.ts'
import type { MemoryFiles } from './files.ts'
import { folderWarning } from './folder-warning.ts'
import { giveName } from './give-name.ts'
import { KeyRing } from './identity.ts'
import { newId } from './ids.ts'
import type { Keychain } from './keychain.ts'
import { type LockHolder, takeWriterLock, type WriterLock } from './lock.ts'
import { census, migrate, readMigrations, schemaState } from './migrate.ts'
import { realPath, workspaceName } from './paths.ts'
import { createPorts } from './ports.ts'
import { PROGRAM_VERSION } from './version.ts'

export type WorkspaceKind = WorkspaceInfo['kind']

export interface OpenOptions {
  /** `electron`, `browser` or `cli`: told to the one who is refused. */
  readonly shell: string
  readonly files: MemoryFiles
  readonly progress: (step: ProgressStep) => void
  /** A reading command takes no lock and never writes. */
  readonly readOnly?: boolean
  readonly on?: CalendarDate | undefined
  /** The system's keychain, where there is one. */
  readonly keychain?: Keychain | undefined
}

/** A workspace file, open. */
export interface OpenWorkspace {
  readonly path: string
  readonly access: WorkspaceInfo['access']
  readonly ctx: Context
  readonly connection: Connection
  /** The keys of the workspace, made or not, locked or not. */
  readonly keys: KeyRing
  info(): WorkspaceInfo
  close(): void
}

/**
 * Opens a workspace: the writer's place if it is free, the file, a verified backup and the migrations when the file is
 * older than the program. When another holds it, or the file is newer, it opens for reading only and says so in `info`.
 */
export async function openWorkspace(path: string, options: OpenOptions): Promise<OpenWorkspace> {
  try {
    const workspace = await openReal(realPath(path), options)
    await workspace.keys.begin().catch((error: unknown) => {
      workspace.close()
      throw error
    })
    return workspace
  } catch (error) {
    const fault = toFault(error)
    throw new MachineFault(fault.code, { path, ...fault.data }, fault.cause)
  }
}

async function openReal(real: string, options: OpenOptions): Promise<OpenWorkspace> {
  if (!existsSync(real)) throw new MachineFault('file_missing', { path: real })
  if (options.readOnly) return opened(real, openDatabase(real, 'read'), 'read', undefined, undefined, options)
  // Looked at first, so that no lock file is left beside a file that is none of ours.
  openDatabase(real, 'read').close()
  const answer = takeWriterLock(real, options.shell)
  if (!answer.held) return opened(real, openDatabase(real, 'read'), 'read', undefined, answer.holder, options)
  try {
    return await openToWrite(real, answer.lock, options)
  } catch (error) {
    answer.lock.release()
    throw error
  }
}

async function openToWrite(path: string, lock: WriterLock, options: OpenOptions): Promise<OpenWorkspace> {
  const set = readMigrations()
  const connection = openWritable(path)
  if (!connection) return opened(path, openDatabase(path, 'read'), 'read', lock, undefined, options)
  try {
    const state = schemaState(connection, set)
    if (state === 'newer') {
      connection.close()
      return opened(path, openDatabase(path, 'read'), 'newer', lock, undefined, options)
    }
    if (state === 'empty') throw new MachineFault('not_a_workspace', { path })
    if (state === 'older') {
      await makeBackup(path, (copy) => provenBeforeMigration(connection, copy))
      migrate(connection, set)
    }
    return opened(path, connection, 'write', lock, undefined, options)
  } catch (error) {
    if (connection.open) connection.close()
    throw error
  }
}

/**
 * The books of an earlier schema cannot be checked by this program's rules before they are brought to it: the copy is
 * sound by SQLite's own check, and has every row and every sum of its source.
 */
function provenBeforeMigration(source: Connection, copy: Connection): CopyProof {
  const [before, after] = [census(source), census(copy)]
  const same = before.trialBalance === after.trialBalance && [...before.rows].every(([table, count]) => after.rows.get(table) === count)
  return { facts: after.rows.get('fact') ?? 0, entries: after.rows.get('entry') ?? 0, problems: same ? [] : ['rows'] }
}

/** Undefined for a file or a folder that only lets itself be read. */
function openWritable(path: string): Connection | undefined {
  try {
    return openDatabase(path, 'write')
  } catch (error) {
    if (error instanceof MachineFault && (error.code === 'read_only' || error.code === 'no_permission')) return undefined
    throw error
  }
}

function opened(
  path: string, connection: Connection, asked: WorkspaceInfo['access'], lock: WriterLock | undefined, holder: LockHolder | undefined, options: OpenOptions,
): OpenWorkspace {
  const set = readMigrations()
  let access = asked
  try {
    if (access === 'read') {
      const state = schemaState(connection, set)
      if (state === 'newer') access = 'newer'
      if (state === 'empty') throw new MachineFault('not_a_workspace', { path })
    }
    const settings = readSettings(connection)
    const author = settings.get('author')
    if (!author) throw new MachineFault('workspace_damaged', { path, missing: 'author' })
    const keys = new KeyRing({ connection, author: author as AuthorId, path, writable: access === 'write', keychain: options.keychain })
    const ports = createPorts({
      connection, migrations: set, author: author as AuthorId, identity: () => keys.identity(), files: options.files, progress: options.progress, on: options.on,
    })
    const warning = folderWarning(path)
    return {
      path, access, connection, keys,
      ctx: createContext(ports),
      info: () => ({
        path, access,
        name: workspaceName(path),
        kind: (settings.get('kind') ?? 'entity') as WorkspaceKind,
        demonstration: settings.get('demonstration') === 'yes',
        sizeBytes: statSync(path).size,
        programVersion: PROGRAM_VERSION,
        ...(access === 'read' && holder ? { heldBy: holder } : {}),
        ...(warning ? { folderWarning: warning } : {}),
      }),
      close() {
        keys.lock()
        try {
          if (connection.open) connection.close()
        } finally {
          lock?.release()
        }
      },
    }
  } catch (error) {
    connection.close()
    throw error
  }
}

function readSettings(connection: Connection): Map<string, string> {
  const rows = guarded({}, () => connection.prepare('SELECT key, value FROM setting').all()) as { key: string; value: string }[]
  return new Map(rows.map((row) => [row.key, row.value]))
}

export interface NewWorkspace {
  readonly kind: WorkspaceKind
  readonly country: 'BE' | 'FR'
  readonly name: string
  readonly demonstration: boolean
}

/**
 * Makes a new workspace beside its final name, lets `fill` write its first books, and names it only when all of it is
 * there: a killed start leaves no half workspace. Fault `file_exists` when the name is taken, before anything is made.
 */
export async function createWorkspace(
  path: string, workspace: NewWorkspace, options: Omit<OpenOptions, 'readOnly' | 'shell'>, fill: (ctx: Context) => Promise<boolean> | boolean,
): Promise<boolean> {
  const target = realPath(path)
  if (existsSync(target)) throw new MachineFault('file_exists', { path })
  const partial = join(dirname(target), `.${newId()}.new`)
  try {
    guarded({ path }, () => mkdirSync(dirname(target), { recursive: true }))
    const set = readMigrations()
    const connection = openDatabase(partial, 'create')
    let filled = false
    try {
      migrate(connection, set)
      const author = newId() as AuthorId
      const put = connection.prepare('INSERT INTO setting (key, value) VALUES (?, ?)')
      const settings = { author, kind: workspace.kind, country: workspace.country, name: workspace.name, demonstration: workspace.demonstration ? 'yes' : 'no' }
      connection.transaction(() => Object.entries(settings).forEach(([key, value]) => put.run(key, value)))()
      assertSettled(connection)
      const ports = createPorts({ connection, migrations: set, author, files: options.files, progress: options.progress, on: options.on })
      filled = await fill(createContext(ports))
      // Everything into the one file that is about to get its name.
      if (filled) connection.pragma('wal_checkpoint(TRUNCATE)')
    } finally {
      connection.close()
    }
    if (filled) giveName(partial, target)
    return filled
  } finally {
    for (const file of [partial, `${partial}-wal`, `${partial}-shm`]) if (existsSync(file)) unlinkSync(file)
  }
}
