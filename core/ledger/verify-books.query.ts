import type { StoredFact } from '../chain/fact.ts'
import { report } from '../chain/verify-chain.query.ts'
import type { Reader } from '../context.ts'
import type { CalendarDate } from '../kernel/calendar-date.ts'
import { type AuthorId, type EntityId, type FactId, sequenceOf, streamOf } from '../kernel/ids.ts'
import { type Cents } from '../kernel/money.ts'
import type { Refusal } from '../kernel/result.ts'
import { agreement } from './entry-agreement.query.ts'
import { canonicalEntry } from './entry-canonical.ts'
import type { EntryNature, EntryPosted, FactName, PostedLine } from './ledger-facts.ts'
import { appliedEntry } from './meeting.query.ts'

interface StoredEntry {
  readonly id: number; readonly entityId: number; readonly journalId: number; readonly yearId: number; readonly number: number; readonly date: CalendarDate
  readonly label: string; readonly documentRef: string | null; readonly documentOn: CalendarDate | null; readonly validatedOn: CalendarDate
  /** The day its fact asks for, when it was moved. */
  readonly askedOn: CalendarDate | null
  readonly nature: EntryNature; readonly reversesId: FactId | null; readonly reason: string | null; readonly source: string | null
}

interface StoredLine {
  readonly entryId: number; readonly lineNo: number; readonly accountId: number; readonly date: string; readonly debit: Cents; readonly credit: Cents
  readonly partyId: number | null; readonly projectId: number | null; readonly funderId: number | null; readonly label: string | null
  readonly documentRef: string | null; readonly documentOn: CalendarDate | null; readonly currency: string | null; readonly currencyCents: Cents | null
  readonly pair: string | null; readonly pairWith: EntityId | null
}

const ENTRIES = `SELECT id, entity_id AS entityId, journal_id AS journalId, year_id AS yearId, number, entry.on_date AS date, label, document_ref AS documentRef,
  document_on AS documentOn, validated_on AS validatedOn, nature, reverses_id AS reversesId, reason, source, asked_on AS askedOn
  FROM entry LEFT JOIN entry_move ON entry_id = entry.id WHERE id >= ? AND id <= ? ORDER BY id`
const LINES = `SELECT entry_id AS entryId, line_no AS lineNo, account_id AS accountId, on_date AS date, debit_cents AS debit, credit_cents AS credit,
  party_id AS partyId, project_id AS projectId, funder_id AS funderId, label, document_ref AS documentRef, document_on AS documentOn, currency,
  currency_cents AS currencyCents, pair, with_uid AS pairWith FROM line LEFT JOIN pair_half USING (entry_id, line_no)
  WHERE entry_id >= ? AND entry_id <= ? ORDER BY entry_id, line_no`

export interface EntryCheck {
  /** Compares the rows of a page of facts with the facts themselves. */
  visit(facts: readonly StoredFact[]): void
  /** Names the rows that no fact accounts for; answers how many entries were seen. */
  finish(): number
}

/**
 * Writes each entry again from its rows and compares it, letter for letter, with the fact that booked it: SQLite does so a page at a
 * time, and only a page that does not agree is read here, to name what differs. Codes:
 * `entry_missing`, `entry_altered`, `entry_without_fact`, `line_without_entry`.
 */
