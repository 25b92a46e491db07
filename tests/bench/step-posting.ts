import { statSync } from 'node:fs'
import { ok } from '../../core/kernel/result.ts'
import { inBulk } from '../../core/ledger/bulk-booking.command.ts'
import type { ProposedEntry } from '../../core/ledger/entry.ts'
import { bookEntry } from '../../core/ledger/post-entry.command.ts'
import { endYear } from '../../core/ledger/year-end.command.ts'
import { must } from '../fixtures/books.ts'
import { Bare, bareRows } from './bare.ts'
import { generatedEntries } from './generator.ts'
import { median, Stopwatch } from './measure.ts'
import { entityOf, makeWorkspace, open, remove } from './workspace.ts'

/** Entries prepared at a time, outside the clock. */
const CHUNK = 250

export const booksPath = (folder: string, size: number): string => `${folder}/books-${size}.archipel`
export const barePath = (folder: string, size: number): string => `${folder}/bare-${size}.db`

function* chunks<T>(source: Iterable<T>): Generator<T[]> {
  let chunk: T[] = []
  for (const each of source) {
    chunk.push(each)
    if (chunk.length === CHUNK) {
      yield chunk
      chunk = []
    }
  }
  if (chunk.length > 0) yield chunk
}

/** Microseconds of processor time an entry, commit and checkpoint included. */
function bareCost(path: string, size: number, indexes: boolean): number {
  const bare = Bare.make(path, indexes)
  const toRow = bareRows()
  const watch = new Stopwatch()
  watch.run(() => bare.db.exec('BEGIN IMMEDIATE'))
  for (const chunk of chunks(generatedEntries(size))) {
    const rows = chunk.map(toRow)
    watch.run(() => {
      for (const row of rows) bare.insert(row)
    })
  }
  watch.run(() => bare.db.exec('COMMIT'))
  bare.close()
  return (watch.processor * 1000) / size
}

async function ourCost(path: string, size: number, together: boolean): Promise<number> {
  await makeWorkspace(path)
  const workspace = await open(path)
  const entityId = entityOf(workspace)
  const watch = new Stopwatch()
  const source = chunks(generatedEntries(size))
  let outside = 0
  watch.run(() => {
    must(workspace.ctx.write((tx) => {
      const post = (): void => {
        for (;;) {
          const preparing = new Stopwatch()
          const chunk = preparing.run(() => source.next().value as ProposedEntry[] | undefined)
          outside += preparing.processor
          if (!chunk) return
          for (const entry of chunk) must(bookEntry(tx, entityId, entry))
        }
      }
      if (together) inBulk(tx, entityId, size, post)
      else post()
      return ok(null)
    }))
  })
  workspace.close()
  return ((watch.processor - outside) * 1000) / size
}

/** Posting in one transaction, bare and with everything, taken in turns; leaves the books that the other figures are read from. */
export async function posting(size: number, folder: string): Promise<Record<string, number>> {
  const [path, bare] = [booksPath(folder, size), barePath(folder, size)]
  const costs: Record<'keys' | 'indexes' | 'rows' | 'together', number[]> = { keys: [], indexes: [], rows: [], together: [] }
  const turns = size >= 1_000_000 ? 1 : size >= 100_000 ? 3 : 7
  for (let turn = 0; turn < turns; turn += 1) {
    costs.keys.push(bareCost(bare, size, false))
    costs.indexes.push(bareCost(bare, size, true))
    if (size < 1_000_000) costs.rows.push(await ourCost(path, size, false))
    costs.together.push(await ourCost(path, size, true))
  }
  const workspace = await open(path)
  for (const year of ['2024', '2025']) must(endYear(workspace.ctx, entityOf(workspace), year))
  workspace.connection.pragma('wal_checkpoint(TRUNCATE)')
  workspace.close()
  return {
    bareKeys: median(costs.keys), bareIndexes: median(costs.indexes), rows: median(costs.rows), together: median(costs.together),
    megabytes: statSync(path).size / 1e6, bareMegabytes: statSync(bare).size / 1e6,
  }
}

/** The same books posted once more with nothing else in the process, for its memory. */
export async function postingOnce(size: number, folder: string): Promise<Record<string, number>> {
  const path = `${folder}/memory-${size}.archipel`
  const together = await ourCost(path, size, true)
  remove(path)
  return { together }
}

export function forget(folder: string, size: number): void {
  remove(booksPath(folder, size))
  remove(barePath(folder, size))
}
