import type { Reader } from '../context.ts'
import type { CalendarDate } from '../kernel/calendar-date.ts'
import type { EntityId, EntryId } from '../kernel/ids.ts'
import { err, ok, type Refusal, type Result } from '../kernel/result.ts'
import { entryReference, parseEntryReference } from './entry-reference.ts'
import type { EntryNature, LinePair } from './ledger-facts.ts'

export interface EntryLine {
  readonly line: number
  readonly account: string
  readonly accountLabel: string
  readonly debitCents: number
  readonly creditCents: number
  readonly label: string
  readonly documentRef: string | null
  readonly documentOn: CalendarDate | null
  readonly party: string | null
  readonly partyName: string | null
  readonly project: string | null
  readonly funder: string | null
  readonly currency: string | null
  readonly currencyCents: number | null
  /** Code of the match (lettrage) it belongs to. */
  readonly match: string | null
  readonly matchedOn: CalendarDate | null
  /** The flow between two entities that it is one side of. */
  readonly pair: LinePair | null
}

export interface EntryHead {
  readonly id: EntryId
  readonly entry: string
  readonly journal: string
  readonly year: string
  readonly number: number
  readonly date: CalendarDate
  readonly label: string
  readonly documentRef: string | null
  readonly documentOn: CalendarDate
  readonly validatedOn: CalendarDate
  readonly nature: EntryNature
  readonly reason: string | null
  /** Number in the books it was imported from: `fec:VE00001`. */
  readonly source: string | null
  readonly reverses: EntryId | null
  readonly reversedBy: EntryId | null
  readonly documents: number
  readonly totalCents: number
}

export interface EntryWithLines extends EntryHead {
  readonly lines: readonly EntryLine[]
}

type StoredLine = Omit<EntryLine, 'pair'> & { readonly pair: string | null; readonly pairWith: EntityId | null }

interface StoredHead extends Omit<EntryHead, 'entry'> {
  readonly device: string
}

const HEAD = `SELECT entry.id, journal.code AS journal, year.code AS year, number, on_date AS date, entry.label, document_ref AS documentRef,
  ifnull(document_on, on_date) AS documentOn, validated_on AS validatedOn, nature, reason, source, reverses_id AS reverses,
  (SELECT MIN(id) FROM entry AS other WHERE other.reverses_id = entry.id) AS reversedBy,
  (SELECT COUNT(*) FROM entry_document WHERE entry_id = entry.id) AS documents,
  (SELECT SUM(max(debit_cents, 0) - min(credit_cents, 0)) FROM line WHERE entry_id = entry.id) AS totalCents, device
  FROM entry JOIN reference AS journal ON journal.id = journal_id JOIN reference AS year ON year.id = year_id JOIN stream ON stream.id = entry.stream_id`

const LINES = `SELECT line.line_no AS line, account.code AS account, ifnull(known.label, '') AS accountLabel, debit_cents AS debitCents, credit_cents AS creditCents,
  ifnull(line.label, entry.label) AS label, ifnull(line.document_ref, entry.document_ref) AS documentRef,
  coalesce(line.document_on, entry.document_on, entry.on_date) AS documentOn, party.code AS party,
  (SELECT name FROM party WHERE id = line.party_id) AS partyName, project.code AS project, funder.code AS funder, currency, currency_cents AS currencyCents,
  match_group.code AS match, matched_on AS matchedOn, pair_half.pair, with_uid AS pairWith
  FROM line JOIN entry ON entry.id = line.entry_id JOIN reference AS account ON account.id = line.account_id
  LEFT JOIN account AS known ON known.id = line.account_id LEFT JOIN reference AS party ON party.id = line.party_id
  LEFT JOIN reference AS project ON project.id = line.project_id LEFT JOIN reference AS funder ON funder.id = line.funder_id
  LEFT JOIN line_match ON line_match.entry_id = line.entry_id AND line_match.line_no = line.line_no LEFT JOIN match_group ON match_group.id = match_id
  LEFT JOIN pair_half ON pair_half.entry_id = line.entry_id AND pair_half.line_no = line.line_no
  WHERE line.entry_id = ? ORDER BY line.line_no`

function toHead(row: StoredHead): EntryHead {
  const { device, ...head } = row
  return { ...head, entry: entryReference(row.journal, row.year, row.number, device) }
}

export function entryById(reader: Reader, entityId: number, id: number): EntryWithLines | undefined {
  const row = reader.read<StoredHead>(`${HEAD} WHERE entry.id = ? AND entry.entity_id = ?`).get(id, entityId)
  return row && { ...toHead(row), lines: entryLines(reader, row.id) }
}

function entryLines(reader: Reader, id: EntryId): EntryLine[] {
  return reader.read<StoredLine>(LINES).all(id).map(({ pair, pairWith, ...line }) => ({ ...line, pair: pair === null || pairWith === null ? null : { id: pair, with: pairWith } }))
}

/** Finds an entry by the name people use for it. */
export function findEntry(reader: Reader, entityId: number, reference: string): Result<EntryWithLines, Refusal> {
  const parsed = parseEntryReference(reference)
  if (!parsed.ok) return parsed
  const { journal, year, device, number } = parsed.value
  const row = reader
    .read<{ id: EntryId }>(
      `SELECT entry.id FROM entry JOIN reference AS journal ON journal.id = journal_id JOIN reference AS year ON year.id = year_id
       JOIN stream ON stream.id = entry.stream_id WHERE entry.entity_id = ? AND journal.code = ? AND year.code = ? AND device = ? AND number = ?`,
    )
    .get(entityId, journal, year, device, number)
  const found = row && entryById(reader, entityId, row.id)
  return found ? ok(found) : err({ code: 'entry_unknown', entry: reference })
}

