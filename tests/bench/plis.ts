import { spawnSync } from 'node:child_process'
import { copyFileSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { createCipheriv, createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import BetterSqlite from 'better-sqlite3'
import { crypto } from '../../electron/machine/crypto.ts'
import { beginWork } from '../../electron/machine/exchange-work.ts'
import { sha256 } from '../../electron/machine/hash.ts'
import { openSealed, sealBytes } from '../../electron/machine/seal.ts'
import { type FileToTake, Taking } from '../../electron/machine/taking.ts'
import { must } from '../fixtures/books.ts'
import { asked, makePlis, session } from './make-plis.ts'
import { median, peakMegabytes } from './measure.ts'
import { remove } from './workspace.ts'

/*
 * What it costs headquarters to take plis, by the door and by one thread alone: against the floor of one thread, which checks the Ed25519 signatures
 * and inserts the same rows in the same tables, with the keys only and with the indexes of the house. Run: node tests/bench/plis.ts [--files 3500,35000]; writes PLIS.md.
 */
const SELF = fileURLToPath(import.meta.url)
const FOLDER = process.env['ARCHIPEL_BENCH'] ?? join(tmpdir(), 'archipel-bench-plis')
const { values } = parseArgs({ options: { files: { type: 'string' }, child: { type: 'string' }, count: { type: 'string' } } })
const hq = (count: number): string => join(FOLDER, `siege-${count}.archipel`)
const plis = (count: number): string => join(FOLDER, `plis-${count}`)
const PREFACE = [
  'The floor is what SQLite and Ed25519 ask of one thread for the same rows in the same tables (all that taking a pli of ordinary facts writes) and for every',
  'signature of the files: a prepared statement for each row, in the order of its key, a transaction for each hundred files, with the pages, the cache, the log',
  'and the durability of a workspace, and one verification for each header and each head, by a key that is read once. No trigger, check or foreign key, nothing',
  'read, opened, inflated, hashed or looked up. Once with the primary keys alone, once with the indexes of the house too, without which an account could not be',
  'read by day nor a number be known to be taken. Processor time is that of the one thread that writes.', '',
  'Goals: one thread at 60 % of the floor, the door at 100 %. Where the time of the writer goes (profile of the door, 1000 files): 28 % puts facts, entries and',
  'lines into their tables, sixteen a statement, with indexes and foreign keys; 10 % commits; 9 % read the',
  'facts out of their bytes (since then handed over as one text, which made the whole 6 % cheaper); 6 % records accounts, journals and years and gives codes their local numbers; 5 % receipts; 5 % the',
  'header and its frames, read and hashed once more by the one who judges; 5 % garbage; 3 % each: checks of a batch together, streams, kept balances with the sum',
  'of all books, trust; the rest under 2 % each. One thread alone opens the seal, verifies, inflates and proves the canonical form besides: two fifths of its time.',
]
/** All that taking a pli of ordinary facts writes. */
const FLOOR_TABLES = ['fact', 'reference', 'entity_profile', 'account', 'journal', 'fiscal_year', 'entry', 'line', 'balance', 'head_signature', 'peer_head', 'received_pli', 'rollup_year']

if (values.child === undefined) parent()
else process.stdout.write(`${JSON.stringify(await child(values.child, Number(values.count)))}\n`)

async function child(name: string, count: number): Promise<object> {
  if (name === 'make') return make(count)
  if (name === 'take') return take(count)
  if (name === 'alone') return alone(count)
  return name === 'seal' ? seal() : floor(count, name === 'floor-with-indexes')
}

async function make(count: number): Promise<object> {
  await makePlis(hq(count), plis(count), count)
  copyFileSync(hq(count), `${hq(count)}-empty`)
  return {}
}

/** The door a person uses: folder, decode thread, one writer. */
async function take(count: number): Promise<object> {
  const desk = session()
  await asked(desk, 'workspace.open', { path: hq(count) })
  const start = performance.now()
  const processor = threadClock()
  const taken = (await asked(desk, 'pli.take-folder', { path: plis(count) })) as { plis: readonly { outcome: string }[] }
  const writer = processor()
  const wall = performance.now() - start
  const connection = desk.workspace?.connection
  const facts = connection?.prepare("SELECT COUNT(*) FROM fact").pluck().get()
  const outcomes = Object.fromEntries(Object.entries(Object.groupBy(taken.plis, (pli) => pli.outcome)).map(([name, list]) => [name, list?.length]))
  desk.close()
  return { wall, processor: writer, facts, outcomes, peak: peakMegabytes() }
}

/** Milliseconds of processor time that this thread takes from now on. */
function threadClock(): () => number {
  const before = process.threadCpuUsage()
  return () => {
    const { user, system } = process.threadCpuUsage(before)
    return (user + system) / 1000
  }
}

/** The same files, decoded and taken by one thread. */
async function alone(count: number): Promise<object> {
  copyFileSync(`${hq(count)}-empty`, hq(count))
  const desk = session()
  await asked(desk, 'workspace.open', { path: hq(count) })
  const work = must(await beginWork(desk, 'write'))
  const taking = new Taking(work)
  const start = performance.now()
  const processor = threadClock()
  let batch: FileToTake[] = []
  for (const name of readdirSync(plis(count)).sort()) {
    const sealed = readFileSync(join(plis(count), name))
    batch.push({ name, hash: sha256(sealed), sealed, opened: must(await openSealed(sealed, work.secrets)) })
    if (batch.length < 400) continue
    taking.take(batch)
    batch = []
  }
  if (batch.length > 0) taking.take(batch)
  const wall = performance.now() - start
  const used = processor()
  desk.close()
  return { wall, processor: used }
}

interface FloorTable {
  readonly rows: Iterator<unknown>
  readonly write: BetterSqlite.Statement
  readonly share: number
}

/**
 * The rows that taking wrote, put into tables of the same columns without a trigger, a check or a foreign key, one transaction a hundred files, and
 * the signatures that the files carry: of the header and of the head of each stream.
 */
function floor(count: number, hasIndexes: boolean): object {
  const taken = new BetterSqlite(hq(count), { readonly: true })
  const path = join(FOLDER, 'floor.archipel')
  remove(path)
  const bare = new BetterSqlite(path)
  for (const pragma of ['journal_mode = WAL', 'synchronous = FULL', `cache_size = -${48 * 1024}`]) bare.pragma(pragma)
  const batches = Math.ceil(count / 100)
  const tables = FLOOR_TABLES.map((table) => floorTable(taken, bare, table, batches, hasIndexes))
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const key = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('base64url')
  const text = 'a'.repeat(200)
  const signature = sign(null, Buffer.from(text), privateKey).toString('base64url')
  const signatures = Math.ceil((count + (taken.prepare('SELECT COUNT(*) FROM head_signature').pluck().get() as number)) / batches)
  let [wall, processor] = [0, 0]
  for (let at = 0; at < batches; at += 1) {
    const rows = tables.map(({ rows: iterator, write, share }) => ({ write, rows: next(iterator, share) }))
    const start = performance.now()
    const used = threadClock()
    bare.exec('BEGIN IMMEDIATE')
    for (const each of rows) for (const row of each.rows) each.write.run(...row)
    for (let done = 0; done < signatures; done += 1) if (!crypto.verify(key, text, signature)) throw new Error('signature')
    bare.exec('COMMIT')
    wall += performance.now() - start
    processor += used()
  }
  bare.close()
  remove(path)
  return { wall, processor }
}

function floorTable(taken: BetterSqlite.Database, bare: BetterSqlite.Database, table: string, batches: number, hasIndexes: boolean): FloorTable {
  // Hidden ones are computed, and not written.
  const columns = (taken.pragma(`table_xinfo(${table})`) as { name: string; type: string; pk: number; hidden: number }[]).filter((column) => column.hidden === 0)
  const keys = columns.filter((column) => column.pk > 0).sort((a, b) => a.pk - b.pk)
  const text = taken.prepare("SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?").pluck().get(table) as string
  const isRow = keys.length === 1 && keys[0]?.type === 'INTEGER'
  const declared = columns.map(({ name, type, pk }) => `${name} ${type}${isRow && pk > 0 ? ' PRIMARY KEY' : ''}`)
  const primary = isRow || keys.length === 0 ? [] : [`PRIMARY KEY (${keys.map((key) => key.name).join(', ')})`]
  const computed = text.match(/\w+ INTEGER GENERATED ALWAYS AS \([^)]+\) VIRTUAL/gu) ?? []
  bare.exec(`CREATE TABLE ${table} (${[...declared, ...computed, ...primary].join(', ')}) STRICT${text.includes('WITHOUT ROWID') ? ', WITHOUT ROWID' : ''}`)
  if (hasIndexes) makeIndexes(taken, bare, table)
  const names = columns.map((column) => column.name).join(', ')
  const total = taken.prepare(`SELECT COUNT(*) FROM ${table}`).pluck().get() as number
  return {
    rows: lazily(taken.prepare(`SELECT ${names} FROM ${table} ORDER BY ${keys.map((key) => key.name).join(', ')}`).raw()),
    write: bare.prepare(`INSERT INTO ${table} (${names}) VALUES (${columns.map(() => '?').join(', ')})`), share: Math.ceil(total / batches),
  }
}

/** Those that the house makes, and those of what it declares unique. */
function makeIndexes(taken: BetterSqlite.Database, bare: BetterSqlite.Database, table: string): void {
  for (const index of taken.pragma(`index_list(${table})`) as { name: string; origin: string }[]) {
    if (index.origin === 'c') bare.exec(taken.prepare("SELECT sql FROM sqlite_schema WHERE type = 'index' AND name = ?").pluck().get(index.name) as string)
    const columns = (taken.pragma(`index_info(${index.name})`) as { name: string }[]).map((column) => column.name)
    if (index.origin === 'u') bare.exec(`CREATE UNIQUE INDEX unique_${table}_${columns.join('_')} ON ${table} (${columns.join(', ')})`)
  }
}

/** A connection that is being read prepares nothing more. */
function* lazily(statement: BetterSqlite.Statement): Generator<unknown> {
  yield* statement.iterate()
}

function next(rows: Iterator<unknown>, count: number): unknown[][] {
  const list: unknown[][] = []
  while (list.length < count) {
    const { value, done } = rows.next() as IteratorResult<unknown[], undefined>
    if (done === true) break
    list.push(value)
  }
  return list
}

/** Five million bytes signed and sealed, against Node's own SHA-256, Ed25519 and AES-256-GCM. */
async function seal(): Promise<object> {
  const bytes = randomBytes(5_000_000)
  const { ageRecipient, signer } = await recipient()
  const ours: number[] = []
  const bare: number[] = []
  for (let at = 0; at < 9; at += 1) {
    let start = performance.now()
    signer(createHash('sha256').update(bytes).digest())
    must(await sealBytes(bytes, [ageRecipient]))
    ours.push(performance.now() - start)
    start = performance.now()
    signer(createHash('sha256').update(bytes).digest())
    const cipher = createCipheriv('aes-256-gcm', randomBytes(32), randomBytes(12))
    cipher.update(bytes)
    cipher.final()
    bare.push(performance.now() - start)
  }
  return { ours: median(ours.slice(1)), bare: median(bare.slice(1)) }
}

async function recipient(): Promise<{ ageRecipient: string; signer: (digest: Buffer) => Buffer }> {
  const age = await import('age-encryption')
  const { privateKey } = generateKeyPairSync('ed25519')
  return { ageRecipient: await age.identityToRecipient(await age.generateX25519Identity()), signer: (digest) => sign(null, digest, privateKey) }
}

interface Measured {
  readonly wall?: number
  readonly processor?: number
}

/** By wall time and, beside it, by processor time, which other work on the machine disturbs less. */
function share(floorOf: Measured, measured: Measured): string {
  const percent = (part = 0, whole = 1): string => `${((100 * part) / whole).toFixed(0)} %`
  return `${percent(floorOf.wall, measured.wall)} (processor ${percent(floorOf.processor, measured.processor)})`
}

function parent(): void {
  const run = (name: string, count: number): Measured & { readonly [name: string]: number } => {
    process.stderr.write(`${count} ${name}\n`)
    const { stdout, stderr, status } = spawnSync(process.execPath, [SELF, '--child', name, '--count', String(count)], { encoding: 'utf8', maxBuffer: 1e9 })
    if (status !== 0) throw new Error(`${name} at ${count}: ${stderr}`)
    return JSON.parse(stdout.trim().split('\n').at(-1) ?? '{}') as Measured & { readonly [name: string]: number }
  }
  const lines = ['# Taking plis', '', `${cpus()[0]?.model ?? ''}, ${cpus().length} cores, Node ${process.version}. \`node tests/bench/plis.ts\` makes this again.`, '', ...PREFACE, '']
  const walls: number[] = []
  for (const count of (values.files ?? '3500').split(',').map(Number)) {
    run('make', count)
    const taken = run('take', count)
    const [keys, indexed, oneThread] = [run('floor', count), run('floor-with-indexes', count), run('alone', count)]
    const names = readdirSync(plis(count))
    const size = names.reduce((sum, name) => sum + statSync(join(plis(count), name)).size, 0) / names.length
    const { wall = 0, facts = 0, peak = 0, outcomes } = taken
    walls.push(wall / count)
    const row = (name: string, measured: Measured): string => `| ${[name, ...[measured.wall, measured.processor].map((time = 0) => (time / 1000).toFixed(1)), share(keys, measured), share(indexed, measured)].join(' | ')} |`
    lines.push(`## ${count} files, ${facts} facts`, '', '| | wall, s | processor, s | share of the floor, keys only | share of the floor, same indexes |', '| --- | --- | --- | --- | --- |',
      row('floor, keys only', keys), row('floor, same indexes', indexed), row('one thread', oneThread), row('the door (its writer)', taken), '',
      `Against the goals, of the floor with keys only: one thread ${share(keys, oneThread)} of 60 %, the door ${share(keys, taken)} of 100 %.`, '',
      `${(wall / count).toFixed(2)} ms a file by the door, peak memory ${Math.round(peak)} MB (goal 500), ${Math.round(size)} bytes a file, outcomes ${JSON.stringify(outcomes)}.`, '')
    rmSync(plis(count), { recursive: true, force: true })
    remove(hq(count))
    rmSync(`${hq(count)}-empty`)
  }
  if (walls.length > 1) lines.push(`Time a file, the last number of files against the first: ${((walls.at(-1) ?? 0) / (walls[0] ?? 1)).toFixed(2)} (goal 1.1).`, '')
  const sealed = run('seal', 1)
  const [ours = 0, bareSeal = 1] = [sealed['ours'], sealed['bare']]
  lines.push(`Signing and sealing 5 MB: ${ours.toFixed(0)} ms; Node's own SHA-256, Ed25519 and AES-256-GCM over the same bytes: ${bareSeal.toFixed(0)} ms; ratio ${(ours / bareSeal).toFixed(1)} (goal 3).`, '')
  writeFileSync(join(dirname(SELF), 'PLIS.md'), lines.join('\n'))
  process.stdout.write(readFileSync(join(dirname(SELF), 'PLIS.md'), 'utf8'))
}
