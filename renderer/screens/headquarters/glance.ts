import type { Fresh } from './use-freshness.ts'

/** What one may want to see of the register, each a fact about the row and none a judgement. */
export const GLANCES = ['all', 'never', 'quiet', 'missing', 'waiting', 'forked', 'moved'] as const
export type Glance = (typeof GLANCES)[number]

/** Days without a pli from which an Activité is listed as quiet: a month and its first days. */
const QUIET_DAYS = 35

const TESTS: Readonly<Record<Glance, (row: Fresh) => boolean>> = {
  all: () => true,
  never: (row) => row.lastPliAt === null,
  quiet: (row) => row.daysSince !== null && row.daysSince > QUIET_DAYS,
  missing: (row) => row.missingPlis > 0 || row.heldFacts > 0,
  waiting: (row) => row.waitingPlis > 0,
  forked: (row) => row.forks > 0,
  moved: (row) => row.movedEntries > 0,
}

export function isIn(glance: Glance, row: Fresh): boolean {
  return TESTS[glance](row)
}

/** Nothing lacks: everything that was sent is here. */
export function isWhole(row: Fresh): boolean {
  return row.lastPliAt !== null && row.missingPlis === 0 && row.waitingPlis === 0 && row.forks === 0 && row.heldFacts === 0
}
