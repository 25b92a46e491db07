import type { Writer } from '../context.ts'

interface Movement {
  readonly year: number
  readonly month: string
  readonly account: number
  debit: number
  credit: number
}

const ADD = `INSERT INTO balance (year_id, month, account_id, debit_cents, credit_cents) VALUES (?, ?, ?, ?, ?)
  ON CONFLICT (year_id, month, account_id) DO UPDATE SET debit_cents = debit_cents + excluded.debit_cents,
  credit_cents = credit_cents + excluded.credit_cents`

/**
 * Movements are added up in memory during a transaction and written once before it commits, so that
 * booking a hundred thousand entries at once costs a row an account and month, not a row a line.
 */
export function addToBalance(tx: Writer, year: number, month: string, account: number, debit: number, credit: number): void {
  const pending = pendingOf(tx)
  // Accounts and years are small local numbers: one integer key spares a string for every line.
  let months = pending.get(month)
  if (!months) pending.set(month, (months = new Map()))
  const key = year * 33_554_432 + account
  const movement = months.get(key)
  if (movement) {
    movement.debit += debit
    movement.credit += credit
  } else months.set(key, { year, month, account, debit, credit })
}

function pendingOf(tx: Writer): Map<string, Map<number, Movement>> {
  let pending = tx.memory.get('balance:pending') as Map<string, Map<number, Movement>> | undefined
  if (!pending) {
    tx.memory.set('balance:pending', (pending = new Map()))
  }
  tx.beforeCommit('balances', () => flushBalances(tx))
  return pending
}

/** Writes what was added up; called before a commit, and before a query that needs the balances inside the same transaction. */
export function flushBalances(tx: Writer): void {
  const pending = tx.memory.get('balance:pending') as Map<string, Map<number, Movement>> | undefined
  if (!pending) return
  const add = tx.write(ADD)
  for (const months of pending.values()) {
    for (const each of months.values()) add.run(each.year, each.month, each.account, each.debit, each.credit)
  }
  tx.memory.delete('balance:pending')
}
