import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus, tmpdir, totalmem } from 'node:os'
import { dirname, join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { median, peakMegabytes } from './measure.ts'
import { type Measures, reportText, type Results } from './report.ts'
import { balances, ledgerPages } from './step-balances.ts'
import { durable, postsAlone } from './step-durable.ts'
import { importing, importingOnce, writeBooksAsFec } from './step-import.ts'
import { opening } from './step-opening.ts'
import { sumsOfBooks } from './step-sum-of-books.ts'
import { booksPath, forget, posting, postingOnce } from './step-posting.ts'
import { verifying } from './step-verify.ts'
import { ENTITY } from './workspace.ts'

const SELF = fileURLToPath(import.meta.url)
const ROOT = join(dirname(SELF), '..', '..')
const FOLDER = process.env['ARCHIPEL_BENCH'] ?? join(tmpdir(), 'archipel-bench')
/** What was measured so far, so that one figure can be taken again alone. */
const KEPT = join(ROOT, 'tests', 'results', 'bench.json')
const REPORT = join(dirname(SELF), 'REPORT.md')
/** What no measure says: what bare is, and why a goal is missed. */
const NOTES = join(dirname(SELF), 'NOTES.md')
const LARGEST_IMPORT = 100_000

/** The core runs in a thread with a nursery of 12 MB (`CORE_MEMORY` in `electron/machine/core-host.ts`): three times this. */
const NURSERY = '--max-semi-space-size=4'

type Step = (size: number, folder: string) => Promise<Measures> | Measures

/** In this order: `posting` leaves the books that the others read. Each runs in a process of its own, so that its memory is its own. */
const STEPS: Readonly<Record<string, Step>> = {
  posting, memory: postingOnce, balances, ledger: ledgerPages, opening, verify: verifying, durable, fec: writeBooksAsFec, import: importing, importMemory: importingOnce, sums: sumsOfBooks,
}

const { values } = parseArgs({ options: { size: { type: 'string' }, only: { type: 'string' }, child: { type: 'string' }, posts: { type: 'string' }, keep: { type: 'boolean' } } })

if (values.child !== undefined) await child(values.child, Number(values.size))
else parent()

async function child(name: string, size: number): Promise<void> {
  if (name === 'posts') return postsAlone(booksPath(FOLDER, size), Number(values.posts))
  const measures = await STEPS[name]?.(size, FOLDER)
  process.stdout.write(`${JSON.stringify({ ...measures, peak: peakMegabytes() })}\n`)
}

function parent(): void {
  mkdirSync(FOLDER, { recursive: true })
  const results: Results = existsSync(KEPT) ? (JSON.parse(readFileSync(KEPT, 'utf8')) as Results) : {}
  for (const size of values.size === undefined ? [10_000, 100_000, 1_000_000] : [Number(values.size)]) {
    const measured = (results[size] ??= {})
    for (const name of [...Object.keys(STEPS), 'command', 'waits']) {
      if (values.only !== undefined && values.only !== name) continue
      if (/^(fec|import|importMemory)$/u.test(name) && size > LARGEST_IMPORT) continue
      process.stderr.write(`${size} ${name}\n`)
      measured[name] = name === 'command' ? command(size) : name === 'waits' ? waits(size) : run(name, size)
      save(results)
    }
    if (!values.keep) forget(FOLDER, size)
  }
  if (!values.keep) rmSync(FOLDER, { recursive: true, force: true })
  writeFileSync(REPORT, reportText(results, readFileSync(NOTES, 'utf8')))
}

function save(results: Results): void {
  const [cpu] = cpus()
  mkdirSync(dirname(KEPT), { recursive: true })
  results.machine = { processor: cpu?.model ?? '', cores: availableParallelism(), gigabytes: Math.round(totalmem() / 1e9), node: process.version }
  writeFileSync(KEPT, JSON.stringify(results, null, 1))
}

function run(name: string, size: number): Measures {
  const { stdout, stderr, status } = spawnSync(process.execPath, [NURSERY, SELF, '--child', name, '--size', String(size)], { encoding: 'utf8', maxBuffer: 1e8 })
  if (status !== 0) throw new Error(`${name} at ${size}: ${stderr}`)
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '{}') as Measures
}

/** The whole command, from the shell to its last byte. */
function command(size: number): Measures {
  const times = Array.from({ length: 9 }, () => {
    const start = performance.now()
    const { status, stderr } = spawnSync(
      process.execPath, [join(ROOT, 'electron', 'archipel.mjs'), 'trial-balance', '-w', booksPath(FOLDER, size), '-e', ENTITY, '--as-of', '2026-11-13', '--json'], { encoding: 'utf8', maxBuffer: 1e8 })
    if (status !== 0) throw new Error(`trial-balance: ${stderr}`)
    return performance.now() - start
  })
  const bare = Array.from({ length: 9 }, () => {
    const start = performance.now()
    spawnSync(process.execPath, ['-e', ''])
    return performance.now() - start
  })
  return { wall: median(times.slice(1)), node: median(bare.slice(1)) }
}

/** Calls that wait for the disk, a post: what sixty posts make more than ten do. No figure where strace is missing. */
function waits(size: number): Measures {
  const count = (posts: number): number | undefined => {
    const file = join(FOLDER, 'waits')
    const { status } = spawnSync(
      'strace', ['-f', '-qq', '-e', 'trace=fsync,fdatasync', '-o', file, process.execPath, SELF, '--child', 'posts', '--posts', String(posts), '--size', String(size)], { encoding: 'utf8' })
    return status === 0 ? readFileSync(file, 'utf8').split('\n').filter((line) => /f(data)?sync\(/u.test(line)).length : undefined
  }
  const [few, many] = [count(10), count(60)]
  return few === undefined || many === undefined ? {} : { each: (many - few) / 50 }
}
