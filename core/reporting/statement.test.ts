import { expect, test } from 'vitest'
import { cents } from '../kernel/money.ts'
import { type AccountBalance, computeStatement, type Statement } from './statement.ts'
import type { Rubric, StatementModel } from './statement-model.ts'

function rubric(code: string, section: Rubric['section'], ...terms: Rubric['terms']): Rubric {
  return { code, section, level: 0, kind: 'line', label: { fr: code }, terms }
}

/** A model of one page: the bank changes side, 41 has an exception, the result is read in equity. */
const SMALL: StatementModel = {
  id: 'petit', country: 'BE', edition: 'essai', source: 'Essai', label: { fr: 'Petit' }, offBalance: ['0'],
  controls: { assets: 'ACTIF', liabilities: 'PASSIF', result: 'RESULTAT', resultAccounts: ['6', '7'] },
  rubrics: [
    rubric('2', 'assets', { accounts: ['2'], side: 'balance', sign: 1 }),
    rubric('41', 'assets', { accounts: ['4', '41'], side: 'balance', sign: 1 }),
    rubric('411', 'assets', { accounts: ['411'], side: 'balance', sign: 1 }),
    rubric('55', 'assets', { accounts: ['55'], side: 'debit', sign: 1 }),
    rubric('ACTIF', 'assets', { rubrics: ['2', '41', '411', '55'], sign: 1 }),
    rubric('10', 'equity_liabilities', { accounts: ['1'], side: 'balance', sign: -1 }),
    rubric('EXERCICE', 'equity_liabilities', { rubrics: ['RESULTAT'], sign: 1 }),
    rubric('43', 'equity_liabilities', { accounts: ['55'], side: 'credit', sign: -1 }),
    rubric('PASSIF', 'equity_liabilities', { rubrics: ['10', 'EXERCICE', '43'], sign: 1 }),
    rubric('70', 'income', { accounts: ['7'], side: 'balance', sign: -1 }),
    rubric('60', 'income', { accounts: ['6'], side: 'balance', sign: 1 }),
    rubric('RESULTAT', 'income', { rubrics: ['70'], sign: 1 }, { rubrics: ['60'], sign: -1 }),
  ],
}

function balances(rows: Readonly<Record<string, number>>): AccountBalance[] {
  return Object.entries(rows).map(([number, amount]) => ({ number, balanceCents: cents(amount) }))
}

function amounts(statement: Statement): Record<string, number> {
  return Object.fromEntries(statement.rubrics.filter((each) => each.amountCents !== 0).map((each) => [each.code, each.amountCents]))
}

const failing = (statement: Statement): string[] => statement.checks.filter((check) => !check.ok).map((check) => check.rule)

test('every account goes to its most precise rubric, and totals follow', () => {
  const statement = computeStatement(SMALL, balances({ '1000': -500, '240000': 900, '240009': -100, '411000': 21, '416': 30, '550': 200, '61': 149, '7050': -700 }))
  expect(amounts(statement)).toEqual({ '2': 800, '41': 30, '411': 21, '55': 200, ACTIF: 1051, '10': 500, EXERCICE: 551, PASSIF: 1051, '70': 700, '60': 149, RESULTAT: 551 })
  expect(failing(statement)).toEqual([])
})

test('a bank in credit moves to the liabilities', () => {
  const statement = computeStatement(SMALL, balances({ '100': 40, '550': -50, '551': 10 }))
  expect(amounts(statement)).toEqual({ '55': 10, ACTIF: 10, '10': -40, '43': 50, PASSIF: 10 })
  expect(failing(statement)).toEqual([])
})

test('a rubric opens on its parts and on every account below it', () => {
  const statement = computeStatement(SMALL, balances({ '7050': -700, '61': 149, '550': 551 }))
  const result = statement.rubrics.find((each) => each.code === 'EXERCICE')
  expect(result?.parts).toEqual([{ code: 'RESULTAT', sign: 1 }])
  expect(result?.accounts).toEqual([{ number: '61', balanceCents: 149 }, { number: '7050', balanceCents: -700 }])
})

test('the year before stands beside, or nothing', () => {
  const now = balances({ '550': 300, '7050': -300 })
  expect(computeStatement(SMALL, now).rubrics.every((each) => each.previousCents === null)).toBe(true)
  const compared = computeStatement(SMALL, now, balances({ '550': 100, '100': -100 }))
  expect(compared.rubrics.find((each) => each.code === '55')).toMatchObject({ amountCents: 300, previousCents: 100 })
  expect(compared.rubrics.find((each) => each.code === '10')).toMatchObject({ amountCents: 0, previousCents: 100 })
})

test('an account that no rubric takes is named, and the totals disagree by it', () => {
  const statement = computeStatement(SMALL, balances({ '550': 100, '301': 20, '100': -120 }))
  expect(statement.checks).toEqual([
    { rule: 'balances_sum_to_zero', ok: true, differenceCents: 0, accounts: [] },
    { rule: 'assets_equal_liabilities', ok: false, differenceCents: -20, accounts: [] },
    { rule: 'result_agrees', ok: true, differenceCents: 0, accounts: [] },
    { rule: 'every_account_once', ok: false, differenceCents: 20, accounts: ['301'] },
  ])
})

test('an account that two rubrics take is named', () => {
  const twice: StatementModel = { ...SMALL, rubrics: [...SMALL.rubrics, rubric('X', 'assets', { accounts: ['55'], side: 'debit', sign: 1 })] }
  expect(computeStatement(twice, balances({ '550': 100, '100': -100 })).checks.find((check) => check.rule === 'every_account_once')).toEqual({
    rule: 'every_account_once', ok: false, differenceCents: 100, accounts: ['550'],
  })
})

test('a result that the income statement forgets is told', () => {
  const forgetful: StatementModel = {
    ...SMALL,
    rubrics: SMALL.rubrics.map((each) => (each.code === 'RESULTAT' ? { ...each, terms: [{ rubrics: ['70'], sign: 1 as const }] } : each)),
  }
  const statement = computeStatement(forgetful, balances({ '550': 551, '61': 149, '7050': -700 }))
  expect(failing(statement)).toEqual(['assets_equal_liabilities', 'result_agrees'])
  expect(statement.checks.find((check) => check.rule === 'result_agrees')?.differenceCents).toBe(149)
})

test('a balance that does not balance is told, not repaired', () => {
  expect(failing(computeStatement(SMALL, balances({ '550': 100, '100': -99 })))).toEqual(['balances_sum_to_zero', 'assets_equal_liabilities'])
})

test('commitments off the balance sheet are left out', () => {
  const statement = computeStatement(SMALL, balances({ '550': 100, '100': -100, '09': 5_000, '090': -1 }))
  expect(failing(statement)).toEqual([])
  expect(statement.rubrics.flatMap((each) => each.accounts).some((account) => account.number.startsWith('0'))).toBe(false)
})

test('one party in credit is not set off against the others of the same account', () => {
  const parties = [{ number: '550', balanceCents: cents(70) }, { number: '550', balanceCents: cents(-30) }, { number: '100', balanceCents: cents(-40) }]
  const statement = computeStatement(SMALL, parties)
  expect(amounts(statement)).toEqual({ '55': 70, ACTIF: 70, '10': 40, '43': 30, PASSIF: 70 })
  expect(failing(statement)).toEqual([])
  expect(statement.rubrics.find((each) => each.code === '55')?.accounts).toEqual([{ number: '550', balanceCents: 70 }])
})
