import { expect, test } from 'vitest'
import { driverOf } from '../../electron/machine/database.ts'
import { openDatabase } from '../fixtures/database.ts'

const QUERY = 'SELECT id, start_on AS startOn, end_on AS endOn FROM fiscal_year WHERE entity_id = ? ORDER BY start_on'

/** The least processor time of several rounds, in microseconds: what else runs on the machine adds to it and never takes away. */
function leastTime(statement: { all(...values: number[]): unknown[] }): number {
  return Math.min(...Array.from({ length: 8 }, () => {
    const before = process.cpuUsage()
    for (let call = 0; call < 500; call += 1) statement.all(call)
    const { user, system } = process.cpuUsage(before)
    return user + system
  }))
}

test('a query keeps its plan from one call to the next', () => {
  const db = openDatabase()
  // The same question as the driver prepares it by itself is compiled at each call; when that ends, so may the sign in `driverOf`.
  expect(leastTime(driverOf(db).prepare(QUERY))).toBeLessThan(leastTime(db.prepare(QUERY) as never) / 2)
})
