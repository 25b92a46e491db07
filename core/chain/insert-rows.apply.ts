import type { SqlValue, Writer } from '../context.ts'

/** Rows that one statement puts in, the most first: sixteen save what more would (tests/bench/PLIS.md). */
const SIZES = [16, 4, 1] as const

/** How rows of a table go in: `into` up to its columns, the values of one row as text, and how many of them are bound. */
export interface RowForm {
  readonly width: number
  readonly statements: readonly string[]
}

/**
 * OR ROLLBACK and not ABORT, which would keep a journal of each statement of several rows: whatever is refused ends the transaction anyway.
 * `row` holds a `?` for each value bound.
 */
export function rowForm(into: string, row: string): RowForm {
  return { width: row.split('?').length - 1, statements: SIZES.map((size) => `INSERT OR ROLLBACK INTO ${into} VALUES ${Array.from({ length: size }, () => row).join(', ')}`) }
}

/** Puts in the rows whose values stand one after the other in `values`, in their order. */
export function insertRows(tx: Writer, { width, statements }: RowForm, values: readonly SqlValue[]): void {
  let at = 0
  for (const [index, size] of SIZES.entries()) {
    const step = size * width
    if (at + step > values.length) continue
    const statement = tx.write(statements[index] as string)
    for (; at + step <= values.length; at += step) statement.run(...values.slice(at, at + step))
  }
}
