import type { Context, Outcome, Writer } from '../context.ts'
import type { CalendarDate } from '../kernel/calendar-date.ts'
import type { EntityId } from '../kernel/ids.ts'
import { err, ok, type Result, type Refusal } from '../kernel/result.ts'
import { books, type EntityRow, findEntity } from './books.query.ts'
import type { ProposedEntry, ProposedLine } from './entry.ts'
import { halfEntry, type PairBooks, type PairEntries, pairEntries, type PairHead, transferLines } from './pair.ts'
import { entityOf, headquartersOf } from './pair.query.ts'
import { bookEntry, type PostedEntry } from './post-entry.command.ts'

export interface PairPosted {
  readonly pair: string
  /** One entry for each side, the first one named first. */
  readonly entries: readonly (PostedEntry & { readonly entity: string })[]
}

export interface FlowInput extends PairHead {
  readonly entity: string
  /** Uid or code of the headquarters' books; those of the legal person that the Activité lives in on that day when absent. */
  readonly legalEntity?: string | undefined
  readonly journal?: string | undefined
  readonly entityLines: readonly ProposedLine[]
  readonly headquartersLines: readonly ProposedLine[]
}

/**
 * Books a flow between an Activité and headquarters in both books at once: the compte interne balances each side, with one pair id on
 * both. Refusals: those of `pairEntries` and of any entry (`side` names the books), `headquarters_books_missing`.
 */
export function postPair(ctx: Context, input: FlowInput): Outcome<PairPosted> {
  return ctx.write((tx) => {
    const entity = findEntity(tx, input.entity)
    if (!entity) return err([{ code: 'entity_unknown', entity: input.entity }])
    const headquarters = headquartersOf(tx, entity, input.date as CalendarDate, input.legalEntity)
    if (!headquarters) return err([{ code: 'headquarters_books_missing', entity: entity.code, legalEntity: input.legalEntity ?? '' }])
    const [first, second] = [booksOf(tx, entity, input.journal), booksOf(tx, headquarters, input.journal)]
    const pair = tx.ports.newId()
    return bookBoth(tx, [entity, headquarters], pairEntries(first, input.entityLines, second, input.headquartersLines, headOf(input), pair), pair)
  })
}

export interface TransferInput extends PairHead {
  readonly from: string
  readonly to: string
  readonly amountCents: number
  /** What it is for in the books of each; the waiting account of the chart when absent. */
  readonly fromAccount?: string | undefined
  readonly toAccount?: string | undefined
}

/** Money from one compte interne to another, in both books at once. Refusals: `transfer_not_positive`, those of `postPair`. */
export function transferBetween(ctx: Context, input: TransferInput): Outcome<PairPosted> {
  return ctx.write((tx) => {
    const [from, to] = [findEntity(tx, input.from), findEntity(tx, input.to)]
    if (!from || !to) return err([from ? { code: 'entity_unknown', entity: input.to } : { code: 'entity_unknown', entity: input.from }])
    if (!(input.amountCents > 0)) return err([{ code: 'transfer_not_positive', amountCents: input.amountCents }])
    const [first, second] = [booksOf(tx, from, undefined), booksOf(tx, to, undefined)]
    const waiting = (side: PairBooks): string => side.chart.roles['suspense']?.[0] ?? ''
    const pair = tx.ports.newId()
    const entries = pairEntries(
      first, transferLines(-input.amountCents, input.fromAccount ?? waiting(first)),
      second, transferLines(input.amountCents, input.toAccount ?? waiting(second)), headOf(input), pair,
    )
    return bookBoth(tx, [from, to], entries, pair)
  })
}

export interface HalfInput extends PairHead {
  readonly entity: string
  readonly journal?: string | undefined
  readonly lines: readonly ProposedLine[]
  /** Code or uid of the books on the other side; the legal person it lives in when absent. */
  readonly with?: string | undefined
  /** The pair that another half already has; absent for the first half of a flow. */
  readonly pair?: string | undefined
}

/**
 * One half of a flow, the other being booked elsewhere. Completing a pair whose other half is here, it must come to nothing with it:
 * `pair_half_differs`, `pair_met` when both halves are there already. Other refusals: `pair_unknown`, `pair_other_side_unknown`, those of a half.
 */
