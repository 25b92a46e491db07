import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { booksFromEntries } from '../../core/interchange/entries-books.ts'
import { importBooks } from '../../core/interchange/import-books.command.ts'
import { createContext } from '../../core/context.ts'
import { addDays, calendarDate } from '../../core/kernel/calendar-date.ts'
import { postEntry } from '../../core/ledger/post-entry.command.ts'
import { recordParty } from '../../core/ledger/records.command.ts'
import { endYear } from '../../core/ledger/year-end.command.ts'
import { verify } from '../../core/reporting/verify.query.ts'
import { openDatabase as openFile } from '../../electron/machine/database.ts'
import { toFault } from '../../electron/machine/fault.ts'
import { anEntry, must, openTestBooks, type TestBooks, testPorts } from '../fixtures/books.ts'
import { makeFolder } from '../fixtures/temporary.ts'

let folder = ''
beforeEach(() => {
  folder = makeFolder('disk')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const entries = (count: number) => Array.from({ length: count }, (_, at) =>
  anEntry(`${addDays(calendarDate('2026-01-01'), at % 365)} VEN Facture ${at} ${'longue '.repeat(20)} | 400 12.10 | 700 -10.00 | 451 -2.10`))

const PARTIES = Array.from({ length: 150 }, (_, at) => `C${at}`)
/** One entry over many parties: it does not fit in the room that pages have left. */
const wide = (date: string) => anEntry(`${date} VEN Abonnements | ${PARTIES.map((party) => `400 10.00 @${party}`).join(' | ')} | 700 -1500.00`)

/** Everything a person could read, in one text: what must not move when an operation fails. */
function image(books: TestBooks): string {
  return ['fact', 'entry', 'line', 'balance', 'account', 'closing', 'fiscal_year', 'reference'].map((table) => JSON.stringify(books.db.prepare(`SELECT * FROM ${table}`).all())).join('\n')
}

const operations: Readonly<Record<string, (books: TestBooks) => unknown>> = {
  'posting one entry': (books) => must(postEntry(books.ctx, books.entityId, wide('2026-03-01'))),
  'posting many': (books) => must(importBooks(books.ctx, books.entityId, booksFromEntries('entries', entries(60)), {})),
  'a bulk import': (books) => must(importBooks(books.ctx, books.entityId, booksFromEntries('entries', entries(600)), {})),
  'ending the year': (books) => must(endYear(books.ctx, books.entityId, '2026')),
}

function faultOf(work: () => void): string | undefined {
  try {
    work()
    return undefined
  } catch (error) {
    return toFault(error).code
  }
}

for (const [name, operate] of Object.entries(operations)) {
  test(`the disk fills up during ${name}, at every place: nothing half, and space lets it go on`, { timeout: 60_000 }, () => {
    const books = openTestBooks({ path: join(folder, 'books.archipel') })
    for (const code of PARTIES) must(recordParty(books.ctx, books.entityId, { code, name: code, kind: 'customer' }))
    must(importBooks(books.ctx, books.entityId, booksFromEntries('entries', [...entries(8), wide('2026-02-01')]), {}))
    const before = image(books)
    const pages = books.db.pragma('page_count', { simple: true }) as number
    let refusals = 0
    const [faults, torn]: [Set<string>, number[]] = [new Set(), []]
    for (let room = 0; ; room += Math.max(1, Math.floor(room / 3))) {
      books.db.pragma(`max_page_count = ${pages + room}`)
      const fault = faultOf(() => operate(books))
      if (fault === undefined) break
      refusals += 1
      faults.add(fault)
      const asBefore = !books.db.inTransaction && image(books) === before
      if (!asBefore) torn.push(room)
    }
    expect([...faults]).toEqual(['disk_full'])
    expect(torn, 'pages of room with which something stayed half done').toEqual([])
    expect(refusals).toBeGreaterThan(0)
    expect(image(books)).not.toBe(before)
    books.db.pragma('max_page_count = 1073741823')
    must(postEntry(books.ctx, books.entityId, anEntry(`${name === 'ending the year' ? '2027-01-02' : '2026-12-31'} OD Après | 550 1.00 | 100 -1.00`)))
    expect(verify(books.ctx, true).problems).toEqual([])
    books.close()
  })
}

test('a file opened for reading is never written, and says read_only', () => {
  const path = join(folder, 'books.archipel')
  const books = openTestBooks({ path })
  must(importBooks(books.ctx, books.entityId, booksFromEntries('entries', entries(8)), {}))
  const before = image(books)
  const db = openFile(path, 'read')
  const ctx = createContext(testPorts(db))
  let thrown: unknown
  try {
    postEntry(ctx, books.entityId, anEntry('2026-01-15 OD Refusée | 550 1.00 | 100 -1.00'))
  } catch (error) {
    thrown = error
  }
  expect(toFault(thrown).code).toBe('read_only')
  expect(verify(ctx, true).problems).toEqual([])
  db.close()
  expect(image(books)).toBe(before)
  books.close()
})

test('another writer that holds the file makes this one say so, and nothing is lost', () => {
  const path = join(folder, 'books.archipel')
  const books = openTestBooks({ path })
  const other = openFile(path, 'write')
  other.exec('BEGIN IMMEDIATE')
  let thrown: unknown
  try {
    books.post('2026-01-15 OD Bloquée | 550 1.00 | 100 -1.00')
  } catch (error) {
    thrown = error
  }
  expect(toFault(thrown).code).toBe('workspace_locked')
  other.exec('ROLLBACK')
  other.close()
  expect(books.post('2026-01-15 OD Acceptée | 550 1.00 | 100 -1.00').number).toBe(1)
  expect(verify(books.ctx, true).problems).toEqual([])
  books.close()
})