export function entryCheck(reader: Reader, problems: Refusal[]): EntryCheck {
  const codes = new Map(reader.read<{ id: number; code: string }>('SELECT id, code FROM reference').all().map((row) => [row.id, row.code]))
  const authors = new Map(reader.read<{ id: number; author: AuthorId }>('SELECT id, author FROM stream').all().map((row) => [row.id, row.author]))
  const entityOf = new Map(reader.read<{ id: number; entityId: number }>('SELECT id, entity_id AS entityId FROM stream').all().map((row) => [row.id, row.entityId]))
  const held = new Set(reader.read<{ id: number }>('SELECT id FROM held_fact').all().map((row) => row.id))
  let entries = 0
  let lineCount = 0
  const visit = (facts: readonly StoredFact[]): void => {
    const [first, last] = [facts[0], facts.at(-1)]
    if (!first || !last) return
    const agreed = agreement(reader, first.id, last.id)
    if (agreed) {
      entries += agreed.entries
      lineCount += agreed.lines
      return
    }
    const rows = new Map(reader.read<StoredEntry>(ENTRIES).all(first.id, last.id).map((row) => [row.id, row]))
    const lines = groupLines(reader.read<StoredLine>(LINES).all(first.id, last.id))
    for (const fact of facts) {
      const row = rows.get(fact.id)
      if (fact.kind !== 'EntryPosted') {
        if (row) report(problems, { code: 'entry_without_fact', entryId: fact.id })
        continue
      }
      if (!row) {
        if (!held.has(fact.id)) report(problems, { code: 'entry_missing', entryId: fact.id })
        continue
      }
      if (held.has(fact.id)) report(problems, { code: 'fact_held_wrongly', factId: fact.id, kind: fact.kind })
      entries += 1
      const own = lines.get(fact.id) ?? []
      lineCount += own.length
      const right = row.entityId === entityOf.get(streamOf(fact.id)) && own.every((line, index) => line.date === row.date && line.lineNo === index + 1)
      if (!right || canonicalEntry({ ...writtenAgain(row, own, codes, authors), ...undoneNowhere(reader, row, fact) }) !== fact.body) {
        report(problems, { code: 'entry_altered', entryId: fact.id, journal: codes.get(row.journalId) ?? '', number: row.number })
      }
    }
  }
  const finish = (): number => {
    const stored = reader.read<{ entries: number; lines: number }>('SELECT (SELECT COUNT(*) FROM entry) AS entries, (SELECT COUNT(*) FROM line) AS lines').get()
    if (stored && stored.entries > entries) report(problems, { code: 'entries_without_fact', entries: stored.entries - entries })
    if (stored && stored.lines > lineCount) report(problems, { code: 'lines_without_entry', lines: stored.lines - lineCount })
    return entries
  }
  return { visit, finish }
}

/** What an entry undid, where it counts nowhere here and its row therefore does not name it. */
function undoneNowhere(reader: Reader, row: StoredEntry, fact: StoredFact): { readonly reverses?: FactName } {
  if (row.reversesId !== null || !fact.body.includes('"reverses":')) return {}
  const reverses = reversedIn(fact.body)
  return reverses && appliedEntry(reader, row.entityId, reverses) === undefined ? { reverses } : {}
}

/** Nothing where the text rotted: the entry written again then differs from it, and is named. */
function reversedIn(body: string): FactName | undefined {
  try {
    return (JSON.parse(body) as Partial<EntryPosted>).reverses
  } catch {
    return undefined
  }
}

function groupLines(rows: readonly StoredLine[]): Map<number, StoredLine[]> {
  const groups = new Map<number, StoredLine[]>()
  for (const row of rows) {
    const group = groups.get(row.entryId)
    if (group) group.push(row)
    else groups.set(row.entryId, [row])
  }
  return groups
}

function writtenAgain(row: StoredEntry, lines: readonly StoredLine[], codes: ReadonlyMap<number, string>, authors: ReadonlyMap<number, AuthorId>): EntryPosted {
  const reverses = row.reversesId === null ? undefined
    : { author: authors.get(streamOf(row.reversesId)) ?? ('' as AuthorId), sequence: sequenceOf(row.reversesId) }
  return {
    journal: codes.get(row.journalId) ?? '', year: codes.get(row.yearId) ?? '', number: row.number, date: row.askedOn ?? row.date, label: row.label,
    ...(row.documentRef === null ? {} : { documentRef: row.documentRef }),
    // Without one of its own, a moved entry keeps the day it asked for as the date of its document.
    ...(row.documentOn === null || row.documentOn === row.askedOn ? {} : { documentOn: row.documentOn }),
    validatedOn: row.validatedOn,
    ...(row.nature === 'ordinary' ? {} : { nature: row.nature }),
    ...(reverses ? { reverses } : {}),
    ...(row.reason === null ? {} : { reason: row.reason }),
    ...(row.source === null ? {} : { source: row.source }),
    lines: lines.map((line) => lineAgain(line, codes)),
  }
}

