import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { writeBeancount } from '../../core/formats/beancount/write-beancount.ts'
import { readFec } from '../../core/formats/fec/read-fec.ts'
import { writeHledger } from '../../core/formats/hledger/write-hledger.ts'
import type { TextAccount, TextBooks, TextEntry } from '../../core/formats/text-ledger.ts'
import { calendarDate } from '../../core/kernel/calendar-date.ts'
import { type Cents, cents } from '../../core/kernel/money.ts'
import { makeFolder } from '../fixtures/temporary.ts'

/** The real programs judge: hledger in strict mode, and Beancount's own checker; both give back the same totals. */
const folder = makeFolder('ledgers')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const has = (program: string) => spawnSync(program, ['--version'], { encoding: 'utf8' }).error === undefined
const programs = { hledger: has('hledger'), beancount: has('bean-check') && has('bean-query') }

for (const [program, present] of Object.entries(programs)) {
  if (!present) console.warn(`conformance: ${program} is not installed (Debian: apt-get install ${program}); its journals were NOT checked`)
}

const NASTY = [
  'Facture n° 12 ; avec point-virgule', 'Dit "oui" \\ puis \\" non', '(parenthèse) *étoile ! point', '! urgent', '* soldé', '= 12 EUR', '[2025-02-30] crochets [date]', 'date:2025-02-30, tag: x',
  'Deux  espaces', 'tabulation\tici', 'ligne\r\ncassée', 'Café | Thé', '; commence par un point-virgule', '2025-01-01 autre', '#dièse ^accent', '100% {a} <b> @ 3 EUR', '漢字 😀', "l'apostrophe ’ « guillemets »",
  '"', '\\', ':', '~', 'include /etc/passwd', '  blancs autour  ', 'a'.repeat(400),
]

function nastyBooks(): TextBooks {
  const accounts: TextAccount[] = [
    { number: '411000', label: 'Clients: divers; (étrangers) "x"', kind: 'asset' },
    { number: '445710', label: 'TVA  collectée', kind: 'liability' },
    { number: '707000', label: 'Ventes', kind: 'income' },
    { number: '601000', label: '', kind: 'expense' },
    { number: '101000', label: 'Capital', kind: 'equity' },
    { number: '0180', label: 'Engagements', kind: 'off_balance' },
  ]
  const entries = NASTY.map((text, at): TextEntry => ({
    entry: `VEN-2025-${at + 1}`, date: calendarDate('2025-02-03'), label: text, documentRef: at % 3 === 0 ? null : text,
    lines: [
      { account: '411000', amountCents: cents(12_000 + at), label: text, party: text, project: text, funder: null },
      { account: '445710', amountCents: cents(-2000), label: NASTY[(at + 1) % NASTY.length] ?? '', party: null, project: null, funder: text },
      { account: '707000', amountCents: cents(-10_000 - at), label: text, party: null, project: null, funder: null },
      { account: '601000', amountCents: cents(0), label: text, party: null, project: null, funder: null },
    ],
  }))
  entries.push({
    entry: 'OD-2025-1', date: calendarDate('2025-01-01'), label: 'Grand montant', documentRef: null,
    lines: [
      { account: '101000', amountCents: cents(-4_503_599_627_370_495), label: 'x', party: null, project: null, funder: null },
      { account: '0180', amountCents: cents(4_503_599_627_370_495), label: 'x', party: null, project: null, funder: null },
    ],
  })
  return { entityName: 'Tente "et" toile; \\ fils', currency: 'EUR', from: calendarDate('2025-01-01'), to: calendarDate('2025-12-31'), accounts, entries }
}

const KINDS: readonly TextAccount['kind'][] = ['equity', 'equity', 'asset', 'asset', 'asset', 'asset', 'expense', 'income', 'equity']

