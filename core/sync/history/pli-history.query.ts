import type { Reader } from '../../context.ts'
import { clockOf } from '../../chain/fact.ts'
import { spanOf } from '../../kernel/ids.ts'
import type { Refusal } from '../../kernel/result.ts'
import type { TakenPli, TakenSegment } from '../pli.ts'

export interface HistoryRow {
  readonly direction: 'sent' | 'received'
  /** Milliseconds since 1970 by this machine's clock. */
  readonly at: number
  /** Sent: whom it is for: `headquarters`, the code of an Activité, `office:` and a code, the name of who joins. Received: the name of the sender as it signed, null when it could not be read. */
  readonly with: string | null
  readonly number: number | null
  readonly fileName: string | null
  readonly outcome: 'sent' | TakenPli['outcome']
  readonly facts: number
  /** Sent only: opened bytes, and those who can read it. */
  readonly sizeBytes: number | null
  readonly recipients: readonly string[]
  readonly segments: readonly {
    readonly stream: string; readonly from: number; readonly to: number; readonly answer: TakenSegment['answer'] | null
    /** What it waits for. */
    readonly lacks?: { readonly stream: string; readonly from: number; readonly to: number }
  }[]
  readonly refused: readonly Refusal[]
}

interface RawRow {
  readonly direction: 'sent' | 'received'
  readonly at: number
  readonly partner: string | null
  readonly number: number | null
  readonly fileName: string | null
  readonly outcome: HistoryRow['outcome']
  readonly facts: number
  readonly sizeBytes: number | null
  readonly recipients: string | null
  readonly detail: string
}

const SENT = `SELECT 'sent' AS direction, made_at AS at, ifnull((SELECT code FROM entity WHERE uid = addressee), addressee) AS partner, number, NULL AS fileName, 'sent' AS outcome, facts, size_bytes AS sizeBytes, recipients, segments AS detail, id AS rank
  FROM sent_pli`
const RECEIVED = `SELECT 'received' AS direction, taken_at AS at, ifnull(sender_name, sender) AS partner, number, name AS fileName, outcome, facts, NULL AS sizeBytes, NULL AS recipients, answer AS detail, rowid AS rank
  FROM received_pli`

/** What a history may be narrowed to; `received`: what was opened and believed, new or known already. */
export const HISTORY_SHOWS = ['all', 'sent', 'received', 'waiting', 'refused'] as const
export type HistoryShow = (typeof HISTORY_SHOWS)[number]

/** Everything sent and received, or one kind of it, newest first; `total` counts all that it holds of that kind. */
export function pliHistory(reader: Reader, page: { readonly offset: number; readonly limit: number; readonly show: HistoryShow }): { readonly total: number; readonly rows: HistoryRow[] } {
  const { from, parameters } = shownOf(page.show)
  const total = reader.read<{ total: number }>(`SELECT COUNT(*) AS total FROM (${from})`).get(...parameters)?.total ?? 0
  const rows = reader.read<RawRow>(`SELECT * FROM (${from}) ORDER BY at DESC, direction, rank DESC LIMIT ? OFFSET ?`).all(...parameters, page.limit, page.offset)
  return { total, rows: rows.map(historyRow) }
}

function shownOf(show: HistoryShow): { readonly from: string; readonly parameters: readonly string[] } {
  if (show === 'all') return { from: `${SENT} UNION ALL ${RECEIVED}`, parameters: [] }
  if (show === 'sent') return { from: SENT, parameters: [] }
  return { from: `${RECEIVED} WHERE outcome IN (?, ?)`, parameters: show === 'received' ? ['taken', 'known'] : [show, show] }
}

function historyRow(row: RawRow): HistoryRow {
  const { partner, recipients, detail, ...same } = row
  const common = { direction: same.direction, at: same.at, with: partner, number: same.number, fileName: same.fileName, outcome: same.outcome, facts: same.facts, sizeBytes: same.sizeBytes }
  if (row.direction === 'sent') {
    const segments = JSON.parse(detail) as { stream: string; from: number; to: number }[]
    const names = (JSON.parse(recipients ?? '[]') as { name: string }[]).map((each) => each.name)
    return { ...common, with: partner?.startsWith('enrolment:') ? (names[0] ?? partner) : partner, recipients: names, segments: segments.map((segment) => ({ ...segment, answer: null })), refused: [] }
  }
  const answer = JSON.parse(detail) as TakenPli
  return { ...common, recipients: [], segments: answer.segments.map(historySegment), refused: answer.refused }
}

function historySegment({ stream, from, to, answer, missing, awaits }: TakenSegment): HistoryRow['segments'][number] {
  const lacks = missing ? { stream, from: missing.from, to: missing.to } : awaits && { stream: awaits.stream, from: awaits.from, to: awaits.to }
  return { stream, from, to, answer, ...(lacks ? { lacks } : {}) }
}