function lineAgain(line: StoredLine, codes: ReadonlyMap<number, string>): PostedLine {
  const code = (id: number | null): string | undefined => (id === null ? undefined : (codes.get(id) ?? ''))
  const [party, project, funder] = [code(line.partyId), code(line.projectId), code(line.funderId)]
  return {
    account: code(line.accountId) ?? '',
    ...(line.debit === 0 ? {} : { debitCents: line.debit }),
    ...(line.credit === 0 ? {} : { creditCents: line.credit }),
    ...(party === undefined ? {} : { party }),
    ...(project === undefined ? {} : { project }),
    ...(funder === undefined ? {} : { funder }),
    ...(line.label === null ? {} : { label: line.label }),
    ...(line.documentRef === null ? {} : { documentRef: line.documentRef }),
    ...(line.documentOn === null ? {} : { documentOn: line.documentOn }),
    ...(line.currency === null ? {} : { currency: line.currency }),
    ...(line.currencyCents === null ? {} : { currencyCents: line.currencyCents }),
    ...(line.pair === null || line.pairWith === null ? {} : { pair: { id: line.pair, with: line.pairWith } }),
  }
}

// One pass over the lines in the order of their index, so that nothing large is sorted; the closing entries of a year stand apart.
const BALANCES = `WITH day AS (SELECT account_id, on_date, SUM(debit_cents) AS debit, SUM(credit_cents) AS credit
    FROM line INDEXED BY line_by_account GROUP BY account_id, on_date),
  apart AS MATERIALIZED (SELECT entry.year_id, substr(line.on_date, 1, 7) AS month, account_id, debit_cents AS debit, credit_cents AS credit
    FROM entry INDEXED BY entry_by_nature JOIN line ON entry_id = entry.id WHERE nature = 'closing' AND nature <> 'ordinary'),
  moved AS (SELECT fiscal_year.id AS year_id, substr(on_date, 1, 7) AS month, account_id, debit, credit FROM day JOIN reference ON reference.id = account_id
      JOIN fiscal_year ON fiscal_year.entity_id = reference.entity_id AND on_date BETWEEN start_on AND end_on
    UNION ALL SELECT year_id, month, account_id, -debit, -credit FROM apart UNION ALL SELECT year_id, 'closing', account_id, debit, credit FROM apart),
  again AS (SELECT year_id, month, account_id, SUM(debit) AS debit, SUM(credit) AS credit FROM moved GROUP BY year_id, month, account_id)
  SELECT code AS account, month, ifnull(kept.debit_cents, 0) AS keptDebitCents, ifnull(kept.credit_cents, 0) AS keptCreditCents,
    ifnull(again.debit, 0) AS debitCents, ifnull(again.credit, 0) AS creditCents
  FROM again FULL JOIN balance AS kept USING (year_id, month, account_id) JOIN reference ON reference.id = account_id
  WHERE ifnull(kept.debit_cents, 0) <> ifnull(again.debit, 0) OR ifnull(kept.credit_cents, 0) <> ifnull(again.credit, 0)`

/** Recomputes every kept balance from the lines: `balance_wrong` names the account and the month. */
export function checkBalances(reader: Reader, problems: Refusal[]): void {
  for (const row of reader.read<Record<string, string | number>>(BALANCES).all()) report(problems, { code: 'balance_wrong', ...row })
}

const GAPS = `SELECT journal.code AS journal, year.code AS year, entries, last FROM
    (SELECT journal_id, year_id, COUNT(*) AS entries, MAX(number) AS last FROM entry INDEXED BY entry_by_number
     GROUP BY journal_id, year_id, stream_id HAVING MAX(number) <> COUNT(*) OR MIN(number) <> 1)
  JOIN reference AS journal ON journal.id = journal_id JOIN reference AS year ON year.id = year_id`

/** Every journal counts its entries of a year without a gap (CDE III.88, A47 A-1). */
export function checkNumbers(reader: Reader, problems: Refusal[]): void {
  for (const row of reader.read<Record<string, string | number>>(GAPS).all()) report(problems, { code: 'entry_number_gap', ...row })
}

/** Documents are what their hash says. */
export function checkDocuments(reader: Reader, problems: Refusal[]): void {
  for (const { hash, bytes } of reader.read<{ hash: string; bytes: Uint8Array }>('SELECT hash, bytes FROM document').iterate()) {
    if (reader.ports.sha256(bytes) !== hash) report(problems, { code: 'document_altered', hash })
  }
  // What another machine attached may come without its bytes; what was attached here may not lose them.
  const missing = reader.read<{ hash: string; name: string }>(
    `SELECT entry_document.hash, name FROM entry_document JOIN stream ON stream.id = entry_document.id >> 32 LEFT JOIN document USING (hash)
     WHERE document.hash IS NULL AND author = ?`,
  )
  for (const row of missing.all(reader.ports.author)) report(problems, { code: 'document_missing', ...row })
}
