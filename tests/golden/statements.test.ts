import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { type Cents, formatAmount, parseAmount } from '../../core/kernel/money.ts'
import { type AccountBalance, computeStatement, type Statement } from '../../core/reporting/statement.ts'
import { must } from '../fixtures/books.ts'
import { shippedStatement, STATEMENT_IDS } from '../fixtures/resources.ts'

/**
 * A folder is a case: the model is the longest id that begins its name, `balances.csv` the balance of accounts,
 * `expected.csv` the rubrics that are not nothing, then the checks. `ARCHIPEL_GOLDEN=write` writes what is computed:
 * read the difference before keeping it.
 */
const root = new URL('statements/', import.meta.url)

for (const name of readdirSync(root)) {
  test(`statements/${name}`, () => {
    const model = shippedStatement([...STATEMENT_IDS].sort((a, b) => b.length - a.length).find((id) => name.startsWith(id)) ?? '')
    const { now, before } = readBalances(readFileSync(new URL(`${name}/balances.csv`, root), 'utf8'))
    const text = write(computeStatement(model, now, before.length > 0 ? before : undefined))
    const expected = new URL(`${name}/expected.csv`, root)
    if (process.env['ARCHIPEL_GOLDEN'] === 'write') writeFileSync(expected, text)
    expect(existsSync(expected), `${name}/expected.csv`).toBe(true)
    expect(text).toBe(readFileSync(expected, 'utf8'))
  })
}

function readBalances(text: string): { now: AccountBalance[]; before: AccountBalance[] } {
  const now: AccountBalance[] = []
  const before: AccountBalance[] = []
  for (const line of text.trim().split('\n').slice(1)) {
    const [number = '', balance = '', previous = ''] = line.split(';')
    now.push({ number, balanceCents: must(parseAmount(balance)) })
    if (previous !== '') before.push({ number, balanceCents: must(parseAmount(previous)) })
  }
  return { now, before }
}

function write(statement: Statement): string {
  const money = (cents: Cents | null): string => (cents === null ? '' : formatAmount(cents, ','))
  const rows = statement.rubrics
    .filter((rubric) => rubric.amountCents !== 0 || (rubric.previousCents ?? 0) !== 0)
    .map((rubric) => [rubric.section, rubric.code, rubric.label['fr'], money(rubric.amountCents), money(rubric.previousCents), rubric.accounts.map((account) => account.number).join(' ')].join(';'))
  const checks = statement.checks.map((check) => `${check.ok ? 'ok' : 'FAUX'};${check.rule};;${money(check.differenceCents)};;${check.accounts.join(' ')}`)
  return ['section;code;label;amount;previous;accounts', ...rows, ...checks, ''].join('\n')
}
