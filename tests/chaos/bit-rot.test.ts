import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createContext } from '../../core/context.ts'
import { attachDocument } from '../../core/ledger/attach-document.command.ts'
import { closePeriod } from '../../core/ledger/close-period.command.ts'
import { matchLines } from '../../core/ledger/match-lines.command.ts'
import { endYear } from '../../core/ledger/year-end.command.ts'
import { verify } from '../../core/reporting/verify.query.ts'
import { openDatabase } from '../../electron/machine/database.ts'
import { toFault } from '../../electron/machine/fault.ts'
import { must, openTestBooks, testPorts } from '../fixtures/books.ts'
import type { Sqlite } from '../fixtures/database.ts'
import { makeFolder } from '../fixtures/temporary.ts'

/** `ARCHIPEL_FLIPS` makes a night of it. */
const FLIPS = Number(process.env['ARCHIPEL_FLIPS'] ?? 400)

/** What people can read of the books. Settings, drafts and templates are theirs to change and are nobody's proof. */
const VISIBLE = [
  'fact', 'entry', 'line', 'balance', 'account', 'journal', 'party', 'axis_value', 'fiscal_year', 'closing', 'match_group', 'line_match', 'entry_document', 'document', 'reference', 'entity_profile',
]

let folder = ''
let path = ''
let sound: Buffer
let visible = ''

beforeAll(() => {
  folder = makeFolder('rot')
  path = join(folder, 'books.archipel')
  const books = openTestBooks({ path })
  const { ctx, entityId, post } = books
  for (let at = 0; at < 40; at += 1) {
    const day = String(1 + (at % 28)).padStart(2, '0')
    const sale = post(`2026-0${1 + (at % 9)}-${day} VEN Facture ${at} de l’atelier | 400 121.00 | 700 -100.00 | 451 -21.00`)
    const paid = post(`2026-10-${day} BNQ Facture ${at} payée | 550 121.00 | 400 -121.00`)
    if (at % 5 === 0) must(matchLines(ctx, entityId, [{ entryId: sale.id, line: 1 }, { entryId: paid.id, line: 2 }]))
    if (at % 10 === 0) must(attachDocument(ctx, entityId, sale.id, books.ports.files.put('facture.pdf', 'application/pdf', `facture ${at} `.repeat(60)), 'application/pdf'))
  }
  must(closePeriod(ctx, entityId, '2026-03-31'))
  must(endYear(ctx, entityId, '2026'))
  visible = dump(books.db)
  books.db.pragma('wal_checkpoint(TRUNCATE)')
  books.close()
  sound = readFileSync(path)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function dump(db: Sqlite): string {
  return VISIBLE.map((table) => JSON.stringify(db.prepare(`SELECT * FROM ${table} ORDER BY 1, 2`).all())).join('\n')
}

const REFUSALS: ReadonlySet<string> = new Set(['workspace_damaged', 'not_a_workspace', 'cannot_open', 'read_only'])

/** What became of a file with one bit flipped. */
function fateOf(): 'refused at opening' | 'found by verify' | 'nothing visible changed' | 'UNSEEN' | `broke: ${string}` {
  let db: Sqlite
  try {
    db = openDatabase(path, 'read')
  } catch (error) {
    return REFUSALS.has(toFault(error).code) ? 'refused at opening' : `broke: ${(error as Error).stack}`
  }
  try {
    if (!verify(createContext(testPorts(db)), true).ok) return 'found by verify'
    return dump(db) === visible ? 'nothing visible changed' : 'UNSEEN'
  } catch (error) {
    return toFault(error).code === 'workspace_damaged' ? 'found by verify' : `broke: ${(error as Error).stack}`
  } finally {
    db.close()
  }
}

test(`${FLIPS} flipped bits: each one that changes what a person can read is found`, { timeout: 60_000 + FLIPS * 200 }, () => {
  expect(fateOf()).toBe('nothing visible changed')
  const fates = new Map<string, number>()
  let seed = 20_261_121
  const [unseen, broken]: [number[], string[]] = [[], []]
  for (let flip = 0; flip < FLIPS; flip += 1) {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
    const bit = Math.floor((seed / 2 ** 32) * sound.length * 8)
    const bytes = Buffer.from(sound)
    bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    writeFileSync(path, bytes)
    const fate = fateOf()
    fates.set(fate, (fates.get(fate) ?? 0) + 1)
    if (fate === 'UNSEEN') unseen.push(bit)
    if (fate.startsWith('broke')) broken.push(`bit ${bit}: ${fate}`)
  }
  expect(broken).toEqual([])
  process.stderr.write(`${FLIPS} flips in ${sound.length} bytes: ${JSON.stringify(Object.fromEntries(fates))}\n`)
  expect(unseen).toEqual([])
})
