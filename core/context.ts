import type { BaseSQLiteDatabase } from 'drizzle-orm/sqlite-core'
import { assert } from './kernel/assert.ts'
import type { CalendarDate } from './kernel/calendar-date.ts'
import type { AuthorId } from './kernel/ids.ts'
import { Refused } from './kernel/refused.ts'
import { err, type Refusal, type Result } from './kernel/result.ts'
import type { ChartLibrary } from './ledger/chart.ts'
import type { StatementLibrary } from './reporting/statement-model.ts'

export type SqlValue = string | number | null | Uint8Array

/** A prepared statement of the driver, prepared once per connection and kept. */
export interface Statement<Row> {
  readonly readonly: boolean
  get(...parameters: SqlValue[]): Row | undefined
  all(...parameters: SqlValue[]): Row[]
  iterate(...parameters: SqlValue[]): IterableIterator<Row>
  run(...parameters: SqlValue[]): { readonly changes: number; readonly lastInsertRowid: number | bigint }
}

/** The one synchronous SQLite connection, as the core sees it; the shells bring the driver. */
export interface Driver {
  prepare(sql: string): Statement<unknown>
  exec(sql: string): void
  readonly inTransaction: boolean
}

/** Drizzle over the same connection: for what is not on a hot path. */
// oxlint-disable-next-line typescript/no-explicit-any -- the core never names the driver's result type
export type Orm = BaseSQLiteDatabase<'sync', any, any>

/** Thrown out of `progress` when the person cancelled; the transaction under way rolls back. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled'
}

/** A file brought in by a person, or made for one; held by the shell, named by an id inside a session. */
export interface FileStore {
  /** Undefined when the id is unknown or the file was already let go. */
  get(fileId: string): { readonly name: string; readonly bytes: Uint8Array } | undefined
  put(name: string, mediaType: string, data: string | Uint8Array): string
}

export interface ProgressStep {
  /** A code of the step, said in words by the renderer: `reading`, `checking`, `booking`, `verifying`, `writing`. */
  readonly step: string
  readonly done: number
  readonly total: number
}

/** The keys of a workspace: Ed25519 public key (32 bytes, base64url), age recipient, and the signature while they are unlocked. */
export interface Identity {
  readonly author: AuthorId
  readonly signingKey: string
  readonly sealingKey: string
  /** Ed25519 over the UTF-8 bytes of a text, base64url; undefined while the keys are locked. */
  readonly sign: ((text: string) => string) | undefined
}

/** Keys drawn from a secret that the caller knows: Ed25519 public key in base64url, X25519 public key as 64 hexadecimal digits, and what signs. */
export interface SeededKeys {
  readonly signingKey: string
  readonly agreementKey: string
  /** As `Identity.sign`. */
  readonly sign: (text: string) => string
}

/** What the core asks of the machine's cryptography; sealing itself is the shells'. */
export interface Crypto {
  /** False for a wrong signature and for anything that is no key or no signature. */
  readonly verify: (signingKey: string, text: string, signature: string) => boolean
  readonly gzip: (bytes: Uint8Array) => Uint8Array
  /** One gzip member; undefined when it is none, is cut, or inflates to more than `most` bytes. */
  readonly gunzip: (bytes: Uint8Array, most: number) => Uint8Array | undefined
  /** UTF-8 of a text. */
  readonly encode: (text: string) => Uint8Array
  /** The text of UTF-8 bytes, a BOM kept as a character; undefined when they are not UTF-8 in its one valid form. */
  readonly decode: (bytes: Uint8Array) => string | undefined
  /** The keys of a secret, 32 bytes as 64 hexadecimal digits, always the same: for the people of a simulation. Nothing of it is kept. */
  readonly keysOfSeed: (seed: string) => SeededKeys
}

