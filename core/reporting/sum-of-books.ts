import type { CalendarDate } from '../kernel/calendar-date.ts'

/** Movements of an account of a chart over all books: carried over, and over the fiscal years under way, in cents. */
export interface SummedAccount {
  readonly chart: string
  readonly account: string
  openingCents: number
  debitCents: number
  creditCents: number
}

export interface SumRow {
  readonly chart: string
  readonly account: string
  readonly label: string
  readonly openingCents: number
  readonly debitCents: number
  readonly creditCents: number
  /** Debit positive, before anything is eliminated: the sum of the trial balances. */
  readonly balanceCents: number
  /** What comes to nothing between the books of this legal person: comptes internes and their mirrors. */
  readonly eliminatedCents: number
  /** What remains for the legal person. */
  readonly remainingCents: number
}

/** An account of the sum beside what remained of it on another day; null when that day was not asked for. */
export interface ComparedRow extends SumRow {
  readonly beforeCents: number | null
}

/** Two sums side by side: accounts of either, in the order of their numbers, with nothing where one lacks them. Pure. */
export function comparedRows(now: readonly SumRow[], before: readonly SumRow[] | undefined): ComparedRow[] {
  if (!before) return now.map((row) => ({ ...row, beforeCents: null }))
  const name = (row: SumRow): string => `${row.chart} ${row.account}`
  const earlier = new Map(before.map((row) => [name(row), row]))
  const known = new Set(now.map(name))
  const gone = before.filter((row) => !known.has(name(row))).map((row) => ({
    ...row, openingCents: 0, debitCents: 0, creditCents: 0, balanceCents: 0, eliminatedCents: 0, remainingCents: 0, beforeCents: row.remainingCents,
  }))
  return [...now.map((row) => ({ ...row, beforeCents: earlier.get(name(row))?.remainingCents ?? 0 })), ...gone]
    .sort((a, b) => (a.account === b.account ? (a.chart < b.chart ? -1 : 1) : a.account < b.account ? -1 : 1))
}

/** A half whose other half is not there on that day, or differs from it. */
export interface OpenHalf {
  readonly pair: string
  readonly entity: string
  readonly entityName: string
  readonly with: string
  readonly withName: string | null
  readonly entry: string
  readonly entryId: number
  readonly date: CalendarDate
  readonly label: string
  readonly account: string
  /** Debit positive. */
  readonly cents: number
}

/** Sums by chart and account. */
export class Sums {
  readonly rows = new Map<string, SummedAccount>()

  at(chart: string, account: string): SummedAccount {
    const key = `${chart} ${account}`
    let row = this.rows.get(key)
    if (!row) this.rows.set(key, (row = { chart, account, openingCents: 0, debitCents: 0, creditCents: 0 }))
    return row
  }

  sorted(): SummedAccount[] {
    return [...this.rows.values()]
      .filter((row) => row.openingCents !== 0 || row.debitCents !== 0 || row.creditCents !== 0)
      .sort((a, b) => (a.account === b.account ? (a.chart < b.chart ? -1 : 1) : a.account < b.account ? -1 : 1))
  }
}

/**
 * How much of each balance comes to nothing against the others: the smaller side whole, the larger side in part, its last accounts
 * keeping what is left. Pure; the sum of what is eliminated is nothing.
 */
export function eliminate(balances: readonly number[]): number[] {
  const debit = balances.reduce((sum, cents) => sum + Math.max(cents, 0), 0)
  const credit = balances.reduce((sum, cents) => sum + Math.max(-cents, 0), 0)
  let debitLeft = Math.min(debit, credit)
  let creditLeft = debitLeft
  return balances.map((cents) => {
    if (cents >= 0) {
      const taken = Math.min(cents, debitLeft)
      debitLeft -= taken
      return taken
    }
    const taken = Math.min(-cents, creditLeft)
    creditLeft -= taken
    return -taken
  })
}
