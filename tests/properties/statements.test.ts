import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cents, sumCents } from '../../core/kernel/money.ts'
import type { Chart } from '../../core/ledger/chart.ts'
import { type AccountBalance, computeStatement, type Statement } from '../../core/reporting/statement.ts'
import { claims, type StatementModel } from '../../core/reporting/statement-model.ts'
import { property } from '../fixtures/property.ts'
import { shippedChart, shippedStatement, STATEMENT_IDS } from '../fixtures/resources.ts'

const CHARTS: Readonly<Record<'BE' | 'FR', Chart>> = { BE: shippedChart('be-pcmn'), FR: shippedChart('fr-pcg') }
const amount = fc.oneof(fc.integer({ min: -10_000_000, max: 10_000_000 }), fc.integer({ min: -9_000_000_000_000, max: 9_000_000_000_000 }))

/** Two digits at least: classes 1 to 7, as any old book may have invented them. */
const inventedNumber = fc.stringMatching(/^[1-7]\d{1,7}$/u)

/** Accounts of the chart, padded or lengthened as programs do, and others that no chart has; the last one balances the book. */
function balancedBooks(chart: Chart): fc.Arbitrary<AccountBalance[]> {
  const listed = fc.constantFrom(...chart.accounts.map((account) => account.number).filter((number) => /^[1-7]/u.test(number)))
  const number = fc.oneof(listed, listed.map((each) => each.padEnd(6, '0')), fc.tuple(listed, fc.stringMatching(/^\d{1,3}$/u)).map((parts) => parts.join('')), inventedNumber)
  return fc.tuple(fc.uniqueArray(fc.tuple(number, amount), { minLength: 1, maxLength: 80, selector: ([each]) => each }), number).map(([rows, last]) => {
    const books = rows.filter(([each]) => each !== last).map(([each, value]) => ({ number: each, balanceCents: cents(value) }))
    return [...books, { number: last, balanceCents: cents(0 - sumCents(books.map((row) => row.balanceCents))) }]
  })
}

function expectSound(statement: Statement): void {
  expect(statement.checks.filter((check) => !check.ok)).toEqual([])
}

function amountOf(statement: Statement, code: string): number {
  return statement.rubrics.find((rubric) => rubric.code === code)?.amountCents ?? Number.NaN
}

for (const id of STATEMENT_IDS) {
  const model = shippedStatement(id)
  const chart = CHARTS[model.country]

  property(`${id}: any balanced book gives equal totals, nothing lost, nothing twice, and the result of classes 6 and 7`, 300, balancedBooks(chart), (books) => {
    const statement = computeStatement(model, books)
    expectSound(statement)
    // Read once more from outside the model: assets less debts is what classes 1 to 5 say.
    const made = sumCents(books.filter((row) => /^[67]/u.test(row.number)).map((row) => row.balanceCents))
    expect(amountOf(statement, model.controls.result)).toBe(0 - made)
  })

  property(`${id}: every rubric is, sign aside, the sum of the accounts it opens on`, 150, balancedBooks(chart), (books) => {
    for (const rubric of computeStatement(model, books).rubrics) {
      expect(Math.abs(sumCents(rubric.accounts.map((account) => account.balanceCents)))).toBe(Math.abs(rubric.amountCents))
    }
  })

  property(`${id}: a book that misses a cent says so`, 50, fc.tuple(balancedBooks(chart), fc.constantFrom(-1, 1)), ([books, slip]) => {
    const wrong = [...books, { number: '300999999', balanceCents: cents(slip) }]
    expect(computeStatement(model, wrong).checks.filter((check) => !check.ok).map((check) => check.rule)).toEqual(['balances_sum_to_zero', 'assets_equal_liabilities'])
  })

  test(`${id}: each account of the chart, alone on either side, has one home of its own class`, () => {
    for (const { number } of chart.accounts.filter((account) => /^[1-7]/u.test(account.number))) {
      for (const value of [100, -100]) {
        const statement = computeStatement(model, [{ number, balanceCents: cents(value) }])
        const homes = homesOf(model, statement, number)
        expect(homes, `${number} at ${value}`).toHaveLength(1)
        const sections = /^[67]/u.test(number) ? ['income', 'appropriation'] : ['assets', 'equity_liabilities']
        expect(sections, `${number} in ${homes[0]?.code}`).toContain(homes[0]?.section)
      }
    }
  })

  test(`${id}: every rubric can be reached, and has its words`, () => {
    const summed = new Set(model.rubrics.flatMap((rubric) => rubric.terms.flatMap((term) => ('rubrics' in term ? term.rubrics : []))))
    const summits = model.rubrics.filter((rubric) => !summed.has(rubric.code)).map((rubric) => rubric.code)
    expect(summits).toEqual(model.country === 'BE' ? ['20/58', '10/49'] : ['110-112', '180'])
    for (const rubric of model.rubrics) expect(Object.keys(rubric.label)).toEqual(expect.arrayContaining(model.country === 'BE' ? ['fr', 'nl'] : ['fr']))
  })
}

/** The rubrics that take an account by their own terms and not through a part. */
function homesOf(model: StatementModel, statement: Statement, number: string): { code: string; section: string }[] {
  const takers = new Set(claims(model).filter((claim) => number.startsWith(claim.prefix)).map((claim) => claim.rubric.code))
  return statement.rubrics
    .filter((rubric) => takers.has(rubric.code) && rubric.accounts.some((account) => account.number === number))
    .filter((rubric) => !rubric.parts.some((part) => statement.rubrics.find((each) => each.code === part.code)?.accounts.some((account) => account.number === number)))
    .map((rubric) => ({ code: rubric.code, section: rubric.section }))
}
