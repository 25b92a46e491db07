import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { addCents, cents, type Cents, parseAmount, ZERO } from '../../core/kernel/money.ts'
import { type AccountBalance, computeStatement, type Statement } from '../../core/reporting/statement.ts'
import { must } from '../fixtures/books.ts'
import { shippedStatement } from '../fixtures/resources.ts'

/** Two real French years against the figures published with them, box by box where the form is ours. */
const FARM = '0000000001FEC20220831'
const RESTAURANT = '000000000FEC20231231'
const folder = join(process.env['ARCHIPEL_SAMPLES'] ?? '', 'fec')
const present = process.env['ARCHIPEL_SAMPLES'] !== undefined && [FARM, RESTAURANT].every((name) => existsSync(join(folder, `${name}.txt`)) && existsSync(join(folder, `${name}-expected.csv`)))

if (!present) {
  console.warn('Échantillons absents : indiquez leur dossier dans ARCHIPEL_SAMPLES. Les états financiers ne sont comparés à aucune année réelle.')
}
test.skipIf(!present)('the samples of ARCHIPEL_SAMPLES are here', () => expect(present).toBe(true))

describe.runIf(present)('a farm, published on the agricultural form: its totals are the same notions', () => {
  // A published total is a sum of boxes each rounded to the euro.
  test.each([
    ['110', 'BR'], ['112', 'BS'], ['110-112', 'CP'], ['180', 'CP'], ['142', 'CG'], ['120', 'CA'], ['136', 'CE'], ['310', 'CE'],
    ['232', 'EP'], ['238', 'EQ'], ['240', 'ET'], ['244', 'EV'], ['250', 'EX'], ['254', 'EZ'], ['262', 'FB'], ['264', 'FC'], ['270', 'FD'], ['280', 'FE'], ['294', 'FG'],
  ])('box %s is box %s', (ours, theirs) => {
    expect(Math.abs(amount(statementOf(FARM), ours) - euros(published(FARM).get(theirs)))).toBeLessThanOrEqual(200)
  })
})

describe.runIf(present)('a restaurant, published on the simplified form: each box', () => {
  // Box 166 is left out: it is printed with the suppliers in debit set off, which box 072 beside it shows apart.
  const boxes = present ? [...published(RESTAURANT).keys()].filter((box) => box !== '166') : []
  test('the publication has the boxes we think it has', () => expect(boxes.length).toBe(58))
  test.each(boxes)('box %s', (box) => {
    expect(Math.abs(amount(statementOf(RESTAURANT), box) - euros(published(RESTAURANT).get(box)))).toBeLessThanOrEqual(100)
  })
})

for (const name of present ? [FARM, RESTAURANT] : []) {
  test(`${name}: assets are debts and equity, every account has one place, the result agrees`, () => {
    const statement = statementOf(name)
    expect(statement.checks.filter((check) => !check.ok)).toEqual([])
    expect(amount(statement, '110-112')).toBe(amount(statement, '180'))
    expect(amount(statement, '110-112')).toBeGreaterThan(0)
  })

  test(`${name}: each figure opens on accounts of the file`, () => {
    const known = new Set(balancesOf(name).map((row) => row.number))
    for (const rubric of statementOf(name).rubrics) {
      for (const account of rubric.accounts) expect(known).toContain(account.number)
    }
    expect(statementOf(name).rubrics.filter((rubric) => rubric.amountCents !== 0 && rubric.accounts.length === 0)).toEqual([])
  })
}

const statements = new Map<string, Statement>()
function statementOf(name: string): Statement {
  const known = statements.get(name) ?? computeStatement(shippedStatement('fr-simplified'), balancesOf(name))
  statements.set(name, known)
  return known
}

/** The file read on its own, so that a fault of our reader of audit files cannot hide here; a row for each party of an account. */
function balancesOf(name: string): AccountBalance[] {
  const [head = '', ...lines] = readFileSync(join(folder, `${name}.txt`), 'utf8').replace(/^\ufeff/u, '').split(/\r?\n/u).filter((line) => line !== '')
  const columns = head.split('\t')
  const sums = new Map<string, Cents>()
  for (const cells of lines.map((line) => line.split('\t'))) {
    const cell = (column: string): string => cells[columns.indexOf(column)] ?? ''
    const key = `${cell('CompteNum')} ${cell('CompAuxNum')}`
    const moved = cents(must(parseAmount(cell('Debit'))) - must(parseAmount(cell('Credit'))))
    sums.set(key, addCents(sums.get(key) ?? ZERO, moved))
  }
  return [...sums].map(([key, balanceCents]) => ({ number: key.split(' ')[0] ?? '', balanceCents }))
}

/** Boxes and their amounts; where the publisher notes what was really filed (`// Expected : …`), that is what counts. */
function published(name: string): Map<string, string> {
  const lines = readFileSync(join(folder, `${name}-expected.csv`), 'utf8').split(/\r?\n/u).filter((line) => line.includes(','))
  return new Map(lines.map((line) => {
    const [box = '', printed = ''] = line.split(',').map((cell) => cell.trim())
    return [box, /Expected :\s*([\d ]+)/u.exec(line)?.[1]?.trim() ?? printed]
  }))
}

function euros(text: string | undefined): Cents {
  return must(parseAmount(text ?? ''))
}

function amount(statement: Statement, code: string): Cents {
  const found = statement.rubrics.find((rubric) => rubric.code === code)
  if (!found) throw new Error(`no rubric ${code}`)
  return found.amountCents
}