/** Heads of the entries named, in the order given. */
export function entryHeads(reader: Reader, ids: readonly number[]): EntryHead[] {
  return ids.flatMap((id) => {
    const row = reader.read<StoredHead>(`${HEAD} WHERE entry.id = ?`).get(id)
    return row ? [toHead(row)] : []
  })
}

// By the streams of the entity: a file of headquarters holds the entries of thousands of others.
const LAST_OF_STREAM = `SELECT entry.id, logical_time AS logicalTime FROM entry JOIN fact ON fact.id = entry.id
  WHERE entry.id > ? << 32 AND entry.id < (? + 1) << 32 ORDER BY entry.id DESC LIMIT ?`

/** The last entries booked, whoever booked them. */
export function recentEntries(reader: Reader, entityId: number, count: number): EntryHead[] {
  const streams = reader.read<{ id: number }>('SELECT id FROM stream WHERE entity_id = ?').all(entityId)
  const last = streams.flatMap(({ id }) => reader.read<{ id: number; logicalTime: number }>(LAST_OF_STREAM).all(id, id, count))
  return entryHeads(reader, last.sort((a, b) => b.logicalTime - a.logicalTime || b.id - a.id).slice(0, count).map(({ id }) => id))
}

export interface JournalFilter {
  readonly journal?: string | undefined
  readonly from?: CalendarDate | undefined
  readonly to?: CalendarDate | undefined
}

export interface JournalPage {
  readonly total: number
  readonly entries: readonly EntryWithLines[]
}

/** The conditions present in a filter, so that each shape of question has its own plan and its own index. */
function where(reader: Reader, entityId: number, filter: JournalFilter): { readonly sql: string; readonly values: readonly (string | number)[] } {
  const conditions = ['entry.entity_id = ?']
  const values: (string | number)[] = [entityId]
  if (filter.journal !== undefined) {
    conditions.push('journal_id = ?')
    values.push(reader.read<{ id: number }>("SELECT id FROM reference WHERE entity_id = ? AND kind = 'journal' AND code = ?").get(entityId, filter.journal)?.id ?? -1)
  }
  if (filter.from !== undefined) {
    conditions.push('on_date >= ?')
    values.push(filter.from)
  }
  if (filter.to !== undefined) {
    conditions.push('on_date <= ?')
    values.push(filter.to)
  }
  return { sql: conditions.join(' AND '), values }
}

// Numbers run without a gap from 1 in each journal, year and stream: the last ones say how many there are, whatever the size of the books.
const LAST_NUMBERS = `SELECT ifnull(SUM((SELECT number FROM entry INDEXED BY entry_by_number WHERE journal_id = journal.id AND year_id = year.id
    AND entry.stream_id = stream.id ORDER BY number DESC LIMIT 1)), 0) AS total
  FROM reference AS journal JOIN reference AS year ON year.entity_id = journal.entity_id AND year.kind = 'year'
  JOIN stream ON stream.entity_id = journal.entity_id WHERE journal.entity_id = ? AND journal.kind = 'journal'`

function countEntries(reader: Reader, entityId: number, filter: JournalFilter): number {
  const dated = filter.from !== undefined || filter.to !== undefined
  const { sql, values } = where(reader, entityId, filter)
  if (dated) return reader.read<{ total: number }>(`SELECT COUNT(*) AS total FROM entry WHERE ${sql}`).get(...values)?.total ?? 0
  const one = filter.journal === undefined ? '' : ' AND journal.id = ?'
  return reader.read<{ total: number }>(LAST_NUMBERS + one).get(...values)?.total ?? 0
}

/** A page of entries in the order of their journals and numbers. `total` counts the whole list. */
export function journalPage(reader: Reader, entityId: number, filter: JournalFilter, offset: number, limit: number): JournalPage {
  const { sql, values } = where(reader, entityId, filter)
  const total = countEntries(reader, entityId, filter)
  const rows = reader
    .read<StoredHead>(`${HEAD} WHERE ${sql} ORDER BY journal_id, year_id, entry.stream_id, number LIMIT ? OFFSET ?`)
    .all(...values, limit, offset)
  return { total, entries: rows.map((row) => ({ ...toHead(row), lines: entryLines(reader, row.id) })) }
}

/**
 * Every entry in the order it was booked, one at a time: what exports walk through. By logical time, then author, so that the books of several
 * machines are exported alike in every file that holds them.
 */
export function* entriesInOrder(reader: Reader, entityId: number, filter: JournalFilter): Generator<EntryWithLines> {
  const { sql, values } = where(reader, entityId, filter)
  const streams = reader.read<{ count: number }>('SELECT COUNT(*) AS count FROM stream WHERE entity_id = ?').get(entityId)?.count ?? 0
  const order = streams > 1 ? '(SELECT logical_time FROM fact WHERE fact.id = entry.id), author, entry.id' : 'entry.id'
  const ids = reader
    .read<{ id: EntryId }>(`SELECT entry.id FROM stream CROSS JOIN entry ON entry.id > stream.id << 32 AND entry.id < (stream.id + 1) << 32 WHERE stream.entity_id = ? AND ${sql} ORDER BY ${order}`)
    .all(entityId, ...values)
  const head = reader.read<StoredHead>(`${HEAD} WHERE entry.id = ?`)
  for (const { id } of ids) {
    const row = head.get(id)
    if (row) yield { ...toHead(row), lines: entryLines(reader, id) }
  }
}
