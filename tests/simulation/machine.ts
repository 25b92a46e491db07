import BetterSqlite from 'better-sqlite3'
import { type Context, createContext, type Driver, type Identity, type Statement } from '../../core/context.ts'
import type { CalendarDate } from '../../core/kernel/calendar-date.ts'
import type { AuthorId } from '../../core/kernel/ids.ts'
import { postEntry } from '../../core/ledger/post-entry.command.ts'
import { composePli } from '../../core/sync/making/compose-pli.command.ts'
import type { TakenPli } from '../../core/sync/pli.ts'
import { takePli } from '../../core/sync/taking/take-pli.command.ts'
import { sha256 } from '../../electron/machine/hash.ts'
import { charts } from '../../electron/machine/resources.ts'
import { anEntry, must, testClock, type TestClock, testIdentity, testPorts } from '../fixtures/books.ts'
import { openDatabase, type Sqlite } from '../fixtures/database.ts'
import type { TestWorkspace } from '../fixtures/pli-workspaces.ts'

/** The machine lost its power in the middle of its work. */
export class Killed extends Error {
  override readonly name = 'Killed'
}

export type Kind = 'headquarters' | 'office' | 'entity'

/** A workspace with every migration and nothing in it, copied for each machine: a thousand of them are made in a run. */
const EMPTY: Buffer = ((): Buffer => {
  const db = openDatabase()
  const bytes = db.serialize()
  db.close()
  return bytes
})()

function openCopy(bytes: Buffer): Sqlite {
  const db = new BetterSqlite(bytes)
  for (const pragma of ['trusted_schema = OFF', 'foreign_keys = ON', 'recursive_triggers = ON', 'temp_store = MEMORY']) db.pragma(pragma)
  return db
}

/** A computer of the federation: one workspace, its keys, a clock of its own that may be wrong, and a power cord that may be pulled. */
export class Machine implements TestWorkspace {
  readonly name: string
  readonly kind: Kind
  readonly author: AuthorId
  readonly identity: Identity
  readonly clock: TestClock
  /** Milliseconds by which its clock is wrong. */
  skew = 0
  db: Sqlite
  ctx: Context
  /** Rows it may still write before its power goes; -1: nobody pulls the cord. */
  #left = -1
  #ids = 0

  constructor(name: string, kind: Kind, author: AuthorId, today: CalendarDate, bytes: Buffer = EMPTY) {
    this.name = name
    this.kind = kind
    this.author = author
    this.identity = testIdentity(author)
    this.clock = testClock(today)
    this.db = openCopy(bytes)
    if (bytes === EMPTY) {
      const put = this.db.prepare('INSERT INTO setting (key, value) VALUES (?, ?)')
      for (const [key, value] of Object.entries({ author, kind, country: 'BE', name, demonstration: 'no' })) put.run(key, value)
    }
    this.ctx = this.#context()
  }

  #context(): Context {
    const ports = testPorts(this.db, { author: this.author, clock: this.clock, charts, identity: this.identity })
    // Identities never come twice, whatever the power and the backups do.
    const newId = (): string => `${this.author.slice(0, 16)}${String((this.#ids += 1)).padStart(10, '0')}`
    return createContext({ ...ports, newId, driver: this.#driver(ports.driver) })
  }

  #driver(driver: Driver): Driver {
    const spend = (): void => {
      if (this.#left < 0) return
      if (this.#left === 0) throw new Killed()
      this.#left -= 1
    }
    return {
      get inTransaction() {
        return driver.inTransaction
      },
      exec: (sql) => driver.exec(sql),
      prepare(sql) {
        const statement = driver.prepare(sql)
        if (statement.readonly) return statement
        const guarded: Statement<unknown> = {
          readonly: false,
          get: (...values) => (spend(), statement.get(...values)),
          all: (...values) => (spend(), statement.all(...values)),
          iterate: (...values) => (spend(), statement.iterate(...values)),
          run: (...values) => (spend(), statement.run(...values)),
        }
        return guarded
      },
    }
  }

  /** The day and the instant, as this machine believes them. */
  at(today: CalendarDate, milliseconds: number): void {
    this.clock.today = today
    this.clock.milliseconds = milliseconds + this.skew
  }

  /** Does the work, and loses its power after so many written rows: what was not committed is gone, and it starts again. */
  killedAfter(rows: number, work: () => void): boolean {
    this.#left = rows
    try {
      work()
      return false
    } catch (error) {
      if (!(error instanceof Killed)) throw error
      return true
    } finally {
      this.#left = -1
      this.restart()
    }
  }

  restart(): void {
    if (this.db.inTransaction) this.db.exec('ROLLBACK')
    this.ctx = this.#context()
  }

  /** A backup, as bytes. */
  backup(): Buffer {
    return this.db.serialize()
  }

  /** Puts an old backup back, and goes on from there. */
  restore(bytes: Buffer): void {
    this.db.close()
    this.db = openCopy(bytes)
    this.ctx = this.#context()
  }

  one<T>(sql: string, ...values: unknown[]): T | undefined {
    return this.db.prepare(sql).pluck().get(...values) as T | undefined
  }

  all<T>(sql: string, ...values: unknown[]): T[] {
    return this.db.prepare(sql).all(...values) as T[]
  }

  entity(code: string): number {
    const id = this.one<number>('SELECT id FROM entity WHERE code = ?', code)
    if (id === undefined) throw new Error(`${this.name} does not know ${code}`)
    return id
  }

  post(code: string, notation: string): void {
    must(postEntry(this.ctx, this.entity(code), anEntry(notation)))
  }

  make(to: string, since: 'acknowledged' | 'sent' = 'acknowledged'): ReturnType<TestWorkspace['make']> {
    return must(composePli(this.ctx, to, since))
  }

  take(pli: { readonly bytes: Uint8Array } | Uint8Array, name?: string): TakenPli {
    const opened = pli instanceof Uint8Array ? pli : pli.bytes
    const hash = sha256(opened)
    return takePli(this.ctx, { name: name ?? `${hash.slice(0, 8)}.pli`, hash, opened, sealed: opened })
  }

  close(): void {
    this.db.close()
  }
}
