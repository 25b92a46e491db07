import type { Reader } from '../context.ts'
import type { Refusal } from '../kernel/result.ts'
import { canonicalFact, GENESIS, type StoredFact } from './fact.ts'
import { streams } from './chain.query.ts'
import { sequenceOf, spanOf, STREAM_SPAN } from '../kernel/ids.ts'

/** Facts read at a time: enough to spare calls, little enough for the memory of a small machine. */
const FACTS_A_PAGE = 500

/** At most this many problems are named; the first ones tell where to look. */
const MOST_PROBLEMS = 100

const PAGE = `SELECT id, logical_time AS logicalTime, kind, version, body, lower(hex(hash)) AS hash FROM fact
  WHERE id > ? AND id < ? ORDER BY id LIMIT ${FACTS_A_PAGE}`

/**
 * Walks every stream from its first fact, computes each hash again and names what does not agree: `fact_altered`,
 * `fact_missing` (a hole in the sequence), `fact_order` (logical time going back), `stream_unknown`. `visit` sees every page, so that
 * what facts imply can be checked in the same walk.
 */
export function verifyChain(reader: Reader, visit: (facts: readonly StoredFact[]) => void): { facts: number; problems: Refusal[] } {
  const problems: Refusal[] = []
  const total = reader.read<{ count: number }>('SELECT COUNT(*) AS count FROM fact').get()?.count ?? 0
  let facts = 0
  for (const stream of streams(reader)) {
    const [start, end] = spanOf(stream.id)
    let after = start
    let previous = GENESIS
    let latest = 0
    for (;;) {
      const page = reader.read<StoredFact>(PAGE).all(after, end)
      const last = page.at(-1)
      if (!last) break
      for (const fact of page) {
        const sequence = sequenceOf(fact.id)
        if (fact.id !== after + 1) report(problems, { code: 'fact_missing', stream: stream.device, from: (after % STREAM_SPAN) + 1, to: sequence - 1 })
        const hash = reader.ports.sha256(previous + canonicalFact(stream, sequence, fact.logicalTime, fact.kind, fact.version, fact.body))
        if (hash !== fact.hash) report(problems, { code: 'fact_altered', stream: stream.device, sequence, kind: fact.kind, factId: fact.id })
        else if (fact.logicalTime <= latest) report(problems, { code: 'fact_order', stream: stream.device, sequence, kind: fact.kind })
        previous = fact.hash
        latest = fact.logicalTime
        after = fact.id
      }
      visit(page)
      facts += page.length
      reader.ports.progress({ step: 'verifying', done: facts, total })
    }
  }
  if (facts < total) report(problems, { code: 'stream_unknown', facts: total - facts })
  return { facts, problems }
}

export function report(problems: Refusal[], problem: Refusal): void {
  if (problems.length < MOST_PROBLEMS) problems.push(problem)
}
