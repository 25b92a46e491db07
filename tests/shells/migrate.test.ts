import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type Connection, openDatabase, openInMemory } from '../../electron/machine/database.ts'
import { MachineFault } from '../../electron/machine/fault.ts'
import { migrate, readMigrations, schemaState, schemaVersion } from '../../electron/machine/migrate.ts'
import { temporaryFolder } from './folder.ts'

const FIRST = `CREATE TABLE entry (id INTEGER PRIMARY KEY, label TEXT) STRICT;
CREATE TABLE line (entry_id INTEGER NOT NULL REFERENCES entry (id) ON DELETE CASCADE, account_id INTEGER, debit_cents INTEGER, credit_cents INTEGER) STRICT;`
const TRIGGERS = `CREATE TRIGGER entry_kept BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'entry_is_final'); END;`
/** What drizzle-kit writes to make a column NOT NULL. */
const REBUILD = `CREATE TABLE new_entry (id INTEGER PRIMARY KEY, label TEXT NOT NULL) STRICT;
INSERT INTO new_entry SELECT * FROM entry; DROP TABLE entry; ALTER TABLE new_entry RENAME TO entry;`

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = join(temporaryFolder(), 'migrations')
  mkdirSync(folder)
  for (const [name, sql] of Object.entries({ 'triggers.sql': TRIGGERS, ...files })) writeFileSync(join(folder, name), sql)
  return folder
}

function filled(): Connection {
  const connection = openInMemory()
  migrate(connection, readMigrations(folderWith({ '0001_first.sql': FIRST })))
  connection.exec("INSERT INTO entry VALUES (1, 'a'), (2, 'b'); INSERT INTO line VALUES (1, 10, 100, 0), (1, 20, 0, 100), (2, 10, 5, 0)")
  return connection
}

const count = (connection: Connection, table: string): unknown => connection.prepare(`SELECT count(*) FROM ${table}`).pluck().get()

function codeOf(work: () => unknown): unknown {
  try {
    work()
    return 'done'
  } catch (error) {
    return error instanceof MachineFault ? error.code : error
  }
}

test('rebuilding a table keeps the rows that hang on it, and its triggers', () => {
  const connection = filled()
  migrate(connection, readMigrations(folderWith({ '0001_first.sql': FIRST, '0002_not_null.sql': REBUILD })))
  expect([count(connection, 'entry'), count(connection, 'line')]).toEqual([2, 3])
  expect(() => connection.exec("UPDATE entry SET label = 'c'")).toThrow('entry_is_final')
  expect(connection.pragma('foreign_keys', { simple: true })).toBe(1)
  expect(schemaVersion(connection)).toBe(2)
})

test('a migration that loses a row, moves a cent or breaks a reference is undone whole', () => {
  for (const harm of ['DELETE FROM line WHERE entry_id = 2;', 'DROP TRIGGER entry_kept; UPDATE line SET debit_cents = 101 WHERE debit_cents = 100;', 'DROP TABLE entry; CREATE TABLE entry (id INTEGER PRIMARY KEY, label TEXT) STRICT;', 'CREATE TABLE x (y); SELECT nothing FROM nowhere;']) {
    const connection = filled()
    expect(codeOf(() => migrate(connection, readMigrations(folderWith({ '0001_first.sql': FIRST, '0002_harm.sql': harm }))))).toBe('migration_failed')
    expect([schemaVersion(connection), count(connection, 'entry'), count(connection, 'line')]).toEqual([1, 2, 3])
    expect(connection.prepare('SELECT sum(debit_cents) FROM line').pluck().get()).toBe(105)
    expect(connection.pragma('foreign_keys', { simple: true })).toBe(1)
  }
})

test('a migration may change rows when it says of which tables', () => {
  const connection = filled()
  const sql = '-- changes rows of: entry\nDROP TRIGGER entry_kept; INSERT INTO entry VALUES (3, \'c\');'
  migrate(connection, readMigrations(folderWith({ '0001_first.sql': FIRST, '0002_more.sql': sql })))
  expect(count(connection, 'entry')).toBe(3)
})

