import { existsSync, readFileSync, statSync, openSync, readSync, closeSync } from 'node:fs'
import { createRequire } from 'node:module'
import BetterSqlite from 'better-sqlite3'
import type { Driver, Orm } from '../../core/context.ts'
import { assert } from '../../core/kernel/assert.ts'
import { guarded, MachineFault, systemCode } from './fault.ts'

/** `Arch` in ASCII, at offset 68 of every workspace file. */
const APPLICATION_ID = 0x41726368
const SQLITE_MARK = 'SQLite format 3\u0000'
/** Pages kept in memory, in KiB: the core must stay under 250 MB with everything. */
const CACHE_KIB = 48 * 1024
/** After a large import the write-ahead log is cut back to this. */
const WAL_LIMIT_BYTES = 64 * 1024 * 1024
const BUSY_MILLISECONDS = 250
const LARGEST_ASIDE_BYTES = 128 * 1024 * 1024

export type Connection = BetterSqlite.Database

/** `create` makes a file that must not exist; `read` never writes a byte of the books. */
export type OpenMode = 'write' | 'read' | 'create'

/**
 * Opens a workspace file with the settings every connection needs. Faults: `file_missing`, `not_a_workspace`,
 * `workspace_damaged`, `workspace_locked`, `read_only`, `no_permission`, `disk_full`, `disk_failed`.
 */
export function openDatabase(path: string, mode: OpenMode): Connection {
  return guarded({ path }, () => {
    if (mode === 'create') {
      if (existsSync(path)) throw new MachineFault('file_exists', { path })
    } else {
      checkHeader(path)
    }
    const options = { readonly: mode === 'read', fileMustExist: mode !== 'create', timeout: BUSY_MILLISECONDS }
    const isAlone = mode === 'read' && !hasLog(path)
    try {
      const connection = settled(new BetterSqlite(path, options), path, mode)
      if (isAlone) tidyWhenClosed(connection, path)
      return connection
    } catch (error) {
      if (isAlone) tidy(path)
      if (mode === 'read' && /^SQLITE_(?:CANTOPEN|READONLY)/u.test(systemCode(error) ?? '')) return readAside(path)
      throw error
    }
  })
}

const LOG_ENDINGS = ['-wal', '-shm'] as const

function hasLog(path: string): boolean {
  return LOG_ENDINGS.some((ending) => existsSync(path + ending))
}

/** Reading lays an empty log beside the file, and only who may write takes it away again. */
function tidyWhenClosed(connection: Connection, path: string): void {
  const close = connection.close.bind(connection)
  connection.close = () => {
    close()
    tidy(path)
    return connection
  }
}

/**
 * Takes away the empty log that reading left: SQLite does it when the last one who may write closes the file, and leaves it when another still has it
 * open. Nothing is in it, so that no byte of the books is written; where it cannot be done it stays, and harms nothing.
 */
function tidy(path: string): void {
  const log = statSync(`${path}-wal`, { throwIfNoEntry: false })
  if (!hasLog(path) || (log !== undefined && log.size > 0)) return
  try {
    const connection = new BetterSqlite(path, { fileMustExist: true, timeout: BUSY_MILLISECONDS })
    try {
      connection.prepare('SELECT count(*) FROM sqlite_schema').get()
    } finally {
      connection.close()
    }
  } catch {
    // A folder that only lets itself be read, a file that somebody holds: the log stays.
  }
}

function settled(connection: Connection, path: string, mode: OpenMode): Connection {
  try {
    if (mode === 'create') connection.pragma(`application_id = ${APPLICATION_ID}`)
    settle(connection, mode)
    checkIdentity(connection, path)
    return connection
  } catch (error) {
    connection.close()
    throw error
  }
}

/**
 * A workspace where nothing may be written (a disk set to reading only): SQLite wants to lay its log beside it even to
 * read. Nobody writes there, so its bytes are read whole, with the mark of the log (bytes 18 and 19) set to none.
 */
function readAside(path: string): Connection {
  const log = `${path}-wal`
  if ((existsSync(log) && statSync(log).size > 0) || statSync(path).size > LARGEST_ASIDE_BYTES) throw new MachineFault('read_only', { path })
  const bytes = readFileSync(path)
  bytes[18] = 1
  bytes[19] = 1
  return settled(new BetterSqlite(bytes), path, 'read')
}