export interface StreamReceipts {
  readonly entity: string
  readonly entityName: string
  /** Letter of the device. */
  readonly device: string
  readonly author: string
  /** Written by this workspace. */
  readonly own: boolean
  readonly sequence: number
  /** Of the whole entity, here. */
  readonly entries: number
  readonly debitCents: number
  readonly peers: readonly {
    readonly peer: string
    readonly name: string
    readonly sequence: number
    /** Milliseconds since 1970, by the clock of the peer when it wrote its receipt. */
    readonly at: number
    readonly entries: number
    readonly debitCents: number
    /** `behind`: it holds less than here. `ahead`: it says it holds more. `forked`: its history of this stream is another one. */
    readonly state: 'same' | 'behind' | 'ahead' | 'forked'
    readonly forkedAt: number | null
  }[]
}

interface PeerRow {
  readonly peer: string
  readonly name: string | null
  readonly sequence: number
  readonly hash: string
  readonly entries: number
  readonly debitCents: number
  readonly logicalTime: number
  readonly forkedAt: number | null
}

/** For each stream, what is here against what each other workspace says it holds. */
export function receiptsByStream(reader: Reader, entityId?: number): StreamReceipts[] {
  const streams = reader
    .read<{ id: number; entityId: number; entity: string; entityName: string | null; device: string; author: string }>(
      `SELECT stream.id, entity.id AS entityId, entity.code AS entity, entity_profile.name AS entityName, device, stream.author FROM stream
       JOIN entity ON entity.id = stream.entity_id LEFT JOIN entity_profile ON entity_profile.entity_id = entity.id
       WHERE entity.id = ifnull(?, entity.id) ORDER BY entity.code, device`,
    )
    .all(entityId ?? null)
  const head = reader.read<{ sequence: number }>('SELECT sequence FROM fact WHERE id > ? AND id < ? ORDER BY id DESC LIMIT 1')
  const totals = new Map<number, EntityTotals>()
  return streams.map((stream) => {
    let total = totals.get(stream.entityId)
    if (!total) totals.set(stream.entityId, (total = entityTotals(reader, stream.entityId)))
    const sequence = head.get(...spanOf(stream.id))?.sequence ?? 0
    return {
      entity: stream.entity, entityName: stream.entityName ?? stream.entity, device: stream.device, author: stream.author, own: stream.author === reader.ports.author,
      sequence, ...total, peers: peersOf(reader, stream.id, sequence),
    }
  })
}

function peersOf(reader: Reader, streamId: number, sequence: number): StreamReceipts['peers'] {
  const rows = reader
    .read<PeerRow>(
      `SELECT peer, (SELECT sender_name FROM received_pli WHERE sender = peer ORDER BY number DESC LIMIT 1) AS name, sequence, hash, entries, debit_cents AS debitCents,
       logical_time AS logicalTime, forked_at AS forkedAt FROM peer_head WHERE stream_id = ? ORDER BY peer`,
    )
    .all(streamId)
  const hash = reader.read<{ hash: string }>('SELECT lower(hex(hash)) AS hash FROM fact WHERE id = ?')
  return rows.map((row) => {
    const here = row.sequence === 0 ? undefined : hash.get(spanOf(streamId)[0] + row.sequence)?.hash
    const differs = here !== undefined && here !== row.hash
    // That it differs is only its word until another history was shown.
    const state = row.forkedAt !== null ? 'forked' : differs ? 'behind' : row.sequence === sequence ? 'same' : row.sequence < sequence ? 'behind' : 'ahead'
    return { peer: row.peer, name: row.name ?? row.peer, sequence: row.sequence, at: clockOf(row.logicalTime), entries: row.entries, debitCents: row.debitCents, state, forkedAt: row.forkedAt }
  })
}

export interface EntityTotals {
  readonly entries: number
  readonly debitCents: number
}

/** Control totals of an entity: its entries, and all that they debit, read from the kept balances. */
export function entityTotals(reader: Reader, entityId: number): EntityTotals {
  const row = reader
    .read<EntityTotals>(
      `SELECT ifnull((SELECT SUM(n) FROM (SELECT (SELECT COUNT(*) FROM entry WHERE entry.id > stream.id << 32 AND entry.id < (stream.id + 1) << 32) AS n FROM stream WHERE entity_id = ?)), 0) AS entries,
       ifnull((SELECT SUM(debit_cents) FROM balance WHERE year_id IN (SELECT id FROM reference WHERE entity_id = ? AND kind = 'year')), 0) AS debitCents`,
    )
    .get(entityId, entityId)
  return row ?? { entries: 0, debitCents: 0 }
}