test('a shipped migration that was edited is refused; a newer file is known as such', () => {
  const connection = filled()
  expect(codeOf(() => schemaState(connection, readMigrations(folderWith({ '0001_first.sql': `${FIRST}\n` }))))).toBe('migration_changed')
  connection.pragma('user_version = 7')
  expect(schemaState(connection, readMigrations(folderWith({ '0001_first.sql': FIRST })))).toBe('newer')
})

test('triggers changed by a new version are made again without a migration', () => {
  const connection = filled()
  const set = { ...readMigrations(folderWith({ '0001_first.sql': FIRST })), triggers: TRIGGERS.replace('entry_is_final', 'other') }
  expect(schemaState(connection, set)).toBe('older')
  migrate(connection, set)
  expect(() => connection.exec("UPDATE entry SET label = 'c'")).toThrow('other')
  expect(schemaState(connection, set)).toBe('current')
})

test('a gap in the numbering is refused', () => {
  expect(codeOf(() => readMigrations(folderWith({ '0001_a.sql': FIRST, '0003_b.sql': FIRST })))).toBe('migration_failed')
})

test('the shipped migrations make a sound file, twice the same', () => {
  const [one, two] = [openInMemory(), openInMemory()]
  for (const connection of [one, two]) migrate(connection, readMigrations())
  const schema = (connection: Connection): unknown[] => connection.prepare('SELECT type, name, sql FROM sqlite_schema ORDER BY name').all()
  expect(schema(one)).toEqual(schema(two))
  expect(one.pragma('integrity_check', { simple: true })).toBe('ok')
  const folder = new URL('../../migrations/', import.meta.url)
  expect(existsSync(folder)).toBe(true)
  for (const file of readdirSync(folder)) expect(readFileSync(new URL(file, folder), 'utf8')).not.toMatch(/ON DELETE CASCADE/iu)
})

test('killed anywhere while it migrates: the file is as it was, or wholly new', async () => {
  const path = join(temporaryFolder(), 'gros.archipel')
  const rebuilt = folderWith({ '0001_first.sql': FIRST, '0002_not_null.sql': REBUILD })
  const connection = openDatabase(path, 'create')
  migrate(connection, readMigrations(folderWith({ '0001_first.sql': FIRST })))
  connection.exec("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60000) INSERT INTO entry SELECT i, 'ecriture ' || i FROM n; INSERT INTO line SELECT id, 10, 100, 0 FROM entry; INSERT INTO line SELECT id, 20, 0, 100 FROM entry")
  connection.close()
  const script = `import { openDatabase } from ${JSON.stringify(new URL('../../electron/machine/database.ts', import.meta.url).href)}
    import { migrate, readMigrations } from ${JSON.stringify(new URL('../../electron/machine/migrate.ts', import.meta.url).href)}
    console.log('parti'); const connection = openDatabase(process.argv[1], 'write'); migrate(connection, readMigrations(process.argv[2])); connection.close()`
  const versions: number[] = []
  for (let kill = 0; kill < 14 && versions.at(-1) !== 2; kill += 1) {
    const child = spawn(process.execPath, ['--input-type=module', '-e', script, path, rebuilt], { stdio: ['ignore', 'pipe', 'ignore'] })
    await new Promise<void>((resolve) => {
      child.stdout.once('data', () => setTimeout(() => child.kill('SIGKILL'), kill * 20))
      child.once('exit', () => resolve())
    })
    const after = openDatabase(path, 'write')
    versions.push(schemaVersion(after))
    expect([count(after, 'entry'), count(after, 'line')]).toEqual([60_000, 120_000])
    expect(() => after.exec("UPDATE entry SET label = 'x' WHERE id = 1")).toThrow('entry_is_final')
    expect(after.pragma('integrity_check', { simple: true })).toBe('ok')
    after.close()
  }
  expect(versions.filter((version) => version === 1).length).toBeGreaterThan(1)
}, 60_000)
