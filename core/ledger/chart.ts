import { accountKind } from './account-kind.ts'

/**
 * A chart of accounts as shipped in `resources/charts/<id>.json`: dated data, never code.
 * Rules use roles, never numbers.
 */
export interface Chart {
  /** `be-pcmn` or `fr-pcg`. */
  readonly id: string
  readonly country: 'BE' | 'FR'
  /** Edition of the law it follows, e.g. `2019` (AR 21-10-2018) or `2025` (ANC 2022-06). */
  readonly edition: string
  readonly currency: 'EUR'
  /** The text of law it comes from, in French. */
  readonly source?: string
  readonly accounts: readonly ChartAccount[]
  /** Class or group (`4`, `41`, `411`) to its title, for reading a balance by chapters. */
  readonly groups: readonly ChartGroup[]
  /** A role and the account numbers that play it; the first one is proposed. Prefixes: `400` covers `400000`. */
  readonly roles: Readonly<Record<string, readonly string[]>>
  /** Journals proposed at the opening of an entity. */
  readonly journals: readonly ChartJournal[]
}

export interface ChartAccount {
  readonly number: string
  /** Official label by language; French is always there. */
  readonly label: Readonly<Record<string, string>>
  /** The label in everyday words (the clair reading), when the official one needs explaining. */
  readonly plain?: Readonly<Record<string, string>>
  /** True for a sub-account that the house adds to the official list (the compte interne, an internal loan). */
  readonly own?: true
}

export interface ChartGroup {
  readonly number: string
  readonly label: Readonly<Record<string, string>>
}

export interface ChartJournal {
  readonly code: string
  readonly kind: JournalKind
  readonly label: Readonly<Record<string, string>>
}

export type JournalKind = 'sales' | 'purchases' | 'bank' | 'cash' | 'general' | 'opening' | 'closing'

export const JOURNAL_KINDS: readonly JournalKind[] = ['sales', 'purchases', 'bank', 'cash', 'general', 'opening', 'closing']

/** Finds a shipped chart by its id. */
export type ChartLibrary = (id: string) => Chart | undefined

/** The roles that rules may ask for; every shipped chart fills each of them. */
export const ROLES = [
  'customer', 'supplier', 'bank', 'cash', 'transfer', 'suspense', 'internal_account', 'internal_loan',
  'vat_due', 'vat_deductible', 'contribution', 'salary_due', 'expense_due',
  'retained_profit', 'retained_loss', 'result_profit', 'result_loss', 'income', 'expense', 'off_balance',
] as const
export type Role = (typeof ROLES)[number]

/** True when `number` is `prefix` or one of its sub-accounts, trailing zeros of a padded prefix aside. */
export function isUnder(number: string, prefix: string): boolean {
  return number.startsWith(prefix)
}

/** Does `number` play `role` in this chart? */
export function playsRole(chart: Chart, number: string, role: Role): boolean {
  return (chart.roles[role] ?? []).some((prefix) => isUnder(number, prefix))
}

/** The account of the chart that explains `number`: the number itself, or the longest one it extends, padding zeros aside. */
export function nearestChartAccount(chart: Chart, number: string): ChartAccount | undefined {
  const bare = number.replace(/0+$/u, '')
  let best: ChartAccount | undefined
  let bestLength = 0
  for (const account of chart.accounts) {
    if (account.number === number) return account
    const stem = account.number.replace(/0+$/u, '')
    if (stem.length > bestLength && bare.startsWith(stem)) {
      best = account
      bestLength = stem.length
    }
  }
  return best
}

/** Charges and income, appropriations included: what a year-end brings to nothing. */
export function isResultAccount(chart: Chart, number: string): boolean {
  const kind = accountKind(chart.country, number)
  return kind === 'income' || kind === 'expense'
}

/**
 * Where the result of a year goes. In France straight to 120 or 129. In Belgium an appropriation (693, 793) carries it to the
 * profit or loss brought forward (140, 141), and is itself one of the charges or incomes that the year-end brings to nothing.
 */
export function resultAccounts(chart: Chart, isProfit: boolean): { readonly target: readonly string[]; readonly appropriation?: string } {
  const result = chart.roles[isProfit ? 'result_profit' : 'result_loss'] ?? []
  const first = result[0]
  if (first === undefined || !isResultAccount(chart, first)) return { target: result }
  return { target: chart.roles[isProfit ? 'retained_profit' : 'retained_loss'] ?? [], appropriation: first }
}
