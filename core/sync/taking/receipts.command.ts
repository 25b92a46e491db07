import { GENESIS, nextLogicalTime } from '../../chain/fact.ts'
import type { Reader, Writer } from '../../context.ts'
import type { AuthorId, EntityId } from '../../kernel/ids.ts'
import type { Refusal } from '../../kernel/result.ts'
import { hexOfBase64Url } from '../format/base64url.ts'
import { federationOf, isHeadquarters, trustView } from '../trust/trust.query.ts'
import { workingKeys } from '../trust/trust.ts'
import { tell } from '../history/notice.apply.ts'
import type { PliHeader, PliReceipt } from '../pli.ts'
import { streamHere } from './walk-pli.query.ts'

const A_DAY = 86_400_000

/**
 * Notes what the sender says it holds, only forward in its own logical time: an older pli that comes late says nothing new. A clock years
 * ahead does not bar the way to later receipts. Answers whether anything was news, and what a person should be told: `fork_at_peer` (the
 * sender holds another history of a stream than this workspace), `own_stream_ahead` (it holds more of this workspace's own stream than is here).
 */
export function takeReceipts(tx: Writer, header: PliHeader): { readonly isNews: boolean; readonly notices: Refusal[] } {
  const logicalTime = Math.min(header.logicalTime, nextLogicalTime(0, tx.ports.now() + A_DAY))
  const notices: Refusal[] = []
  let isNews = false
  const reads = readsOf(tx, header.sender.author)
  for (const receipt of header.receipts) {
    if (!reads(receipt.entity)) continue
    const taken = takeReceipt(tx, header, receipt, logicalTime)
    isNews ||= taken.isNews
    if (taken.notice && taken.entityId !== undefined && tell(tx, taken.entityId, taken.notice)) notices.push(taken.notice)
  }
  if (forgetAbsent(tx, header, logicalTime, reads)) isNews = true
  if (isNews) tx.changed('sync')
  return { isNews, notices }
}

/** Whose books may the sender speak of? Headquarters of all; everybody of the federation; the others of those they were granted. */
function readsOf(tx: Reader, author: AuthorId): (entity: EntityId) => boolean {
  const view = trustView(tx)
  if (author === tx.ports.author || workingKeys(view).some((key) => key.author === author)) return () => true
  const granted = new Set([...view.entitiesOf(author), federationOf(tx)?.uid])
  return (entity) => granted.has(entity)
}

/**
 * Receipts name every stream that the sender holds in the books they speak of (written to headquarters: in all books it shares): of one that they do
 * not name it holds nothing, whatever it said before. A backup put back is such a past; sent only what came since, it would wait for the rest for ever.
 */
function forgetAbsent(tx: Writer, header: PliHeader, logicalTime: number, reads: (entity: EntityId) => boolean): boolean {
  if (header.receipts.length === 0) return false
  const named = new Set(header.receipts.map(({ entity, author }) => `${entity} ${author}`))
  const totals = new Map(header.receipts.map(({ entity, entries, debitCents }) => [entity, { entries, debitCents }]))
  const speaksOfAll = header.to === 'headquarters' && isHeadquarters(tx)
  const said = tx.read<{ id: number; entity: EntityId; author: AuthorId }>(
    `SELECT stream.id, uid AS entity, author FROM peer_head JOIN stream ON stream.id = stream_id JOIN entity ON entity.id = entity_id
     WHERE peer = ? AND sequence > 0 AND peer_head.logical_time < ?`,
  )
  const absent = said.all(header.sender.author, logicalTime).filter(({ entity, author }) => !named.has(`${entity} ${author}`) && (speaksOfAll || totals.has(entity)) && reads(entity))
  for (const { id, entity } of absent) {
    const { entries, debitCents } = totals.get(entity) ?? { entries: 0, debitCents: 0 }
    tx.write('UPDATE peer_head SET sequence = 0, hash = ?, entries = ?, debit_cents = ?, logical_time = ?, forked_at = NULL WHERE peer = ? AND stream_id = ?')
      .run(GENESIS, entries, debitCents, logicalTime, header.sender.author, id)
  }
  return absent.length > 0
}

interface TakenReceipt {
  readonly isNews: boolean
  readonly entityId?: number
  readonly notice?: Refusal
}

function takeReceipt(tx: Writer, header: PliHeader, receipt: PliReceipt, logicalTime: number): TakenReceipt {
  const here = streamHere(tx, receipt.entity, receipt.author)
  if (here.id === undefined || here.entityId === undefined) return { isNews: false }
  const peer = header.sender.author
  const before = tx.read<{ logicalTime: number; sequence: number }>('SELECT logical_time AS logicalTime, sequence FROM peer_head WHERE peer = ? AND stream_id = ?').get(peer, here.id)
  if (before && before.logicalTime >= logicalTime) return { isNews: false }
  const hash = hexOfBase64Url(receipt.hash, 32) ?? ''
  const differs = receipt.sequence > 0 && receipt.sequence <= here.sequence && here.hashAt(receipt.sequence) !== hash
  const forkedAt = receipt.forkedAt ?? (differs ? receipt.sequence : null)
  tx.write(
    `INSERT INTO peer_head (peer, stream_id, sequence, hash, entries, debit_cents, logical_time, forked_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (peer, stream_id) DO UPDATE SET sequence = excluded.sequence, hash = excluded.hash, entries = excluded.entries,
     debit_cents = excluded.debit_cents, logical_time = excluded.logical_time, forked_at = excluded.forked_at`,
  ).run(peer, here.id, receipt.sequence, hash, receipt.entries, receipt.debitCents, logicalTime, forkedAt)
  const isOwn = receipt.author === tx.ports.author
  const stream = `${here.code ?? ''}/${here.device ?? ''}`
  const notice: Refusal | undefined =
    forkedAt !== null ? { code: isOwn ? 'fork_of_own_stream' : 'fork_at_peer', stream, from: forkedAt, sender: header.sender.name }
    : isOwn && receipt.sequence > here.sequence ? { code: 'own_stream_ahead', stream, from: here.sequence + 1, to: receipt.sequence, sender: header.sender.name }
    : undefined
  return { isNews: receipt.sequence !== before?.sequence, entityId: here.entityId, ...(notice ? { notice } : {}) }
}