/** A connection in memory with the same settings, for tests and for learning what the schema should be. */
export function openInMemory(): Connection {
  const connection = new BetterSqlite(':memory:')
  connection.pragma(`application_id = ${APPLICATION_ID}`)
  settle(connection, 'create')
  return connection
}

function settle(connection: Connection, mode: OpenMode): void {
  connection.pragma('trusted_schema = OFF')
  connection.pragma('cell_size_check = ON')
  connection.pragma('foreign_keys = ON')
  connection.pragma('recursive_triggers = ON')
  connection.pragma(`cache_size = -${CACHE_KIB}`)
  connection.pragma('temp_store = MEMORY')
  if (mode === 'read') {
    connection.pragma('query_only = ON')
    return
  }
  connection.pragma('journal_mode = WAL')
  connection.pragma(`journal_size_limit = ${WAL_LIMIT_BYTES}`)
  // WAL's own default is NORMAL after the first write, which loses the last commits when the power goes.
  connection.pragma('synchronous = FULL')
}

/** Says whether a connection still has what keeps books safe. Called after the first write, when WAL would have changed it. */
export function assertSettled(connection: Connection): void {
  const value = (name: string): unknown => connection.pragma(name, { simple: true })
  assert(value('synchronous') === 2, 'synchronous is FULL')
  assert(value('foreign_keys') === 1, 'foreign keys are checked')
  assert(value('recursive_triggers') === 1, 'triggers fire on replace')
  assert(value('trusted_schema') === 0, 'the schema is not trusted')
  assert(connection.memory || value('journal_mode') === 'wal', 'the journal is a write-ahead log')
}

/** Reads the first bytes ourselves: an empty file would pass for a new database. */
function checkHeader(path: string): void {
  if (!existsSync(path)) throw new MachineFault('file_missing', { path })
  if (!statSync(path).isFile()) throw new MachineFault('not_a_workspace', { path })
  const head = Buffer.alloc(100)
  const file = openSync(path, 'r')
  try {
    const count = readSync(file, head, 0, 100, 0)
    if (count < 100 || head.toString('latin1', 0, 16) !== SQLITE_MARK) throw new MachineFault('not_a_workspace', { path })
  } finally {
    closeSync(file)
  }
}

function checkIdentity(connection: Connection, path: string): void {
  if (connection.pragma('application_id', { simple: true }) !== APPLICATION_ID) throw new MachineFault('not_a_workspace', { path })
  // A file that was cut short says so here, at once, rather than at the first page that is not there.
  const pages = connection.pragma('page_count', { simple: true }) as number
  const pageSize = connection.pragma('page_size', { simple: true }) as number
  const log = `${path}-wal`
  const logged = existsSync(log) && statSync(log).size > 0
  if (!logged && existsSync(path) && statSync(path).size < pages * pageSize) throw new MachineFault('workspace_damaged', { path })
  connection.prepare('SELECT count(*) FROM sqlite_schema').get()
}

/** The connection as the core sees it. */
export function driverOf(connection: Connection): Driver {
  return {
    // better-sqlite3's statements answer `unknown` rows and throw on what does not fit: exactly the core's contract.
    prepare: (sql) => connection.prepare(steady(sql)) as unknown as ReturnType<Driver['prepare']>,
    exec: (sql) => void connection.exec(sql),
    get inTransaction() {
      return connection.inTransaction
    },
  }
}

/**
 * SQLite plans a statement again when a value bound after `=` might deserve another plan, and to it each binding of this driver looks like a new one:
 * most queries of several tables, or in some order, were compiled at every call, ten times their cost. A `+`, which changes no value, keeps the plan.
 */
function steady(sql: string): string {
  return sql.replaceAll('= ?', '= +?')
}

/**
 * Drizzle over the same connection, loaded at its first use: reading its modules takes longer than most commands do.
 */
export function ormOf(connection: Connection): Orm {
  let orm: Orm | undefined
  const load = (): Orm => {
    const { drizzle } = createRequire(import.meta.url)('drizzle-orm/better-sqlite3') as typeof import('drizzle-orm/better-sqlite3')
    return drizzle(connection) as unknown as Orm
  }
  return new Proxy({} as Orm, {
    get(_target, name) {
      const call = (...parameters: unknown[]): unknown => {
        orm ??= load()
        return (Reflect.get(orm, name) as (...values: unknown[]) => unknown).apply(orm, parameters)
      }
      return call
    },
  })
}

