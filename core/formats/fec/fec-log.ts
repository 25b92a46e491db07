/** Collects what is wrong with a file without drowning in it: a million bad rows are one kind of mistake, not a million. */
import type { FecProblem, FecProblemCode, FecWarning, FecWarningCode } from './fec-record.ts'

/** Of each code this many problems are listed; all are counted. */
const LISTED_PER_CODE = 100

export interface FecLog {
  problem(code: FecProblemCode, line: number, data?: Readonly<Record<string, unknown>>): void
  /** Warnings are gathered by code (and column, when one is named): the first line and how many. */
  warn(code: FecWarningCode, line: number, data?: Readonly<Record<string, unknown>>): void
  readonly problems: FecProblem[]
  readonly problemCount: number
  warnings(): FecWarning[]
}

export function createFecLog(): FecLog {
  const counts = new Map<FecProblemCode, number>()
  const problems: FecProblem[] = []
  const warnings = new Map<string, { code: FecWarningCode; line: number; count: number }>()
  let problemCount = 0
  return {
    problems,
    get problemCount() {
      return problemCount
    },
    problem(code, line, data) {
      const count = (counts.get(code) ?? 0) + 1
      counts.set(code, count)
      problemCount += 1
      if (count <= LISTED_PER_CODE) problems.push({ ...data, code, line })
    },
    warn(code, line, data) {
      const key = typeof data?.['column'] === 'string' ? `${code} ${data['column']}` : code
      const known = warnings.get(key)
      if (known) known.count += 1
      else warnings.set(key, { ...data, code, line, count: 1 })
    },
    warnings: () => [...warnings.values()],
  }
}
