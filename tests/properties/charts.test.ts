import { expect, test } from 'vitest'
import { accountKind } from '../../core/ledger/account-kind.ts'
import { JOURNAL_KINDS, nearestChartAccount, playsRole, ROLES } from '../../core/ledger/chart.ts'
import { CHART_IDS, shippedChart } from '../fixtures/resources.ts'

const OFFICIAL = { 'be-pcmn': 375, 'fr-pcg': 649 } as const

for (const id of CHART_IDS) {
  const chart = shippedChart(id)
  const numbers = chart.accounts.map((account) => account.number)

  test(`${id} holds the whole official list, in order, each number once`, () => {
    expect(chart.id).toBe(id)
    expect(numbers.length).toBeGreaterThanOrEqual(OFFICIAL[id])
    expect(new Set(numbers).size).toBe(numbers.length)
    expect(numbers).toEqual([...numbers].sort())
    for (const number of numbers) expect(number).toMatch(/^\d{2,6}$/u)
  })

  test(`${id}: two numbers are never the same account once padded`, () => {
    const padded = new Map<string, string>()
    for (const number of numbers) {
      expect(padded.get(number.padEnd(6, '0')), number).toBeUndefined()
      padded.set(number.padEnd(6, '0'), number)
    }
  })

  test(`${id}: every account has its official words, clean`, () => {
    for (const account of [...chart.accounts, ...chart.groups]) {
      for (const text of Object.values(account.label)) expect(text, account.number).toMatch(/^\S(?:.*\S)?$/u)
      for (const text of Object.values(account.label)) expect(text, account.number).not.toMatch(/ {2}|\b(?:PoS|POS|Receipts)\b/u)
      expect(Object.keys(account.label), account.number).toEqual(expect.arrayContaining(chart.country === 'BE' ? ['fr', 'nl'] : ['fr']))
    }
  })

  test(`${id}: what a small Activité meets has everyday words, without a number or a class in them`, () => {
    const plain = chart.accounts.filter((account) => account.plain)
    expect(plain.length).toBeGreaterThanOrEqual(80)
    for (const account of plain) {
      expect(account.plain?.['fr'], account.number).toMatch(/^\p{Lu}/u)
      expect(account.plain?.['fr']?.length, account.number).toBeLessThanOrEqual(60)
      expect(account.plain?.['fr'], account.number).not.toMatch(/\b(?:actif|passif|amortissement|dotation|imputer|débit|crédit d'|compte \d)/iu)
    }
  })

  test(`${id} fills every role, and proposes an account that exists`, () => {
    expect(Object.keys(chart.roles).sort()).toEqual([...ROLES].sort())
    for (const role of ROLES) {
      const [proposed = ''] = chart.roles[role] ?? []
      expect(numbers, role).toContain(proposed)
      expect(playsRole(chart, proposed, role)).toBe(true)
    }
  })

  test(`${id}: roles stand on the right kind of account`, () => {
    const kindOf = (role: (typeof ROLES)[number]): string => accountKind(chart.country, chart.roles[role]?.[0] ?? '')
    const expected = {
      customer: 'asset', supplier: 'liability', bank: 'asset', cash: 'asset', transfer: 'asset', suspense: 'asset', internal_account: 'asset', internal_loan: 'liability',
      vat_due: 'liability', vat_deductible: 'asset', contribution: 'expense', salary_due: 'liability', expense_due: 'liability',
      retained_profit: 'equity', retained_loss: 'equity', result_profit: chart.country === 'BE' ? 'expense' : 'equity', result_loss: chart.country === 'BE' ? 'income' : 'equity', income: 'income', expense: 'expense', off_balance: 'off_balance',
    } as const
    expect(Object.fromEntries(ROLES.map((role) => [role, kindOf(role)]))).toEqual(expected)
  })

  test(`${id} proposes a journal of each kind, each code once`, () => {
    expect(chart.journals.map((journal) => journal.kind).sort()).toEqual([...JOURNAL_KINDS].sort())
    expect(new Set(chart.journals.map((journal) => journal.code)).size).toBe(chart.journals.length)
    for (const journal of chart.journals) expect(Object.keys(journal.label)).toEqual(['fr', 'nl', 'en'])
  })

  test(`${id}: each account stands under a titled group and a titled class`, () => {
    const titled = new Set([...chart.groups.map((group) => group.number), ...numbers.filter((number) => number.length <= 3), ...numbers.map((number) => number.replace(/000$/u, ''))])
    for (const number of numbers) {
      expect(titled.has(number.slice(0, 1)), number).toBe(true)
      expect(titled.has(number.slice(0, 2)), number).toBe(true)
      expect(titled.has(number.slice(0, 3)), number).toBe(true)
    }
  })

  test(`${id}: a house account extends an official one and is not its padding`, () => {
    const own = chart.accounts.filter((account) => account.own)
    expect(own.length).toBe(7)
    for (const account of own) {
      const official = nearestChartAccount({ ...chart, accounts: chart.accounts.filter((each) => !each.own) }, account.number)
      const title = official?.number ?? chart.groups.find((group) => group.number.length === 3 && account.number.startsWith(group.number))?.number ?? ''
      expect(title, account.number).not.toBe('')
      expect(account.number.replace(/0+$/u, '')).not.toBe(title.replace(/0+$/u, ''))
    }
  })
}
