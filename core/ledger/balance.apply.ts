import type { Writer } from '../context.ts'
import { rollupMoved } from './rollup.apply.ts'

interface Movement {
  readonly year: number
  readonly month: string
  readonly account: number
  debit: number
  credit: number
}

type MonthBalances = Map<number, Movement>

const ADD = `INSERT INTO balance (year_id, month, account_id, debit_cents, credit_cents) VALUES (?, ?, ?, ?, ?)
  ON CONFLICT (year_id, month, account_id) DO UPDATE SET debit_cents = debit_cents + excluded.debit_cents,
  credit_cents = credit_cents + excluded.credit_cents`

const NOTHING_LEFT = `DELETE FROM balance WHERE debit_cents = 0 AND credit_cents = 0 AND year_id IN (SELECT id FROM reference WHERE entity_id = ? AND kind = 'year')`

/**
 * Movements are added up in memory during a transaction and written once before it commits, so that
 * booking a hundred thousand entries at once costs a row an account and month, not a row a line.
 */
export function balancesOf(tx: Writer, month: string): MonthBalances {
  let pending = tx.memory.get('balance:pending') as Map<string, MonthBalances> | undefined
  if (!pending) {
    tx.memory.set('balance:pending', (pending = new Map()))
    tx.beforeCommit('balances', () => flushBalances(tx))
  }
  let balances = pending.get(month)
  if (!balances) pending.set(month, (balances = new Map()))
  return balances
}

/** Adds a movement, in cents, to what is kept of one account in one month of one year. */
export function addToBalance(balances: MonthBalances, year: number, month: string, account: number, debit: number, credit: number): void {
  // Accounts and years are small local numbers: one integer key spares a string for every line.
  const key = year * 33_554_432 + account
  const movement = balances.get(key)
  if (movement) {
    movement.debit += debit
    movement.credit += credit
  } else balances.set(key, { year, month, account, debit, credit })
}

/** Writes what was added up; called before a commit, and before a query that needs the balances inside the same transaction. */
export function flushBalances(tx: Writer): void {
  const pending = tx.memory.get('balance:pending') as Map<string, MonthBalances> | undefined
  if (!pending) return
  const add = tx.write(ADD)
  for (const months of pending.values()) {
    for (const each of months.values()) {
      add.run(each.year, each.month, each.account, each.debit, each.credit)
      rollupMoved(tx, each)
    }
  }
  tx.memory.delete('balance:pending')
  const lessened = tx.memory.get('balance:lessened') as Set<number> | undefined
  for (const entityId of lessened ?? []) tx.write(NOTHING_LEFT).run(entityId)
  lessened?.clear()
}

/** Entries of these books left a month for another: a balance of nothing is none, as when they are added up again. */
export function balancesLessened(tx: Writer, entityId: number): void {
  let lessened = tx.memory.get('balance:lessened') as Set<number> | undefined
  if (!lessened) tx.memory.set('balance:lessened', (lessened = new Set()))
  lessened.add(entityId)
}
