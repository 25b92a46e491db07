import { foreignEntity, foreignStream } from '../../chain/foreign-stream.command.ts'
import { streams } from '../../chain/chain.query.ts'
import type { Stream } from '../../chain/fact.ts'
import type { Outcome, Reader, Writer } from '../../context.ts'
import { spanOf } from '../../kernel/ids.ts'
import { err, ok } from '../../kernel/result.ts'
import { takingRank } from '../taking/pli-order.ts'
import { type IncomingFact, receiveFacts, receivingInBulk, settle } from '../taking/receive-facts.command.ts'
import { workingKeys } from '../trust/trust.ts'
import { federationOf, trustView } from '../trust/trust.query.ts'

/** A stream of the old file and its last fact that nobody contests. */
interface Shared {
  readonly stream: Stream
  readonly code: string
  readonly to: number
}

/**
 * Brings into this empty workspace all that the old file holds and nobody contests: every stream of others, and its own up to where
 * headquarters holds another history. Documents and signatures of heads come too. Refuses `fork_not_found` when the old file knows of no fork.
 */
export function copyUpToFork(tx: Writer, old: Reader): Outcome<number> {
  const all = inTakingOrder(old, streams(old).flatMap((stream) => sharedOf(old, stream)))
  if (!streams(old).some((stream) => stream.author === old.ports.author && forkOf(old, stream) !== undefined)) return err([{ code: 'fork_not_found' }])
  const federation = federationOf(old)
  if (federation) {
    const put = tx.write('INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value')
    put.run('federation', federation.uid)
    put.run('headquarters', federation.headquarters)
    tx.memory.delete('trust')
  }
  for (const { hash, bytes } of old.read<{ hash: string; bytes: Uint8Array }>('SELECT hash, bytes FROM document').iterate()) {
    tx.write('INSERT INTO document (hash, bytes) VALUES (?, ?) ON CONFLICT (hash) DO NOTHING').run(hash, bytes)
  }
  const facts = all.reduce((sum, { to }) => sum + to, 0)
  receivingInBulk(tx, facts, () => settle(tx, new Set(all.map((each) => copyStream(tx, old, each)))))
  return ok(facts)
}

function copyStream(tx: Writer, old: Reader, { stream, code, to }: Shared): number {
  const entityId = foreignEntity(tx, stream.entity, code)
  const here = foreignStream(tx, entityId, stream.author, stream.device)
  const start = spanOf(stream.id)[0]
  const facts = old.read<IncomingFact>('SELECT sequence, logical_time AS logicalTime, kind, version, body, lower(hex(hash)) AS hash FROM fact WHERE id > ? AND id <= ? ORDER BY id')
  receiveFacts(tx, here, facts.iterate(start, start + to))
  const heads = old.read<{ sequence: number; device: string; key: string; signature: string }>('SELECT sequence, device, key, signature FROM head_signature WHERE stream_id = ? AND sequence <= ?')
  const keep = tx.write('INSERT INTO head_signature (stream_id, sequence, device, key, signature) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING')
  for (const head of heads.all(stream.id, to)) keep.run(here.id, head.sequence, head.device, head.key, head.signature)
  return entityId
}

function sharedOf(old: Reader, stream: Stream): Shared[] {
  const last = old.read<{ sequence: number }>('SELECT sequence FROM fact WHERE id > ? AND id < ? ORDER BY id DESC LIMIT 1').get(...spanOf(stream.id))
  const code = old.read<{ code: string }>('SELECT code FROM entity WHERE id = ?').get(stream.entityId)?.code ?? ''
  const parted = stream.author === old.ports.author ? forkOf(old, stream) : undefined
  const to = parted === undefined ? (last?.sequence ?? 0) : Math.min(parted - 1, last?.sequence ?? 0)
  return to > 0 ? [{ stream, code, to }] : []
}

/** The first fact of a stream of which another history is known. */
function forkOf(old: Reader, stream: Stream): number | undefined {
  const row = old
    .read<{ at: number | null }>('SELECT MIN(at) AS at FROM (SELECT at_sequence AS at FROM fork WHERE stream_id = ? UNION ALL SELECT forked_at FROM peer_head WHERE stream_id = ?)')
    .get(stream.id, stream.id)
  return row?.at ?? undefined
}

function inTakingOrder(old: Reader, all: readonly Shared[]): Shared[] {
  const headquarters = new Set(workingKeys(trustView(old)).map((key) => key.author))
  const federation = federationOf(old)?.uid
  const rank = ({ stream }: Shared): number => takingRank(stream.entity, headquarters.has(stream.author), federation)
  return all.toSorted((a, b) => rank(a) - rank(b))
}
