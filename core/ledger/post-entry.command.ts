import { appendFact, ownHead } from '../chain/append-fact.command.ts'
import type { AppliedFact } from '../chain/fact.ts'
import { referenceTo } from '../chain/reference.apply.ts'
import type { Context, Outcome, Writer } from '../context.ts'
import { assert } from '../kernel/assert.ts'
import type { CalendarDate } from '../kernel/calendar-date.ts'
import type { EntryId } from '../kernel/ids.ts'
import { err, ok, type Refusal, type Result } from '../kernel/result.ts'
import { books, booksView, chartAccount } from './books.query.ts'
import { decideEntry, type ProposedEntry } from './entry.ts'
import { applyEntryPosted } from './entry.apply.ts'
import { canonicalEntry } from './entry-canonical.ts'
import { entryReference } from './entry-reference.ts'
import type { EntryPosted, PostedLine } from './ledger-facts.ts'
import { recordFact } from './record-fact.command.ts'

export interface PostedEntry {
  readonly id: EntryId
  /** `VEN-2026-12`: journal, year, number, with the letter of the device from the second one on. */
  readonly entry: string
  readonly journal: string
  readonly year: string
  readonly number: number
  readonly alreadyKnown: boolean
}

/** Books one entry in a transaction of its own. */
export function postEntry(ctx: Context, entityId: number, proposed: ProposedEntry): Outcome<PostedEntry> {
  return ctx.write((tx) => bookEntry(tx, entityId, proposed))
}

/** Decides, numbers, appends and applies one entry inside the transaction under way. */
export function bookEntry(tx: Writer, entityId: number, proposed: ProposedEntry): Result<PostedEntry, Refusal[]> {
  const decision = decideEntry(proposed, viewOf(tx, entityId), tx.ports.today())
  if (!decision.ok) return decision
  const body = decision.value
  openChartAccounts(tx, entityId, body.lines)
  const counter = counterOf(tx, entityId, body.journal, body.year)
  if (body.source !== undefined) {
    const known = knownEntry(tx, counter, body.source)
    if (known && sameContent(tx, known, proposed.validatedOn === undefined, body)) return ok(posted(known.id, known.number, body, counter.device, true))
    if (known) {
      const entry = entryReference(body.journal, body.year, known.number, counter.device)
      return err([{ code: 'source_number_taken', journal: body.journal, source: body.source, entry }])
    }
  }
  if (counter.waiting) return err([{ code: 'numbers_wait', journal: body.journal, year: body.year }])
  const number = counter.last + 1
  const numbered: EntryPosted = Object.assign(body, { number })
  const fact = appendFact(tx, entityId, 'EntryPosted', body.lines.some(isPaired) ? 2 : 1, numbered, canonicalEntry(numbered)) as AppliedFact<EntryPosted>
  applyEntryPosted(tx, fact)
  counter.last = number
  if (body.source !== undefined) counter.sources?.set(body.source, { id: fact.id, number })
  tx.changed('ledger')
  return ok(posted(fact.id, number, body, counter.device, false))
}

const isPaired = (line: PostedLine): boolean => line.pair !== undefined

function posted(id: EntryId, number: number, body: Omit<EntryPosted, 'number'>, device: string, alreadyKnown: boolean): PostedEntry {
  return { id, entry: entryReference(body.journal, body.year, number, device), journal: body.journal, year: body.year, number, alreadyKnown }
}

function viewOf(tx: Writer, entityId: number): ReturnType<typeof booksView> {
  let views = tx.memory.get('views') as Map<number, ReturnType<typeof booksView>> | undefined
  if (!views) tx.memory.set('views', (views = new Map()))
  let view = views.get(entityId)
  if (!view) views.set(entityId, (view = booksView(tx, entityId)))
  return view
}

/** An account that only the chart knew becomes an account of these books, under the chart's own label. */
function openChartAccounts(tx: Writer, entityId: number, lines: EntryPosted['lines']): void {
  let known = books(tx, entityId)
  for (const line of lines) {
    if (known.accounts.has(line.account)) continue
    const account = chartAccount(tx, known.chart, line.account)
    assert(account, 'the decision accepted an account that neither the books nor the chart know')
    recordFact(tx, entityId, 'AccountRecorded', { number: line.account, label: account.label['fr'] ?? line.account })
    known = books(tx, entityId)
  }
}

interface KnownSource { readonly id: EntryId; readonly number: number }

/** The numbers of one journal in one year, for this workspace's stream. */
interface Counter {
  readonly journalId: number
  readonly yearId: number
  readonly device: string
  last: number
  /** Numbers given before wait for a day on which they can stand: none follows them meanwhile. */
  readonly waiting: boolean
  /** Entries already imported, by where they come from; read when first asked. */
  sources: Map<string, KnownSource> | undefined
}

function counterOf(tx: Writer, entityId: number, journal: string, year: string): Counter {
  const counters = countersOf(tx, entityId, journal)
  let counter = counters.get(year)
  if (!counter) counters.set(year, (counter = readCounter(tx, entityId, journal, year)))
  return counter
}

function countersOf(tx: Writer, entityId: number, journal: string): Map<string, Counter> {
  let entities = tx.memory.get('counters') as Map<number, Map<string, Map<string, Counter>>> | undefined
  if (!entities) tx.memory.set('counters', (entities = new Map()))
  let journals = entities.get(entityId)
  if (!journals) entities.set(entityId, (journals = new Map()))
  let years = journals.get(journal)
  if (!years) journals.set(journal, (years = new Map()))
  return years
}

const WAITING = `SELECT 1 FROM held_fact JOIN fact USING (id) WHERE held_fact.entity_id = ? AND kind = 'EntryPosted' AND fact.id >> 32 = ?
  AND json_extract(body, '$.journal') = ? AND json_extract(body, '$.year') = ? LIMIT 1`

function readCounter(tx: Writer, entityId: number, journal: string, year: string): Counter {
  const { stream } = ownHead(tx, entityId)
  const journalId = referenceTo(tx, entityId, 'journal', journal)
  const yearId = referenceTo(tx, entityId, 'year', year)
  const last = tx
    .read<{ last: number | null }>('SELECT MAX(number) AS last FROM entry WHERE journal_id = ? AND year_id = ? AND stream_id = ?')
    .get(journalId, yearId, stream.id)
  const waiting = tx.read(WAITING).get(entityId, stream.id, journal, year) !== undefined
  return { journalId, yearId, device: stream.device, last: last?.last ?? 0, waiting, sources: undefined }
}

function knownEntry(tx: Writer, counter: Counter, source: string): KnownSource | undefined {
  counter.sources ??= new Map(
    tx
      .read<{ id: EntryId; number: number; source: string }>('SELECT id, number, source FROM entry WHERE journal_id = ? AND year_id = ? AND source IS NOT NULL')
      .all(counter.journalId, counter.yearId)
      .map((row) => [row.source, { id: row.id, number: row.number }]),
  )
  return counter.sources.get(source)
}

/** Is what the file brings what was booked from it? Its number here, and the day it was booked, may differ. */
function sameContent(tx: Writer, known: KnownSource, validatedHere: boolean, body: Omit<EntryPosted, 'number'>): boolean {
  const fact = tx.read<{ body: string; validatedOn: CalendarDate }>('SELECT body, validated_on AS validatedOn FROM fact JOIN entry USING (id) WHERE id = ?').get(known.id)
  if (!fact) return false
  const validatedOn = validatedHere ? fact.validatedOn : body.validatedOn
  return fact.body === canonicalEntry({ ...body, validatedOn, number: known.number })
}
