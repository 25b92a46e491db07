import type { Reader } from '../context.ts'
import type { CalendarDate } from '../kernel/calendar-date.ts'
import { entryReference } from './entry-reference.ts'

/** A third-party line that nothing settles yet. */
export interface OpenItem {
  readonly entryId: number
  readonly line: number
  readonly date: CalendarDate
  readonly documentOn: CalendarDate
  readonly entry: string
  readonly label: string
  readonly documentRef: string | null
  readonly party: string | null
  readonly partyName: string | null
  readonly debitCents: number
  readonly creditCents: number
}

const OPEN = `SELECT line.entry_id AS entryId, line.line_no AS line, line.on_date AS date, coalesce(line.document_on, entry.document_on, entry.on_date) AS documentOn,
  journal.code AS journal, year.code AS year, entry.number, device, ifnull(line.label, entry.label) AS label,
  ifnull(line.document_ref, entry.document_ref) AS documentRef, party.code AS party, party.name AS partyName, debit_cents AS debitCents, credit_cents AS creditCents
  FROM account JOIN line INDEXED BY line_by_account ON line.account_id = account.id JOIN entry ON entry.id = line.entry_id
  JOIN reference AS journal ON journal.id = journal_id JOIN reference AS year ON year.id = year_id JOIN stream ON stream.id = entry.stream_id
  LEFT JOIN party ON party.id = line.party_id
  WHERE account.entity_id = ? AND account.number = ? AND (? IS NULL OR party.code = ?) AND (nature = 'ordinary' OR nature = 'opening' AND entry.year_id = (SELECT id FROM fiscal_year WHERE fiscal_year.entity_id = account.entity_id ORDER BY start_on LIMIT 1))
  AND NOT EXISTS (SELECT 1 FROM line_match WHERE line_match.entry_id = line.entry_id AND line_match.line_no = line.line_no)
  ORDER BY line.on_date, line.entry_id, line.line_no LIMIT ?`

/**
 * Lines of an account (and a party) that are not matched, oldest first. Opening entries only count in the first year of the books:
 * later they repeat what older lines still say one by one.
 */
export function openItems(reader: Reader, entityId: number, account: string, party: string | undefined, limit: number): OpenItem[] {
  const rows = reader.read<Omit<OpenItem, 'entry'> & { journal: string; year: string; number: number; device: string }>(OPEN).all(entityId, account, party ?? null, party ?? null, limit)
  return rows.map(({ journal, year, number, device, ...row }) => ({ ...row, entry: entryReference(journal, year, number, device) }))
}

export interface MatchSuggestion {
  readonly lines: readonly { readonly entryId: number; readonly line: number }[]
  readonly amountCents: number
  /** Why it is proposed: `same_document` or `same_amount`, with the party when there is one. */
  readonly reason: 'same_document' | 'same_amount'
  readonly days: number
}

/**
 * Pairs that settle one another exactly, with the reason. Proposed, never accepted silently: same document first, then
 * same amount within the same party, each line proposed once. Pure.
 */
export function suggestMatches(items: readonly OpenItem[], daysBetween: (a: CalendarDate, b: CalendarDate) => number): MatchSuggestion[] {
  const used = new Set<OpenItem>()
  const suggestions: MatchSuggestion[] = []
  for (const reason of ['same_document', 'same_amount'] as const) {
    const waiting = new Map<string, OpenItem[]>()
    for (const item of items) {
      if (used.has(item)) continue
      if (reason === 'same_document' && !item.documentRef) continue
      const signed = item.debitCents - item.creditCents
      const key = (cents: number): string => `${item.party ?? ''}|${reason === 'same_document' ? item.documentRef : ''}|${cents}`
      const other = waiting.get(key(-signed))?.shift()
      if (other && signed !== 0) {
        used.add(item).add(other)
        suggestions.push({
          lines: [other, item].map(({ entryId, line }) => ({ entryId, line })), amountCents: Math.abs(signed), reason, days: Math.abs(daysBetween(other.date, item.date)),
        })
      } else waiting.set(key(signed), [...(waiting.get(key(signed)) ?? []), item])
    }
  }
  return suggestions
}