/** Everything of the machine that the core may use. Nothing else reaches it. */
export interface Ports {
  readonly driver: Driver
  readonly orm: Orm
  /** Milliseconds since 1970; only logical times and marks of edition use it, never an order of entries. */
  readonly now: () => number
  /** The working date. */
  readonly today: () => CalendarDate
  /** A fresh identity: 26 characters, time-ordered. */
  readonly newId: () => string
  /** SHA-256 of the UTF-8 bytes of a text, or of bytes, as 64 hexadecimal digits. */
  readonly sha256: (data: string | Uint8Array) => string
  /** Who writes facts from this workspace. */
  readonly author: AuthorId
  readonly crypto: Crypto
  /** The keys of this workspace; undefined until they are made. */
  readonly identity: () => Identity | undefined
  readonly charts: ChartLibrary
  readonly statements: StatementLibrary
  /** The 2048 words that fingerprints are read aloud with. */
  readonly words: () => readonly string[]
  readonly files: FileStore
  /** UTF-8 (with or without BOM) when it is valid, else ISO 8859-15; undefined for what is no text (NUL bytes, UTF-16). */
  readonly decodeText: (bytes: Uint8Array) => { readonly text: string; readonly encoding: 'utf-8' | 'iso-8859-15' } | undefined
  /** An empty workspace in memory, made by the same migrations, without foreign keys: where a replay is compared. */
  readonly openScratch: () => { readonly ctx: Context; close(): void }
  /** Called by long work; throws Cancelled when the person asked to stop. */
  readonly progress: (step: ProgressStep) => void
}

export interface ReadStatement<Row> {
  get(...parameters: SqlValue[]): Row | undefined
  all(...parameters: SqlValue[]): Row[]
  iterate(...parameters: SqlValue[]): IterableIterator<Row>
}

/** A handle that may read. */
export interface Reader {
  readonly ports: Ports
  /** Drizzle, for selects. */
  readonly select: Orm['select']
  /** A kept prepared statement; refuses one that could write. */
  read<Row>(sql: string): ReadStatement<Row>
  /** Memory of this connection: emptied whenever a transaction rolls back. The writer lock makes it safe. */
  readonly memory: Map<string, unknown>
}

/** A handle that may write; only `Context.write` makes one, and it dies with its transaction. */
export interface Writer extends Reader {
  readonly orm: Orm
  write(sql: string): Statement<unknown>
  /** Names a module whose screens must refetch. */
  changed(module: string): void
  /** Work put off to just before COMMIT (balances are added up in memory and written once). */
  beforeCommit(key: string, work: () => void): void
}

/** What an operation answers: a value, or every problem found. */
export type Outcome<T> = Result<T, readonly Refusal[]>

export interface Context extends Reader {
  /** Runs `work` in one BEGIN IMMEDIATE transaction: committed when it answers ok, rolled back otherwise (a `Refused` thrown inside is an answer too). */
  write<T, E>(work: (tx: Writer) => Result<T, E>): Result<T, E>
  /** The modules changed since the last call. */
  drainChanged(): readonly string[]
}

/** The one way into the core: a reader, and `write`, which opens the transaction, keeps all of it or nothing, and tells which modules changed. */
export function createContext(ports: Ports): Context {
  const statements = new Map<string, Statement<unknown>>()
  const changed = new Set<string>()
  const memory = new Map<string, unknown>()
  const prepare = (sql: string): Statement<unknown> => {
    let statement = statements.get(sql)
    if (!statement) statements.set(sql, (statement = ports.driver.prepare(sql)))
    return statement
  }
  const reader: Reader = {
    ports,
    memory,
    select: ports.orm.select.bind(ports.orm),
    read<Row>(sql: string) {
      const statement = prepare(sql)
      assert(statement.readonly, 'a reader was given a statement that writes')
      return statement as ReadStatement<Row>
    },
  }
  return {
    ...reader,
    drainChanged() {
      const names = [...changed].sort()
      changed.clear()
      return names
    },
    write(work) {
      assert(!ports.driver.inTransaction, 'a transaction is already open')
      const pending = new Map<string, () => void>()
      const touched = new Set<string>()
      const writer: Writer = {
        ...reader,
        orm: ports.orm,
        write: prepare,
        changed: (module) => void touched.add(module),
        beforeCommit: (key, task) => {
          if (!pending.has(key)) pending.set(key, task)
        },
      }
      ports.driver.exec('BEGIN IMMEDIATE')
      let committed = false
      try {
        const result = work(writer)
        if (result.ok) {
          for (const task of pending.values()) task()
          ports.driver.exec('COMMIT')
          committed = true
          for (const module of touched) changed.add(module)
        }
        return result
      } catch (error) {
        if (error instanceof Refused) return err(error.refusals) as ReturnType<typeof work>
        throw error
      } finally {
        if (!committed) {
          memory.clear()
          // A full disk may already have rolled the transaction back by itself.
          if (ports.driver.inTransaction) ports.driver.exec('ROLLBACK')
        }
      }
    },
  }
}