export function postHalf(ctx: Context, input: HalfInput): Outcome<PairPosted> {
  return ctx.write((tx) => {
    const entity = findEntity(tx, input.entity)
    if (!entity) return err([{ code: 'entity_unknown', entity: input.entity }])
    const other = otherSide(tx, entity, input)
    if (!other.ok) return other
    const pair = input.pair ?? tx.ports.newId()
    const entry = halfEntry(booksOf(tx, entity, input.journal), headOf(input), input.lines, pair, other.value.uid)
    if (!entry.ok) return entry
    const own = entry.value.lines.at(-1)
    const ownCents = (own?.debitCents ?? 0) - (own?.creditCents ?? 0)
    if (other.value.cents === 0) return err([{ code: 'pair_met', pair }])
    if (other.value.cents !== undefined && other.value.cents + ownCents !== 0) {
      return err([{ code: 'pair_half_differs', pair, otherCents: other.value.cents, ownCents, differenceCents: other.value.cents + ownCents }])
    }
    const posted = bookEntry(tx, entity.id, entry.value)
    return posted.ok ? ok({ pair, entries: [{ ...posted.value, entity: entity.code }] }) : posted
  })
}

const OTHER_HALF = `SELECT uid, pair_sum.cents FROM pair_half JOIN pair_sum USING (pair) JOIN entity ON entity.id = entity_id WHERE pair = ? AND entity_id <> ? LIMIT 1`

/** Who stands on the other side, and what the pair comes to so far when that is known here: zero when nothing is missing any more. */
function otherSide(tx: Writer, entity: EntityRow, input: HalfInput): Outcome<{ readonly uid: EntityId; readonly cents?: number }> {
  if (input.pair !== undefined) {
    const half = tx.read<{ uid: EntityId; cents: number }>(OTHER_HALF).get(input.pair, entity.id)
    if (half) return ok(half)
    if (input.with === undefined) return err([{ code: 'pair_unknown', pair: input.pair }])
  }
  if (input.with !== undefined) {
    const named = entityOf(tx, input.with)
    // Books that are not here have a uid all the same: 26 characters that their own workspace gave them.
    if (named || /^[0-9A-Za-z]{26}$/u.test(input.with)) return ok({ uid: named?.uid ?? (input.with as EntityId) })
    return err([{ code: 'pair_other_side_unknown', with: input.with }])
  }
  const home = homeOf(tx, entity, input.date)
  return home === undefined ? err([{ code: 'pair_other_side_unknown', with: '' }]) : ok({ uid: home })
}

/**
 * Uid of the other side for a flow with headquarters: its books of the legal person that it named or that are here; in an Activité's own
 * workspace, where headquarters never said in which it lives, the federation itself.
 */
function homeOf(tx: Writer, entity: EntityRow, date: string): EntityId | undefined {
  const attached = tx.read<{ legal: EntityId }>('SELECT legal_uid AS legal FROM entity_attachment JOIN fact ON fact.id = fact_id WHERE entity_id = ? AND on_date <= ? ORDER BY on_date DESC, logical_time DESC LIMIT 1').get(entity.id, date)
  const home = attached?.legal ?? headquartersOf(tx, entity, date as CalendarDate)?.uid
  return home ?? tx.read<{ uid: EntityId }>("SELECT value AS uid FROM setting WHERE key = 'federation'").get()?.uid
}

/** The books of a side, with the journal asked for where it exists there, else the general one. */
export function booksOf(tx: Writer, entity: EntityRow, journal: string | undefined): PairBooks {
  const known = books(tx, entity.id)
  const journals = [...known.journals.values()].filter((each) => each.closedOn === null)
  const general = journals.find((each) => each.kind === 'general') ?? journals[0]
  return { uid: entity.uid, code: entity.code, kind: entity.kind, chart: known.chart, journal: known.journals.get(journal ?? '')?.code ?? general?.code ?? journal ?? '' }
}

function headOf(input: PairHead): PairHead {
  return { date: input.date, label: input.label, ...(input.documentRef === undefined ? {} : { documentRef: input.documentRef }) }
}

/** Books both entries or neither; a refusal of one says in whose books. */
export function bookBoth(tx: Writer, sides: readonly [EntityRow, EntityRow], entries: Result<PairEntries, Refusal[]>, pair: string): Outcome<PairPosted> {
  if (!entries.ok) return entries
  const posted: (PostedEntry & { entity: string })[] = []
  for (const [side, entry] of [[sides[0], entries.value.first], [sides[1], entries.value.second]] as const satisfies readonly (readonly [EntityRow, ProposedEntry])[]) {
    const done = bookEntry(tx, side.id, entry)
    if (!done.ok) return err(done.error.map((problem) => ({ ...problem, entity: side.code })))
    posted.push({ ...done.value, entity: side.code })
  }
  return ok({ pair, entries: posted })
}
