import { GENESIS, nextLogicalTime } from '../../chain/fact.ts'
import type { Reader, Writer } from '../../context.ts'
import type { AuthorId, EntityId } from '../../kernel/ids.ts'
import type { Refusal } from '../../kernel/result.ts'
import { hexOfBase64Url } from '../format/base64url.ts'
import { forkPlace, isForkShown } from '../forks/fork-place.query.ts'
import { federationOf, isHeadquarters, trustView } from '../trust/trust.query.ts'
import { workingKeys } from '../trust/trust.ts'
import { tell } from '../history/notice.apply.ts'
import type { PliHeader, PliReceipt } from '../pli.ts'
import { streamHere } from './walk-pli.query.ts'

const A_DAY = 86_400_000

/**
 * Notes what the sender says it holds, only forward in its own logical time: an older pli that comes late says nothing new. Answers whether
 * anything was news, and what a person should be told: `fork_at_peer` (the sender holds another history of a stream than this workspace, which was
 * shown it), `fork_said` (it says so, and nothing shows it), `own_stream_ahead` (it says that it holds more of this workspace's own stream than is here).
 */
export function takeReceipts(tx: Writer, header: PliHeader): { readonly isNews: boolean; readonly notices: Refusal[] } {
  const logicalTime = timeOf(tx, header)
  const notices: Refusal[] = []
  let isNews = false
  const reads = readsOf(tx, header.sender.author)
  for (const receipt of header.receipts) {
    const heard = reads(receipt.entity) ? hear(tx, header, receipt, logicalTime) : undefined
    if (!heard) continue
    note(tx, header.sender.author, heard, logicalTime)
    isNews ||= heard.isNews
    if (heard.notice && tell(tx, heard.entityId, heard.notice)) notices.push(heard.notice)
  }
  if (forgetAbsent(tx, header, logicalTime, reads)) isNews = true
  if (isNews) tx.changed('sync')
  return { isNews, notices }
}

/** Would taking the receipts of a known sender be news? */
export function areReceiptsNews(reader: Reader, header: PliHeader): boolean {
  const logicalTime = timeOf(reader, header)
  const reads = readsOf(reader, header.sender.author)
  return header.receipts.some((receipt) => reads(receipt.entity) && hear(reader, header, receipt, logicalTime)?.isNews === true) || absentFrom(reader, header, logicalTime, reads).length > 0
}