/** The real file that conforms, as the same plain records. */
function realBooks(): TextBooks | undefined {
  const path = join(process.env['ARCHIPEL_SAMPLES'] ?? '', 'fec', '0000000001FEC20220831.txt')
  if (!process.env['ARCHIPEL_SAMPLES'] || !existsSync(path)) return undefined
  const file = readFec({ fileName: '0000000001FEC20220831.txt', text: readFileSync(path, 'utf8') }).file
  if (!file) return undefined
  const accounts = new Map(file.entries.flatMap((entry) => entry.lines.map((line) => [line.account, line.accountLabel])))
  return {
    entityName: 'Réel', currency: 'EUR', from: file.from, to: file.to,
    accounts: [...accounts].map(([number, label]) => ({ number, label, kind: KINDS[Number(number[0])] ?? 'equity' })),
    entries: file.entries.map((entry) => ({
      entry: `${entry.journalCode}-${entry.number}`, date: entry.date, label: entry.lines[0]?.label ?? '', documentRef: entry.lines[0]?.documentRef ?? null,
      lines: entry.lines.map((line) => ({
        account: line.account, amountCents: (line.debitCents - line.creditCents) as Cents, label: line.label, party: line.partyLabel ?? null, project: null, funder: null,
      })),
    })),
  }
}

function balancesOf(books: TextBooks): Map<string, number> {
  const balances = new Map<string, number>()
  for (const entry of books.entries) for (const line of entry.lines) balances.set(line.account, (balances.get(line.account) ?? 0) + line.amountCents)
  return new Map([...balances].filter(([, balance]) => balance !== 0))
}

function run(program: string, args: readonly string[]): string {
  const result = spawnSync(program, args, { encoding: 'utf8', env: { ...process.env, LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8', TZ: 'UTC' }, maxBuffer: 64_000_000 })
  expect(`${result.stderr}${result.status === 0 ? '' : ` exit ${String(result.status)}`}`).toBe('')
  return result.stdout
}

function written(name: string, text: string): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

const inCents = (amount: string) => Number(amount.replace(/[^\d-]/gu, ''))

describe.each([['nasty texts', nastyBooks()], ['the real file', realBooks()]] as const)('%s', (_name, books) => {
  test.runIf(programs.hledger && books)('hledger --strict accepts them and finds the same balance of every account', () => {
    if (!books) return
    const path = written('books.journal', writeHledger(books))
    run('hledger', ['-f', path, 'check', '--strict', 'payees', 'commodities', 'accounts'])
    const rows = run('hledger', ['-f', path, 'balance', '--flat', '--no-total', '--output-format', 'csv']).trim().split('\n').slice(1)
    const found = new Map(rows.map((row) => {
      const [, name = '', amount = ''] = /^"(.*)","(.*)"$/u.exec(row) ?? []
      return [/^[^:]+:(\S+)/u.exec(name)?.[1] ?? name, inCents(amount)] as const
    }))
    expect(found).toEqual(balancesOf(books))
  })

  test.runIf(programs.beancount && books)('bean-check accepts them and finds the same balance of every account', () => {
    if (!books) return
    const path = written('books.beancount', writeBeancount(books))
    run('bean-check', ['--no-cache', path])
    const rows = run('bean-query', ['--format=csv', '--numberify', path, "SELECT account, sum(number) AS total WHERE number != 0 GROUP BY account"]).trim().split('\n').slice(1)
    const found = new Map(rows.map((row) => {
      const [name = '', amount = ''] = row.split(',').map((field) => field.trim())
      return [/:C([^:]+)$/u.exec(name)?.[1] ?? name, inCents(amount)] as const
    }).filter(([, balance]) => balance !== 0))
    expect(found).toEqual(balancesOf(books))
  })
})

test.runIf(programs.hledger)('hledger refuses an account that was not declared: the check can fail', () => {
  const path = written('bad.journal', `${writeHledger(nastyBooks())}\n2025-03-01 (X) Grand montant\n    actif:999  1.00 EUR\n    actif:998  -1.00 EUR\n`)
  expect(spawnSync('hledger', ['-f', path, 'check', '--strict']).status).not.toBe(0)
})

test.runIf(programs.beancount)('bean-check refuses an entry that does not balance: the check can fail', () => {
  const path = written('bad.beancount', `${writeBeancount(nastyBooks())}\n2025-03-01 * "x"\n  Assets:C411000  1.00 EUR\n`)
  expect(spawnSync('bean-check', ['--no-cache', path]).status).not.toBe(0)
})
