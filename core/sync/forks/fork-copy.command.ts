import { foreignEntity, foreignStream } from '../../chain/foreign-stream.command.ts'
import { streams } from '../../chain/chain.query.ts'
import type { Stream } from '../../chain/fact.ts'
import type { Outcome, Reader, Writer } from '../../context.ts'
import { spanOf } from '../../kernel/ids.ts'
import { err, ok } from '../../kernel/result.ts'
import { forkPlace } from './fork-place.query.ts'
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
 * headquarters holds another history. Documents and signatures of heads come too. Refusals: `fork_not_found` when the old
 * file was shown no other history, `fork_place_unknown` while it was not shown where they parted.
 */
export function copyUpToFork(tx: Writer, old: Reader): Outcome<number> {
  const own = streams(old).filter((stream) => stream.author === old.ports.author)
  const forks = own.flatMap((stream) => {
    const place = forkPlace(old, stream.id)
    return place ? [{ stream, ...place }] : []
  })
  if (forks.length === 0) return err([{ code: 'fork_not_found' }])
  // Cut too late, the new file would hold what the other side contests; too early, what both have would be booked twice.
  const unknown = forks.filter((fork) => !fork.isExact)
  if (unknown.length > 0) return err(unknown.map(({ stream, at }) => ({ code: 'fork_place_unknown', stream: `${codeOf(old, stream)}/${stream.device}`, at })))
  const all = inTakingOrder(old, streams(old).flatMap((stream) => sharedOf(old, stream, forks.find((fork) => fork.stream.id === stream.id)?.at)))
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

function codeOf(old: Reader, stream: Stream): string {
  return old.read<{ code: string }>('SELECT code FROM entity WHERE id = ?').get(stream.entityId)?.code ?? ''
}

function sharedOf(old: Reader, stream: Stream, parted: number | undefined): Shared[] {
  const last = old.read<{ sequence: number }>('SELECT sequence FROM fact WHERE id > ? AND id < ? ORDER BY id DESC LIMIT 1').get(...spanOf(stream.id))
  const code = codeOf(old, stream)
  const to = parted === undefined ? (last?.sequence ?? 0) : Math.min(parted - 1, last?.sequence ?? 0)
  return to > 0 ? [{ stream, code, to }] : []
}

function inTakingOrder(old: Reader, all: readonly Shared[]): Shared[] {
  const headquarters = new Set(workingKeys(trustView(old)).map((key) => key.author))
  const federation = federationOf(old)?.uid
  const rank = ({ stream }: Shared): number => takingRank(stream.entity, headquarters.has(stream.author), federation)
  return all.toSorted((a, b) => rank(a) - rank(b))
}
