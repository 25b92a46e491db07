import type { Fresh } from './use-freshness.ts'

/** What one may want to see of the register, each a fact about the row and none a judgement. */
export const GLANCES = ['all', 'never', 'quiet', 'missing', 'waiting', 'forked', 'moved', 'ended'] as const
export type Glance = (typeof GLANCES)[number]

/** Days without a pli from which an Activité is listed as quiet: a month and its first days. */
const QUIET_DAYS = 35

const TESTS: Readonly<Record<Glance, (row: Fresh) => boolean>> = {
  all: () => true,
  never: (row) => row.lastPliAt === null && !row.ended,
  quiet: isQuiet,
  missing: (row) => row.missingPlis > 0 || row.heldFacts > 0,
  waiting: (row) => row.waitingPlis > 0,
  forked: (row) => row.forks > 0,
  moved: (row) => row.movedEntries > 0,
  ended: (row) => row.ended,
}

/** Silent for longer than a month though somebody there may still send. */
export function isQuiet(row: Fresh): boolean {
  return !row.ended && row.daysSince !== null && row.daysSince > QUIET_DAYS
}

export function isIn(glance: Glance, row: Fresh): boolean {
  return TESTS[glance](row)
}

/** Nothing lacks: everything that was sent is here. */
export function isWhole(row: Fresh): boolean {
  return row.lastPliAt !== null && row.missingPlis === 0 && row.waitingPlis === 0 && row.forks === 0 && row.heldFacts === 0
}

/** Orders of the register, said in words. */
export const ORDERS = ['name', 'oldest', 'newest', 'office', 'closed'] as const
export type Order = (typeof ORDERS)[number]

const KEYS: Readonly<Record<Exclude<Order, 'name'>, (row: Fresh) => string | number>> = {
  // What never came is older than any pli.
  oldest: (row) => row.lastPliAt ?? 0,
  newest: (row) => -(row.lastPliAt ?? 0),
  office: (row) => row.offices[0] ?? '\uffff',
  closed: (row) => row.closedUntil ?? '',
}

/** Rows in an order; those alike stay as they came, by name. */
export function inOrder(order: Order, rows: readonly Fresh[]): readonly Fresh[] {
  if (order === 'name') return rows
  const key = KEYS[order]
  return rows.toSorted((a, b) => {
    const [one, other] = [key(a), key(b)]
    return one < other ? -1 : one > other ? 1 : 0
  })
}
