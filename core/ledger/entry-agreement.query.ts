import type { Reader } from '../context.ts'

const code = (column: string): string => `json_quote((SELECT code FROM reference WHERE id = ${column}))`
const ifAny = (column: string, text: string): string => `CASE WHEN ${column} IS NULL THEN '' ELSE ${text} END`

/** The RFC 8785 text of the lines of `entry`, in their order; the same as `canonicalEntry` writes, but for a line of another day. */
const LINES = `group_concat(CASE line.on_date WHEN entry.on_date THEN '{"account":' ELSE '' END || json_quote(account.code)
  || CASE credit_cents WHEN 0 THEN '' ELSE ',"creditCents":' || credit_cents END
  || ${ifAny('currency', `',"currency":' || json_quote(currency) || ',"currencyCents":' || currency_cents`)}
  || CASE debit_cents WHEN 0 THEN '' ELSE ',"debitCents":' || debit_cents END
  || ${ifAny('line.document_on', `',"documentOn":"' || line.document_on || '"'`)}
  || ${ifAny('line.document_ref', `',"documentRef":' || json_quote(line.document_ref)`)}
  || ${ifAny('funder_id', `',"funder":' || ${code('funder_id')}`)}
  || ${ifAny('line.label', `',"label":' || json_quote(line.label)`)}
  || ifnull((SELECT ',"pair":{"id":' || json_quote(pair) || ',"with":' || json_quote(with_uid) || '}' FROM pair_half
      WHERE pair_half.entry_id = line.entry_id AND pair_half.line_no = line.line_no), '')
  || ${ifAny('party_id', `',"party":' || ${code('party_id')}`)}
  || ${ifAny('project_id', `',"project":' || ${code('project_id')}`)} || '}', ',')`

/** The text of the whole entry but for what names another entry, which is rare and left to the slower comparison. */
const BODY = `'{"date":"' || entry.on_date || '"'
  || ${ifAny('entry.document_on', `',"documentOn":"' || entry.document_on || '"'`)}
  || ${ifAny('entry.document_ref', `',"documentRef":' || json_quote(entry.document_ref)`)}
  || ',"journal":' || ${code('journal_id')} || ',"label":' || json_quote(entry.label) || ',"lines":['
  || (SELECT ${LINES} FROM line CROSS JOIN reference AS account ON account.id = account_id WHERE entry_id = entry.id) || ']'
  || CASE nature WHEN 'ordinary' THEN '' ELSE ',"nature":"' || nature || '"' END || ',"number":' || number
  || ${ifAny('reason', `',"reason":' || json_quote(reason)`)} || ${ifAny('source', `',"source":' || json_quote(source)`)}
  || ',"validatedOn":"' || validated_on || '","year":' || ${code('year_id')} || '}'`

const AGREE = `SELECT COUNT(entry.id) AS entries, SUM(CASE kind WHEN 'EntryPosted' THEN
    entry.id IS NULL OR entry.entity_id <> stream.entity_id OR fact.body IS NOT ${BODY} ELSE entry.id IS NOT NULL END) AS wrong
  FROM fact LEFT JOIN entry USING (id) JOIN stream ON stream.id = fact.stream_id WHERE fact.id >= ? AND fact.id <= ?`
const NUMBERED = `SELECT ifnull(SUM(own), 0) AS lines, ifnull(SUM(wrong), 0) AS wrong FROM
  (SELECT COUNT(*) AS own, MAX(line_no) <> COUNT(*) OR MIN(line_no) <> 1 AS wrong FROM line WHERE entry_id >= ? AND entry_id <= ? GROUP BY entry_id)`

/**
 * How many entries and lines stand between two facts, when each agrees with the fact that booked it; undefined when one does not, or
 * when it cannot be told here.
 */
export function agreement(reader: Reader, first: number, last: number): { readonly entries: number; readonly lines: number } | undefined {
  const heads = reader.read<{ entries: number; wrong: number }>(AGREE).get(first, last)
  if (!heads || heads.wrong > 0) return undefined
  const lines = reader.read<{ lines: number; wrong: number }>(NUMBERED).get(first, last)
  return lines?.wrong === 0 ? { entries: heads.entries, lines: lines.lines } : undefined
}
