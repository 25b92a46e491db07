import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Connection } from './database.ts'
import { MachineFault } from './fault.ts'
import { sha256 } from './hash.ts'
import { now } from './clock.ts'
import { programFolder } from './paths.ts'

export interface Migration {
  readonly number: number
  readonly name: string
  readonly sql: string
  readonly sha256: string
  /** Tables whose number of rows this migration means to change, from its line `-- changes rows of: a, b`. */
  readonly changesRowsOf: readonly string[]
}

export interface MigrationSet {
  readonly migrations: readonly Migration[]
  /** All triggers, dropped and made again after every migration: rebuilding a table drops its triggers without a word. */
  readonly triggers: string
}

/** How a file stands before this program: `newer` was written by a later one and is only read. */
export type SchemaState = 'current' | 'older' | 'newer' | 'empty'

const FILE = /^(\d{4})_([a-z0-9_]+)\.sql$/u
const TABLE = `CREATE TABLE IF NOT EXISTS migration (
  number INTEGER PRIMARY KEY, name TEXT NOT NULL, sha256 TEXT NOT NULL, applied_at INTEGER NOT NULL) STRICT`
/** The row under which the triggers' own hash is kept. */
const TRIGGERS_NUMBER = 0

/** Reads `migrations/`: numbered without a gap from 1, never edited once shipped. */
export function readMigrations(folder: string = join(programFolder(), 'migrations')): MigrationSet {
  const migrations = readdirSync(folder).sort().flatMap((file) => {
    const match = FILE.exec(file)
    if (!match) return []
    const sql = readFileSync(join(folder, file), 'utf8')
    const changes = /^-- changes rows of: (.+)$/mu.exec(sql)?.[1]
    return [{
      number: Number(match[1]), name: match[2] ?? '', sql, sha256: sha256(sql),
      changesRowsOf: changes ? changes.split(',').map((name) => name.trim()) : [],
    }]
  })
  migrations.forEach((migration, index) => {
    if (migration.number !== index + 1) throw new MachineFault('migration_failed', { reason: 'numbering', number: migration.number })
  })
  const triggers = join(folder, 'triggers.sql')
  return { migrations, triggers: existsSync(triggers) ? readFileSync(triggers, 'utf8') : '' }
}

export function schemaVersion(connection: Connection): number {
  return connection.pragma('user_version', { simple: true }) as number
}

/** Reads nothing but the version and the list of what was applied; throws `migration_changed` when history was rewritten. */
export function schemaState(connection: Connection, set: MigrationSet): SchemaState {
  const version = schemaVersion(connection)
  if (version > set.migrations.length) return 'newer'
  if (version === 0) return 'empty'
  const applied = connection.prepare('SELECT number, sha256 FROM migration').all() as { number: number; sha256: string }[]
  for (const migration of set.migrations.slice(0, version)) {
    if (applied.find((row) => row.number === migration.number)?.sha256 !== migration.sha256) {
      throw new MachineFault('migration_changed', { number: migration.number })
    }
  }
  const triggers = applied.find((row) => row.number === TRIGGERS_NUMBER)?.sha256
  return version < set.migrations.length || triggers !== sha256(set.triggers) ? 'older' : 'current'
}

/**
 * Brings a file to this program's schema in one transaction, or leaves it untouched. The caller has made and verified a
 * backup of a file that is `older`. Why not Drizzle's own migrator: it loses rows when a table is rebuilt (`foreign_keys`
 * cannot change inside a transaction, so the cascade fires), drops triggers, and never checks what was applied.
 */
export function migrate(connection: Connection, set: MigrationSet): void {
  if (schemaState(connection, set) === 'current') return
  const from = schemaVersion(connection)
  // Has no effect inside a transaction, hence here.
  connection.pragma('foreign_keys = OFF')
  try {
    connection.exec('BEGIN IMMEDIATE')
    try {
      const before = census(connection)
      connection.exec(TABLE)
      const record = connection.prepare('INSERT OR REPLACE INTO migration VALUES (?, ?, ?, ?)')
      const pending = set.migrations.slice(from)
      for (const migration of pending) {
        connection.exec(migration.sql)
        record.run(migration.number, migration.name, migration.sha256, now())
      }
      remakeTriggers(connection, set.triggers)
      record.run(TRIGGERS_NUMBER, 'triggers', sha256(set.triggers), now())
      connection.pragma(`user_version = ${set.migrations.length}`)
      if (from > 0) compare(before, census(connection), new Set(pending.flatMap((migration) => migration.changesRowsOf)))
      check(connection)
      connection.exec('COMMIT')
    } catch (error) {
      if (connection.inTransaction) connection.exec('ROLLBACK')
      if (error instanceof MachineFault) throw error
      throw new MachineFault('migration_failed', { from, to: set.migrations.length }, error)
    }
  } finally {
    connection.pragma('foreign_keys = ON')
  }
}

function remakeTriggers(connection: Connection, triggers: string): void {
  for (const name of namesOf(connection, 'trigger')) connection.exec(`DROP TRIGGER "${name}"`)
  connection.exec(triggers)
}

function check(connection: Connection): void {
  const orphans = connection.pragma('foreign_key_check') as unknown[]
  if (orphans.length > 0) throw new MachineFault('migration_failed', { reason: 'foreign_keys', rows: orphans.length })
  const problem = connection.pragma('integrity_check(1)', { simple: true })
  if (problem !== 'ok') throw new MachineFault('migration_failed', { reason: 'integrity' })
}

export interface Census {
  readonly rows: ReadonlyMap<string, number>
  readonly trialBalance: string
}

/** Rows of every table, and one hash of every account's movements: what no migration may change by accident. */
export function census(connection: Connection): Census {
  const tables = namesOf(connection, 'table')
  const rows = new Map(tables.map((name) => [name, connection.prepare(`SELECT count(*) FROM "${name}"`).pluck().get() as number]))
  const sums = tables.includes('line')
    ? connection.prepare('SELECT account_id, sum(debit_cents), sum(credit_cents) FROM line GROUP BY account_id ORDER BY account_id').raw().all()
    : []
  return { rows, trialBalance: sha256(JSON.stringify(sums)) }
}

function compare(before: Census, after: Census, meant: ReadonlySet<string>): void {
  for (const [table, count] of before.rows) {
    if (meant.has(table) || table === 'migration') continue
    if (after.rows.get(table) !== count) throw new MachineFault('migration_failed', { reason: 'rows', table })
  }
  if (before.trialBalance !== after.trialBalance) throw new MachineFault('migration_failed', { reason: 'trial_balance' })
}

function namesOf(connection: Connection, type: 'table' | 'trigger'): string[] {
  return connection.prepare("SELECT name FROM sqlite_schema WHERE type = ? AND name NOT LIKE 'sqlite_%' ORDER BY name").pluck().all(type) as string[]
}
