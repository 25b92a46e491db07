import { renameSync, readdirSync, readFileSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import { sha256 } from '../../electron/machine/hash.ts'
import { loadProcedures } from '../../electron/machine/procedure-table.ts'
import { Session } from '../../electron/machine/session.ts'
import { randomOf } from '../simulation/random.ts'

/**
 * The victim: headquarters and an Activité on one machine, opened as the program does, that trade until it is killed; at a named point (`make:after commit`) it
 * kills itself. What it said that it did (`posted`, `made`, `taken` …) was answered by the door and must be there afterwards.
 */
const [, , folder = '', run = '0', point = ''] = process.argv
const say = (line: object): void => void writeSync(1, `${JSON.stringify(line)}\n`)
const random = randomOf(Number(run) * 7919 + 1)
const mail = join(folder, 'mail')

/** Where the process dies, once the operation that a point names is under way. */
let armed = ''
let commits = 0
let writes = 0
function reach(place: string): void {
  if (armed === place) process.kill(process.pid, 'SIGKILL')
}

/** Both ways in which statements reach the database are watched; the program's own code runs unchanged. */
function watch(): void {
  const db = new BetterSqlite(':memory:')
  const statement = Object.getPrototypeOf(db.prepare('SELECT 1')) as { run: (this: { readonly source: string }, ...values: unknown[]) => unknown }
  const database = BetterSqlite.prototype as unknown as { exec: (this: unknown, sql: string) => unknown }
  db.close()
  const { run: runPlain } = statement
  const { exec } = database
  const around = (sql: string, work: () => unknown): unknown => {
    const isCommit = /^COMMIT/iu.test(sql)
    if (isCommit) reach(commits === 0 ? 'before commit' : 'before second commit')
    const done = work()
    if (/^BEGIN/iu.test(sql)) reach('begun')
    if (isCommit) reach((commits += 1) === 1 ? 'after commit' : 'after second commit')
    return done
  }
  database.exec = function (sql) {
    return around(sql, () => exec.call(this, sql))
  }
  statement.run = function (...values) {
    return around(this.source, () => {
      const done = runPlain.apply(this, values)
      reach(`write ${(writes += 1)}`)
      return done
    })
  }
}

async function ask<T>(session: Session, name: string, input: unknown): Promise<T> {
  const reply = await session.answer(name, input)
  if (!reply.ok) throw new Error(`${name}: ${JSON.stringify(reply)}`)
  return reply.value as T
}

interface Made { readonly fileId: string; readonly fileName: string }

const open = async (name: string): Promise<Session> => {
  const session = new Session({ shell: 'kill', procedures: loadProcedures })
  await session.open(join(folder, `${name}.archipel`))
  return session
}
const [siege, atelier] = [await open('siege'), await open('atelier')]
let done = 0

async function post(): Promise<void> {
  const label = `fait ${run}-${(done += 1)}`
  const cents = 1 + random.below(100_000)
  await ask(atelier, 'entries.post', { entity: 'A1', entries: [{ journal: 'OD', date: '2026-03-01', label, lines: [{ account: '550000', debitCents: cents, creditCents: 0 }, { account: '700000', debitCents: 0, creditCents: cents }] }] })
  say({ posted: label })
}

/** A file is in the mail whole or not at all. */
async function mailPli(): Promise<void> {
  const made = await ask<Made>(atelier, 'pli.make', { to: 'headquarters', since: 'sent' })
  const bytes = atelier.files.get(made.fileId)?.bytes ?? new Uint8Array(0)
  const path = join(mail, made.fileName)
  reach('before file')
  writeFileSync(`${path}.part`, bytes.subarray(0, bytes.length >> 1))
  reach('half a file')
  writeFileSync(`${path}.part`, bytes)
  renameSync(`${path}.part`, path)
  say({ made: made.fileName })
}

async function take(to: Session, name: string, bytes: Uint8Array): Promise<void> {
  const fileId = to.files.put(name, 'application/octet-stream', bytes)
  const { plis } = await ask<{ readonly plis: readonly { readonly outcome: string }[] }>(to, 'pli.take', { fileIds: [fileId] })
  if (to === siege && plis[0]?.outcome === 'taken') say({ taken: sha256(bytes) })
}

const operations: Readonly<Record<string, () => Promise<unknown>>> = {
  make: async () => {
    await post()
    await mailPli()
  },
  take: async () => {
    const names = readdirSync(mail).filter((name) => name.endsWith('.pli'))
    const name = random.one(names)
    await take(siege, name, readFileSync(join(mail, name)))
  },
  inbox: async () => {
    const { plis } = await ask<{ readonly plis: readonly { readonly outcome: string }[] }>(siege, 'pli.take-folder', { path: mail })
    say({ inbox: plis.length })
  },
  receipts: async () => {
    const made = await ask<Made>(siege, 'pli.make', { to: 'A1' })
    await take(atelier, made.fileName, siege.files.get(made.fileId)?.bytes ?? new Uint8Array(0))
  },
  rotate: async () => say({ rotated: await ask(atelier, 'trust.rotate', {}) }),
  publish: async () => {
    const name = `kill.run-${run}-${(done += 1)}`
    await ask(siege, 'parameters.publish', { name, validFrom: '2026-01-01', content: { run: Number(run) } })
    say({ published: name })
  },
}

const OFTEN = ['make', 'make', 'make', 'take', 'take', 'inbox', 'receipts', 'receipts', 'rotate', 'publish']
const [wanted = '', place = ''] = point.split(':')
say({ ready: true })
await operations['make']?.()
if (wanted === 'inbox') for (let more = 0; more < 3; more += 1) await operations['make']?.()
for (;;) {
  const kind = wanted === '' ? random.one(OFTEN) : wanted
  if (wanted !== '' && armed === '') {
    watch()
    armed = place
  }
  ;[commits, writes] = [0, 0]
  say({ begin: kind })
  await operations[kind]?.()
  // A point that is not reached is none.
  if (wanted !== '') throw new Error(`${point} was not reached: ${commits} commits, ${writes} writes`)
}
