import { hostname } from 'node:os'
import BetterSqlite from 'better-sqlite3'
import { systemCode, toFault } from './fault.ts'
import { now } from './clock.ts'

/** Who holds a workspace, as the refused one is told. */
export interface LockHolder {
  readonly host: string
  readonly processId: number
  /** Instant, ISO 8601. */
  readonly since: string
  /** `electron`, `browser` or `cli`. */
  readonly shell: string
}

export interface WriterLock {
  release(): void
}

export type LockAnswer =
  | { readonly held: true; readonly lock: WriterLock }
  /** Taken by another (`holder`, when it could be read), or a folder where no place can be taken (`holder` undefined). */
  | { readonly held: false; readonly holder: LockHolder | undefined }

/** Long enough for another's two short transactions, short for a person. */
const PATIENCE_MILLISECONDS = 1500

/**
 * Takes the one writer's place of a workspace: a small SQLite file beside it, held in an open transaction. The system
 * frees it when the process dies, however it dies, so no stale lock is ever left to clean; and readers of the little
 * file can still see who holds it, because a RESERVED lock lets others read. The file itself stays: removing it would
 * let two processes lock two different files of one name.
 */
export function takeWriterLock(path: string, shell: string): LockAnswer {
  const file = `${path}-lock`
  let connection: BetterSqlite.Database
  try {
    connection = new BetterSqlite(file, { timeout: PATIENCE_MILLISECONDS })
  } catch (error) {
    // A folder in which nothing may be written: the workspace is only read.
    if (/^SQLITE_(?:CANTOPEN|READONLY|PERM)/u.test(systemCode(error) ?? '')) return { held: false, holder: undefined }
    throw toFault(error, { path: file })
  }
  try {
    connection.pragma('synchronous = OFF')
    connection.exec('BEGIN IMMEDIATE')
    connection.exec('CREATE TABLE IF NOT EXISTS holder (id INTEGER PRIMARY KEY, body TEXT NOT NULL)')
    const holder: LockHolder = { host: hostname(), processId: process.pid, since: new Date(now()).toISOString(), shell }
    connection.prepare('INSERT OR REPLACE INTO holder VALUES (1, ?)').run(JSON.stringify(holder))
    connection.exec('COMMIT')
    connection.exec('BEGIN IMMEDIATE')
  } catch (error) {
    connection.close()
    if (systemCode(error)?.startsWith('SQLITE_BUSY')) return { held: false, holder: readHolder(path) }
    if (/^SQLITE_(?:CANTOPEN|READONLY|PERM)/u.test(systemCode(error) ?? '')) return { held: false, holder: undefined }
    throw toFault(error, { path: file })
  }
  return {
    held: true,
    lock: {
      release() {
        if (!connection.open) return
        connection.exec('ROLLBACK')
        connection.close()
      },
    },
  }
}

/** Who last took the place, from the little file. */
export function readHolder(path: string): LockHolder | undefined {
  try {
    const connection = new BetterSqlite(`${path}-lock`, { readonly: true, fileMustExist: true, timeout: PATIENCE_MILLISECONDS })
    try {
      const body = connection.prepare('SELECT body FROM holder WHERE id = 1').pluck().get()
      return typeof body === 'string' ? (JSON.parse(body) as LockHolder) : undefined
    } finally {
      connection.close()
    }
  } catch {
    // Who holds it is a courtesy; that it is held is known without it.
    return undefined
  }
}
