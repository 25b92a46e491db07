import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { cents } from '../../core/kernel/money.ts'
import { computeStatement, type Statement } from '../../core/reporting/statement.ts'
import { shippedChart, shippedStatement, STATEMENT_IDS } from '../fixtures/resources.ts'

/**
 * Where each account of the chart stands in each model, in debit and in credit: sums agree even when an account
 * sits in the wrong rubric, this table does not. `ARCHIPEL_GOLDEN=write` writes it; read the difference before keeping it.
 */
for (const id of STATEMENT_IDS) {
  test(`statement-homes/${id}.csv`, () => {
    const model = shippedStatement(id)
    const home = (number: string, value: number): string => deepest(computeStatement(model, [{ number, balanceCents: cents(value) }]))
    const rows = shippedChart(model.country === 'BE' ? 'be-pcmn' : 'fr-pcg').accounts.map(({ number, label }) => {
      const [debit, credit] = [home(number, 1), home(number, -1)]
      return [number, debit, debit === credit ? '' : credit, label['fr']].join(';')
    })
    const text = ['account;debit;credit if elsewhere;label', ...rows, ''].join('\n')
    const expected = new URL(`statement-homes/${id}.csv`, import.meta.url)
    if (process.env['ARCHIPEL_GOLDEN'] === 'write') writeFileSync(expected, text)
    expect(existsSync(expected), `${id}.csv`).toBe(true)
    expect(text).toBe(readFileSync(expected, 'utf8'))
  })
}

/** The rubric that holds an account and has no part that does. */
function deepest(statement: Statement): string {
  const holders = new Map(statement.rubrics.filter((rubric) => rubric.accounts.length > 0).map((rubric) => [rubric.code, rubric]))
  return [...holders.values()].filter((rubric) => !rubric.parts.some((part) => holders.has(part.code))).map((rubric) => rubric.code).join(' + ')
}
