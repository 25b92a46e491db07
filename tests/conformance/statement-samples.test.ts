import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { addCents, type Cents, parseAmount, ZERO } from '../../core/kernel/money.ts'
import { type AccountBalance, computeStatement, type Statement } from '../../core/reporting/statement.ts'
import { must } from '../fixtures/books.ts'
import { shippedStatement } from '../fixtures/resources.ts'

/**
 * A real French year (a farm, 2021-2022) against the figures its publisher expects. Those are boxes of another form, the
 * agricultural one, rounded to the euro a box: totals, equity and result are the same notions and must agree.
 */
const folder = process.env['ARCHIPEL_SAMPLES'] ?? ''
const book = join(folder, 'fec', '0000000001FEC20220831.txt')
const expectedFile = join(folder, 'fec', '0000000001FEC20220831-expected.csv')
const present = folder !== '' && existsSync(book) && existsSync(expectedFile)

if (!present) {
  console.warn('Échantillons absents : indiquez leur dossier dans ARCHIPEL_SAMPLES. Les états financiers ne sont comparés à aucune année réelle.')
  test('the samples of ARCHIPEL_SAMPLES are not here: no real year was compared', ({ skip }) => skip())
}

test.runIf(present)('the simplified statements of a real year balance, and give the published result', () => {
  const statement = computeStatement(shippedStatement('fr-simplified'), balancesOf(readFileSync(book, 'utf8')))
  expect(statement.checks.filter((check) => !check.ok)).toEqual([])
  expect(amount(statement, '110-112')).toBe(amount(statement, '180'))

  const published = new Map(readFileSync(expectedFile, 'utf8').split('\n').map((line) => line.split(',').map((cell) => cell.trim()) as [string, string]))
  // A published total is a sum of boxes each rounded to the euro: a euro or two away at most.
  const expectEuros = (code: string, box: string): void => {
    const cents = must(parseAmount(published.get(box) ?? ''))
    expect(Math.abs(amount(statement, code) - cents), `${code} against ${box}`).toBeLessThanOrEqual(200)
  }
  expectEuros('110', 'BR')
  expectEuros('112', 'BS')
  expectEuros('110-112', 'CP')
  expectEuros('142', 'CG')
  expectEuros('310', 'CE')
  expect(amount(statement, '136')).toBe(amount(statement, '310'))
  expectEuros('120', 'CA')
  expectEuros('232', 'EP')
  expectEuros('238', 'EQ')
  expectEuros('244', 'EV')
  expectEuros('250', 'EX')
  expectEuros('254', 'EZ')
  expectEuros('264', 'FC')
  expectEuros('270', 'FD')
  expectEuros('280', 'FE')
  expectEuros('294', 'FG')
})

test.runIf(present)('each figure of it opens on accounts of the file', () => {
  const balances = balancesOf(readFileSync(book, 'utf8'))
  const statement = computeStatement(shippedStatement('fr-simplified'), balances)
  const known = new Set(balances.map((row) => row.number))
  for (const rubric of statement.rubrics) {
    for (const account of rubric.accounts) expect(known).toContain(account.number)
    if (rubric.amountCents !== 0) expect(rubric.accounts.length, rubric.code).toBeGreaterThan(0)
  }
})

/** The file read on its own, so that a fault of our reader of audit files cannot hide here; a row for each party of an account. */
function balancesOf(text: string): AccountBalance[] {
  const [head = '', ...lines] = text.replace(/^\ufeff/u, '').split(/\r?\n/u).filter((line) => line !== '')
  const at = (name: string): number => head.split('\t').indexOf(name)
  const sums = new Map<string, Cents>()
  for (const cells of lines.map((line) => line.split('\t'))) {
    const key = `${cells[at('CompteNum')] ?? ''} ${cells[at('CompAuxNum')] ?? ''}`
    const debit = must(parseAmount(cells[at('Debit')] ?? ''))
    const credit = must(parseAmount(cells[at('Credit')] ?? ''))
    sums.set(key, addCents(sums.get(key) ?? ZERO, addCents(debit, -credit as Cents)))
  }
  return [...sums].map(([key, balanceCents]) => ({ number: key.split(' ')[0] ?? '', balanceCents }))
}

function amount(statement: Statement, code: string): Cents {
  const found = statement.rubrics.find((rubric) => rubric.code === code)
  if (!found) throw new Error(`no rubric ${code}`)
  return found.amountCents
}