/** A clock years ahead does not bar the way to later receipts. */
function timeOf(reader: Reader, header: PliHeader): number {
  return Math.min(header.logicalTime, nextLogicalTime(0, reader.ports.now() + A_DAY))
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
function absentFrom(reader: Reader, header: PliHeader, logicalTime: number, reads: (entity: EntityId) => boolean): readonly { readonly id: number; readonly entity: EntityId }[] {
  if (header.receipts.length === 0) return []
  const named = new Set(header.receipts.map(({ entity, author }) => `${entity} ${author}`))
  const spokenOf = new Set(header.receipts.map(({ entity }) => entity))
  const speaksOfAll = header.to === 'headquarters' && isHeadquarters(reader)
  const said = reader.read<{ id: number; entity: EntityId; author: AuthorId }>(
    `SELECT stream.id, uid AS entity, author FROM peer_head JOIN stream ON stream.id = stream_id JOIN entity ON entity.id = entity_id
     WHERE peer = ? AND sequence > 0 AND peer_head.logical_time < ?`,
  )
  return said.all(header.sender.author, logicalTime).filter(({ entity, author }) => !named.has(`${entity} ${author}`) && (speaksOfAll || spokenOf.has(entity)) && reads(entity))
}

function forgetAbsent(tx: Writer, header: PliHeader, logicalTime: number, reads: (entity: EntityId) => boolean): boolean {
  const totals = new Map(header.receipts.map(({ entity, entries, debitCents }) => [entity, { entries, debitCents }]))
  const absent = absentFrom(tx, header, logicalTime, reads)
  for (const { id, entity } of absent) {
    const { entries, debitCents } = totals.get(entity) ?? { entries: 0, debitCents: 0 }
    tx.write('UPDATE peer_head SET sequence = 0, hash = ?, entries = ?, debit_cents = ?, logical_time = ?, agreed = 0, forked_at = NULL, told_at = NULL WHERE peer = ? AND stream_id = ?')
      .run(GENESIS, entries, debitCents, logicalTime, header.sender.author, id)
  }
  return absent.length > 0
}

/** A receipt that says something, and what it comes to here. */
interface HeardReceipt {
  readonly receipt: PliReceipt
  readonly streamId: number
  readonly entityId: number
  readonly hash: string
  /** The last fact that both are known to have. */
  readonly agreed: number
  readonly forkedAt: number | null
  readonly isNews: boolean
  readonly notice: Refusal | undefined
}

/** Undefined for a stream that is not here, and for what is older than what the sender said before. */
function hear(reader: Reader, header: PliHeader, receipt: PliReceipt, logicalTime: number): HeardReceipt | undefined {
  const here = streamHere(reader, receipt.entity, receipt.author)
  if (here.id === undefined || here.entityId === undefined) return undefined
  const before = reader
    .read<{ logicalTime: number; sequence: number; hash: string; agreed: number }>('SELECT logical_time AS logicalTime, sequence, hash, agreed FROM peer_head WHERE peer = ? AND stream_id = ?')
    .get(header.sender.author, here.id)
  if (before && before.logicalTime >= logicalTime) return undefined
  const hash = hexOfBase64Url(receipt.hash, 32) ?? ''
  const isHere = receipt.sequence <= here.sequence
  const isSame = isHere && here.hashAt(receipt.sequence) === hash
  // Another hash where both once had the same: it went back to a backup and on from there, and what both have now is not known.
  const agreed = isSame ? receipt.sequence : isHere && receipt.sequence <= (before?.agreed ?? 0) ? 0 : (before?.agreed ?? 0)
  const says = receipt.forkedAt ?? (isHere && !isSame ? receipt.sequence : undefined)
  const isShown = says !== undefined && isForkShown(reader, here.id)
  const isOwn = receipt.author === reader.ports.author
  const [stream, sender] = [`${here.code ?? ''}/${here.device ?? ''}`, header.sender.name]
  const notice: Refusal | undefined =
    // Whoever may write here could raise an alarm that nothing shows: it is told as what it is, and changes nothing.
    says !== undefined && !isShown ? { code: 'fork_said', stream, sender }
    : says !== undefined ? { code: isOwn ? 'fork_of_own_stream' : 'fork_at_peer', stream, from: forkPlace(reader, here.id)?.at ?? says, sender }
    : isOwn && receipt.sequence > here.sequence ? { code: 'own_stream_ahead', stream, from: here.sequence + 1, to: receipt.sequence, sender }
    : undefined
  return {
    receipt, streamId: here.id, entityId: here.entityId, hash, agreed, forkedAt: isShown ? says : null,
    isNews: receipt.sequence !== before?.sequence || hash !== before.hash, notice,
  }
}

function note(tx: Writer, peer: string, { receipt, streamId, hash, agreed, forkedAt }: HeardReceipt, logicalTime: number): void {
  tx.write(
    `INSERT INTO peer_head (peer, stream_id, sequence, hash, entries, debit_cents, logical_time, agreed, forked_at, told_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (peer, stream_id) DO UPDATE SET sequence = excluded.sequence, hash = excluded.hash, entries = excluded.entries,
     debit_cents = excluded.debit_cents, logical_time = excluded.logical_time, agreed = excluded.agreed, forked_at = excluded.forked_at,
     told_at = excluded.told_at`,
  ).run(peer, streamId, receipt.sequence, hash, receipt.entries, receipt.debitCents, logicalTime, agreed, forkedAt, receipt.forkedAt ?? null)
}
