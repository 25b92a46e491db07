import { canonicalFact, GENESIS, type StoredFact } from '../../core/chain/fact.ts'
import { streams } from '../../core/chain/chain.query.ts'
import { verifyChain } from '../../core/chain/verify-chain.query.ts'
import { verify } from '../../core/reporting/verify.query.ts'
import { sha256 } from '../../electron/machine/hash.ts'
import { Stopwatch } from './measure.ts'
import { booksPath } from './step-posting.ts'
import { open } from './workspace.ts'

const AT_ONCE = 2000

/**
 * `hashing` is SHA-256 alone over exactly the bytes of the chain, already in memory; `readingAndHashing` brings them from the file first.
 * Processor time, in milliseconds.
 */
export async function verifying(size: number, folder: string): Promise<Record<string, number>> {
  const workspace = await open(booksPath(folder, size), true)
  const { ctx } = workspace
  const [hashing, reading] = [new Stopwatch(), new Stopwatch()]
  let bytes = 0
  for (const stream of streams(ctx)) {
    let previous = GENESIS
    for (let after = stream.id * 4_294_967_296; ; ) {
      const facts = reading.run(() => ctx.read<StoredFact>(
        `SELECT id, logical_time AS logicalTime, kind, version, body, lower(hex(hash)) AS hash FROM fact WHERE id > ? AND id < ? ORDER BY id LIMIT ${AT_ONCE}`).all(after, (stream.id + 1) * 4_294_967_296))
      const last = facts.at(-1)
      if (!last) break
      const texts = facts.map((fact) => {
        const text = previous + canonicalFact(stream, fact.id % 4_294_967_296, fact.logicalTime, fact.kind, fact.version, fact.body)
        previous = fact.hash
        bytes += Buffer.byteLength(text)
        return Buffer.from(text)
      })
      hashing.run(() => {
        for (const text of texts) sha256(text)
      })
      after = last.id
    }
  }
  const [chain, quick, full] = [new Stopwatch(), new Stopwatch(), new Stopwatch()]
  chain.run(() => verifyChain(ctx, () => undefined))
  if (!quick.run(() => verify(ctx, false)).ok) throw new Error('verify finds a problem')
  const found = full.run(() => verify(ctx, true))
  if (!found.ok) throw new Error(`verify --full finds ${JSON.stringify(found.problems[0])}`)
  workspace.close()
  return {
    hashing: hashing.processor, readingAndHashing: hashing.processor + reading.processor, megabytes: bytes / 1e6,
    chain: chain.processor, quick: quick.processor, full: full.processor,
  }
}
