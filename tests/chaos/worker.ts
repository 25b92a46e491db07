import { writeSync } from 'node:fs'
import { withSources } from '../../core/ledger/entry-source.ts'
import type { ProposedEntry } from '../../core/ledger/entry.ts'
import { booksFromEntries } from '../../core/interchange/entries-books.ts'
import { importBooks } from '../../core/interchange/import-books.command.ts'
import { books } from '../../core/ledger/books.query.ts'
import { attachDocument } from '../../core/ledger/attach-document.command.ts'
import { closePeriod, reopenPeriod } from '../../core/ledger/close-period.command.ts'
import { matchLines } from '../../core/ledger/match-lines.command.ts'
import { postEntry } from '../../core/ledger/post-entry.command.ts'
import { reverseEntry } from '../../core/ledger/reverse-entry.command.ts'
import { calendarDate, addDays } from '../../core/kernel/calendar-date.ts'
import { MemoryFiles } from '../../electron/machine/files.ts'
import { sha256 } from '../../electron/machine/hash.ts'
import { openWorkspace } from '../../electron/machine/workspace.ts'
import { anEntry, must } from '../fixtures/books.ts'

/**
 * The victim: opens a workspace as the program does and works until it is killed. Before each operation it says what it is about to
 * do (`begin`), and only after the commit it says that it is done (`done`). Lines go straight to the pipe.
 */
const [, , path = '', run = '0'] = process.argv
const say = (line: object): void => void writeSync(1, `${JSON.stringify(line)}\n`)

const files = new MemoryFiles()
const { ctx, connection } = await openWorkspace(path, { shell: 'cli', files, progress: () => {}, on: calendarDate('2026-06-30') })
const entityId = connection.prepare('SELECT id FROM entity').pluck().get() as number
const first = calendarDate('2026-07-01')
let state = Number(run) * 2_654_435_761
const below = (bound: number): number => {
  state = (Math.imul(state ^ (state >>> 15), 2_246_822_507) + 0x9e3779b9) | 0
  return (state >>> 0) % bound
}

function entry(operation: number, at: number): ProposedEntry {
  const amount = `${1 + below(9000)}.${String(below(100)).padStart(2, '0')}`
  const date = addDays(first, below(150))
  return anEntry(`${date} OD op-${run}-${operation} ${at} | 400000 ${amount} | 700000 -${amount}`)
}

/** What each kind of operation books: facts that are there together or not at all. */
const operations: readonly ((operation: number) => { readonly kind: string; readonly facts: number; readonly work: () => unknown })[] = [
  (operation) => ({ kind: 'post', facts: 1, work: () => must(postEntry(ctx, entityId, entry(operation, 0))) }),
  (operation) => ({ kind: 'import', facts: 30, work: () => must(importBooks(ctx, entityId, many(operation, 30), {})) }),
  // Above the threshold of bulk booking, which sets triggers aside inside its transaction.
  (operation) => ({ kind: 'bulk', facts: 520, work: () => must(importBooks(ctx, entityId, many(operation, 520), {})) }),
  (operation) => ({
    kind: 'reverse', facts: 2,
    work: () => {
      const posted = must(postEntry(ctx, entityId, entry(operation, 0)))
      return [posted, must(reverseEntry(ctx, entityId, posted.id, `op-${run}-${operation}`))]
    },
  }),
  (operation) => ({
    kind: 'match', facts: 3,
    work: () => {
      const one = must(postEntry(ctx, entityId, entry(operation, 0)))
      const other = must(reverseEntry(ctx, entityId, one.id, `op-${run}-${operation}`))
      return must(matchLines(ctx, entityId, [{ entryId: one.id, line: 1 }, { entryId: other.id, line: 1 }]))
    },
  }),
  // What an earlier run closed, before it died, is opened again.
  () => ({ kind: 'close', facts: 1, work: () => (books(ctx, entityId).closedUntil ? must(reopenPeriod(ctx, entityId, 'Un essai')) : must(closePeriod(ctx, entityId, addDays(first, -1 - below(20))))) }),
  (operation) => ({
    kind: 'attach', facts: 2,
    work: () => {
      const posted = must(postEntry(ctx, entityId, entry(operation, 0)))
      return must(attachDocument(ctx, entityId, posted.id, files.put('reçu.pdf', 'application/pdf', `reçu ${run} ${operation}`), 'application/pdf'))
    },
  }),
]

function many(operation: number, count: number): ReturnType<typeof booksFromEntries> {
  return booksFromEntries('entries', withSources(Array.from({ length: count }, (_, at) => entry(operation, at)), 'json', sha256))
}

const chainLength = connection.prepare('SELECT COUNT(*) FROM fact').pluck()
say({ ready: chainLength.get() })
for (let operation = 0; ; operation += 1) {
  const { kind, facts, work } = (operations[[0, 0, 0, 1, 2, 3, 4, 5, 6][below(9)] ?? 0] as (typeof operations)[number])(operation)
  say({ begin: operation, kind, facts })
  work()
  say({ done: operation, head: chainLength.get() })
}
