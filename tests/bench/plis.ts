import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { createCipheriv, createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import BetterSqlite from 'better-sqlite3'
import { crypto } from '../../electron/machine/crypto.ts'
import { sealBytes } from '../../electron/machine/seal.ts'
import { must } from '../fixtures/books.ts'
import { asked, makePlis, session } from './make-plis.ts'
import { median, peakMegabytes } from './measure.ts'
import { remove } from './workspace.ts'

/*
 * What it costs headquarters to take plis: against the floor of one thread, which checks one Ed25519 signature a file and inserts the same rows in
 * the same tables without a trigger, a check or an index beyond the keys. Run: node tests/bench/plis.ts [--files 3500,35000]; writes PLIS.md.
 */
const SELF = fileURLToPath(import.meta.url)
const FOLDER = process.env['ARCHIPEL_BENCH'] ?? join(tmpdir(), 'archipel-bench-plis')
const { values } = parseArgs({ options: { files: { type: 'string' }, child: { type: 'string' }, count: { type: 'string' } } })
const hq = (count: number): string => join(FOLDER, `siege-${count}.archipel`)
const plis = (count: number): string => join(FOLDER, `plis-${count}`)

if (values.child === undefined) parent()
else process.stdout.write(`${JSON.stringify(await child(values.child, Number(values.count)))}\n`)

async function child(name: string, count: number): Promise<object> {
  if (name === 'make') return make(count)
  if (name === 'take') return take(count)
  return name === 'floor' ? floor(count) : seal()
}

async function make(count: number): Promise<object> {
  await makePlis(hq(count), plis(count), count)
  return {}
}

/** The door a person uses: folder, decode thread, one writer. */
async function take(count: number): Promise<object> {
  const desk = session()
  await asked(desk, 'workspace.open', { path: hq(count) })
  const start = performance.now()
  const taken = (await asked(desk, 'pli.take-folder', { path: plis(count) })) as { plis: readonly { outcome: string }[] }
  const wall = performance.now() - start
  const connection = desk.workspace?.connection
  const facts = connection?.prepare("SELECT COUNT(*) FROM fact").pluck().get()
  const outcomes = Object.fromEntries(Object.entries(Object.groupBy(taken.plis, (pli) => pli.outcome)).map(([name, list]) => [name, list?.length]))
  desk.close()
  return { wall, facts, outcomes, peak: peakMegabytes() }
}

/** The rows that taking wrote, put into bare tables of the same columns, one transaction a hundred files; and a signature for each file. */
function floor(count: number): object {
  const taken = new BetterSqlite(hq(count), { readonly: true })
  const path = join(FOLDER, 'floor.archipel')
  remove(path)
  const bare = new BetterSqlite(path)
  for (const pragma of ['journal_mode = WAL', 'synchronous = FULL', `cache_size = -${48 * 1024}`]) bare.pragma(pragma)
  bare.exec('CREATE TABLE fact (id INTEGER PRIMARY KEY, logical_time INTEGER, kind TEXT, version INTEGER, body TEXT, hash BLOB) STRICT')
  bare.exec('CREATE TABLE entry (id INTEGER PRIMARY KEY, entity_id INTEGER, journal_id INTEGER, year_id INTEGER, number INTEGER, on_date TEXT, label TEXT, document_ref TEXT, document_on TEXT, validated_on TEXT, nature TEXT) STRICT')
  bare.exec('CREATE TABLE line (entry_id INTEGER, line_no INTEGER, account_id INTEGER, on_date TEXT, debit_cents INTEGER, credit_cents INTEGER, party_id INTEGER, PRIMARY KEY (entry_id, line_no)) STRICT, WITHOUT ROWID')
  const tables = [
    ['fact', 'SELECT id, logical_time, kind, version, body, hash FROM fact WHERE id >> 32 = ? ORDER BY id', 6],
    ['entry', 'SELECT id, entity_id, journal_id, year_id, number, on_date, label, document_ref, document_on, validated_on, nature FROM entry WHERE id > ? << 32 AND id < (? + 1) << 32', 11],
    ['line', 'SELECT entry_id, line_no, account_id, on_date, debit_cents, credit_cents, party_id FROM line WHERE entry_id > ? << 32 AND entry_id < (? + 1) << 32', 7],
  ] as const
  const statements = tables.map(([table, select, columns]) => ({
    read: taken.prepare(select).raw(), write: bare.prepare(`INSERT INTO ${table} VALUES (${Array.from({ length: columns }, () => '?').join(', ')})`), binds: select.split('?').length - 1,
  }))
  const streams = taken.prepare("SELECT stream.id FROM stream WHERE device = 'A' AND entity_id <> (SELECT id FROM entity WHERE code = 'SIEGE') ORDER BY id").pluck().all() as number[]
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const key = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('base64url')
  const text = 'a'.repeat(200)
  const signature = sign(null, Buffer.from(text), privateKey).toString('base64url')
  let wall = 0
  for (let from = 0; from < streams.length; from += 100) {
    const rows = streams.slice(from, from + 100).flatMap((stream) => statements.map(({ read, write, binds }) => ({ write, rows: read.all(...Array.from({ length: binds }, () => stream)) as unknown[][] })))
    const start = performance.now()
    bare.exec('BEGIN IMMEDIATE')
    for (const each of rows) for (const row of each.rows) each.write.run(...row)
    for (let at = 0; at < 100 && from + at < streams.length; at += 1) if (!crypto.verify(key, text, signature)) throw new Error('signature')
    bare.exec('COMMIT')
    wall += performance.now() - start
  }
  bare.close()
  remove(path)
  return { wall }
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

function parent(): void {
  const run = (name: string, count: number): Record<string, number> => {
    process.stderr.write(`${count} ${name}\n`)
    const { stdout, stderr, status } = spawnSync(process.execPath, [SELF, '--child', name, '--count', String(count)], { encoding: 'utf8', maxBuffer: 1e9 })
    if (status !== 0) throw new Error(`${name} at ${count}: ${stderr}`)
    return JSON.parse(stdout.trim().split('\n').at(-1) ?? '{}') as Record<string, number>
  }
  const lines = ['# Taking plis', '', `${cpus()[0]?.model ?? ''}, ${cpus().length} cores, Node ${process.version}. \`node tests/bench/plis.ts\` makes this again; wall time.`, '',
    '| files | facts | floor, s | taken by the door, s | share of the floor | ms a file | peak memory, MB | bytes a file | outcomes |', '| --- | --- | --- | --- | --- | --- | --- | --- | --- |']
  for (const count of (values.files ?? '3500').split(',').map(Number)) {
    run('make', count)
    const taken = run('take', count)
    const bare = run('floor', count)
    const names = readdirSync(plis(count))
    const size = names.reduce((sum, name) => sum + statSync(join(plis(count), name)).size, 0) / names.length
    const [wall = 0, floorWall = 0] = [taken['wall'], bare['wall']]
    lines.push(`| ${count} | ${taken['facts']} | ${(floorWall / 1000).toFixed(1)} | ${(wall / 1000).toFixed(1)} | ${((100 * floorWall) / wall).toFixed(0)} % | ${(wall / count).toFixed(2)} | ${Math.round(taken['peak'] ?? 0)} | ${Math.round(size)} | ${JSON.stringify(taken['outcomes'])} |`)
    rmSync(plis(count), { recursive: true, force: true })
    remove(hq(count))
  }
  const sealed = run('seal', 1)
  const [ours = 0, bareSeal = 1] = [sealed['ours'], sealed['bare']]
  lines.push('', `Signing and sealing 5 MB: ${ours.toFixed(0)} ms; Node's own SHA-256, Ed25519 and AES-256-GCM over the same bytes: ${bareSeal.toFixed(0)} ms; ratio ${(ours / bareSeal).toFixed(1)} (goal 3).`, '')
  writeFileSync(join(dirname(SELF), 'PLIS.md'), lines.join('\n'))
  process.stdout.write(readFileSync(join(dirname(SELF), 'PLIS.md'), 'utf8'))
}
