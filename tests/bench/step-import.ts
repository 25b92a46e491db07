import { readFileSync, writeFileSync } from 'node:fs'
import { writeFec } from '../../core/formats/fec/write-fec.ts'
import { importBooks } from '../../core/interchange/import-books.command.ts'
import { readFecBooks } from '../../core/interchange/read-file.query.ts'
import type { Cents } from '../../core/kernel/money.ts'
import type { CalendarDate } from '../../core/kernel/calendar-date.ts'
import type { FecSource } from '../../core/formats/fec/write-fec.ts'
import { must } from '../fixtures/books.ts'
import { Bare, bareRows } from './bare.ts'
import { generatedEntries } from './generator.ts'
import { median, Stopwatch } from './measure.ts'
import { entityOf, makeWorkspace, open, remove } from './workspace.ts'

const fecPath = (folder: string, size: number): string => `${folder}/000000000FEC20261231-${size}.txt`

/** Writes generated books of one year as a FEC, so that the import reads a file like any other program's. */
export function writeBooksAsFec(size: number, folder: string): Record<string, number> {
  const numbers = new Map<string, number>()
  const entries: FecSource[] = []
  for (const entry of generatedEntries(size, 3, 'lastYear')) {
    const key = entry.journal + entry.date.slice(0, 4)
    const number = (numbers.get(key) ?? 0) + 1
    numbers.set(key, number)
    const date = entry.date as CalendarDate
    entries.push({
      journalCode: entry.journal, journalLabel: entry.journal, number: `${key}-${number}`, date, validatedOn: date,
      lines: entry.lines.map((line) => ({
        account: line.account, accountLabel: `Compte ${line.account}`, documentRef: entry.documentRef ?? `${key}-${number}`, documentOn: date, label: entry.label,
        debitCents: line.debitCents as Cents, creditCents: line.creditCents as Cents,
        ...(line.party === undefined ? {} : { partyCode: line.party, partyLabel: `Tiers ${line.party}` }),
      })),
    })
  }
  const { text, lineCount } = must(writeFec(entries))
  writeFileSync(fecPath(folder, size), text)
  return { megabytes: text.length / 1e6, lines: lineCount }
}

/** The real import of that file into empty books, against bare inserts of the same entries with their numbers of origin. */
export async function importing(size: number, folder: string): Promise<Record<string, number>> {
  const path = `${folder}/import-${size}.archipel`
  const bytes = readFileSync(fecPath(folder, size))
  const costs: Record<'reading' | 'booking' | 'bareKeys' | 'bareIndexes', number[]> = { reading: [], booking: [], bareKeys: [], bareIndexes: [] }
  for (let turn = 0; turn < (size > 50_000 ? 3 : 5); turn += 1) {
    costs.bareKeys.push(bareCost(folder, size, false))
    costs.bareIndexes.push(bareCost(folder, size, true))
    await makeWorkspace(path)
    const workspace = await open(path)
    const { ctx } = workspace
    const fileId = ctx.ports.files.put('000000000FEC20261231.txt', 'text/plain', bytes)
    const [reading, booking] = [new Stopwatch(), new Stopwatch()]
    const read = reading.run(() => must(readFecBooks(ctx, fileId, false)))
    const result = booking.run(() => must(importBooks(ctx, entityOf(workspace), read.books, {})))
    if (result.booked !== size) throw new Error(`booked ${result.booked} of ${size}`)
    costs.reading.push((reading.processor * 1000) / size)
    costs.booking.push((booking.processor * 1000) / size)
    workspace.close()
  }
  remove(path)
  return { reading: median(costs.reading), booking: median(costs.booking), bareKeys: median(costs.bareKeys), bareIndexes: median(costs.bareIndexes) }
}

/** Read and booked once, with nothing else in the process, for its memory. */
export async function importingOnce(size: number, folder: string): Promise<Record<string, number>> {
  const path = `${folder}/import-memory.archipel`
  await makeWorkspace(path)
  const workspace = await open(path)
  const fileId = workspace.ctx.ports.files.put('000000000FEC20261231.txt', 'text/plain', readFileSync(fecPath(folder, size)))
  const read = must(readFecBooks(workspace.ctx, fileId, false))
  const { booked } = must(importBooks(workspace.ctx, entityOf(workspace), read.books, {}))
  workspace.close()
  remove(path)
  return { booked }
}

function bareCost(folder: string, size: number, indexes: boolean): number {
  const path = `${folder}/import-bare.db`
  const bare = Bare.make(path, indexes)
  const toRow = bareRows()
  let at = 0
  const rows = [...generatedEntries(size, 3, 'lastYear')].map((entry) => toRow({ ...entry, source: `fec:${entry.journal}-${(at += 1)}` }))
  const watch = new Stopwatch()
  watch.run(() => {
    bare.db.exec('BEGIN IMMEDIATE')
    for (const row of rows) bare.insert(row)
    bare.db.exec('COMMIT')
  })
  bare.close()
  remove(path)
  return (watch.processor * 1000) / size
}
