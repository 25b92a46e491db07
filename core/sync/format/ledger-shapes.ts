import { addDays, addYears, type CalendarDate } from '../../kernel/calendar-date.ts'
import { isCents } from '../../kernel/money.ts'
import { JOURNAL_KINDS } from '../../ledger/chart.ts'
import type { EntryPosted, FactName, FiscalYearOpened, LedgerFacts, PeriodClosed, PostedLine } from '../../ledger/ledger-facts.ts'
import { both, type Check, day, distinct, flag, listOf, matching, oneOf, shape, text, whole } from './shape.ts'

/** The shapes of each version of a kind of fact, version 1 first. */
export type Shapes<Facts> = { readonly [Kind in keyof Facts]: readonly Check[] }

export const code = text(255)
export const label = text(2000)
export const author = text(64)
/** Sequences and years of logical time that a stream and a clock can reach. */
export const sequence = whole(1, 4_294_967_295)
const overrides = whole(1, Number.MAX_SAFE_INTEGER - 1_048_576)

const named = { author, sequence }
export const factName = shape(named)
const lineName = shape({ ...named, line: whole(1, 10_000) })
const nameOf = (name: FactName & { readonly line?: number }): string => `${name.author}:${name.sequence}:${name.line ?? ''}`

/** A whole record: version 1 as it is, version 2 with what it overrides. */
export function record(members: Readonly<Record<string, Check>>, optional: Readonly<Record<string, Check>> = {}): readonly Check[] {
  return [shape(members, optional), shape({ ...members, overrides }, optional)]
}

const cents: Check = (value) => isCents(value) && value !== 0

const lineMembers = { account: code }
const lineOptional = {
  debitCents: cents, creditCents: cents, party: code, project: code, funder: code, label, documentRef: text(2000, 0), documentOn: day,
  currency: matching(/^[A-Z]{3}$/u), currencyCents: isCents as Check,
}
const oneSide = (line: PostedLine): boolean =>
  (line.debitCents === undefined || line.creditCents === undefined) && (line.currency === undefined) === (line.currencyCents === undefined)
const plainLine = both(shape(lineMembers, lineOptional), oneSide)
const pairedLine = both(shape(lineMembers, { ...lineOptional, pair: shape({ id: text(64), with: text(64) }) }), oneSide)

function entry(line: Check, further: (entry: EntryPosted) => boolean): Check {
  return both<EntryPosted>(
    shape(
      { journal: code, year: code, number: whole(1), date: day, label, validatedOn: day, lines: listOf(line, 2, 10_000) },
      { documentRef: label, documentOn: day, nature: oneOf('opening', 'closing'), reverses: factName, reason: label, source: label },
    ),
    // The date of a document that is the day of the entry is left unsaid: a moved entry says it by its day.
    (value) => value.documentOn !== value.date && balances(value.lines) && further(value),
  )
}

/** Added up line by line, so that a sum too large to be exact is no balance. */
function balances(lines: readonly PostedLine[]): boolean {
  let [debit, credit] = [0, 0]
  for (const line of lines) {
    debit += line.debitCents ?? 0
    credit += line.creditCents ?? 0
    if (!Number.isSafeInteger(debit) || !Number.isSafeInteger(credit)) return false
  }
  return debit === credit
}

/** As the rule that opens a year: real days in order, at most twenty-four months (CSA art. 3:1). */
function lastsAYear(year: FiscalYearOpened): boolean {
  const { startOn, endOn } = year
  return startOn <= endOn && endOn <= addDays(addYears(startOn, 2), -1)
}

const closedOn: Readonly<Record<string, Check>> = { closedOn: day }

export const LEDGER_SHAPES: Shapes<LedgerFacts> = {
  EntityDescribed: record(
    { name: label, kind: oneOf('entity', 'headquarters'), country: oneOf('BE', 'FR'), chart: text(64), currency: matching(/^[A-Z]{3}$/u), demonstration: flag },
    { registration: label, vatNumber: label, address: label },
  ),
  AccountRecorded: record({ number: code, label }, closedOn),
  JournalRecorded: record({ code, label, kind: oneOf(...JOURNAL_KINDS) }, closedOn),
  PartyRecorded: record(
    { code, name: label, kind: oneOf('customer', 'supplier', 'both', 'other') },
    { vatNumber: label, iban: label, email: label, address: label, ...closedOn },
  ),
  AxisValueRecorded: record({ axis: oneOf('project', 'funder'), code, label }, closedOn),
  FiscalYearOpened: [both(shape({ code, startOn: day, endOn: day }), lastsAYear)],
  PeriodClosed: [both<PeriodClosed>(
    shape({ until: day, covers: distinct(listOf(factName, 0, 10_000), (name: FactName) => name.author) }),
    // The day after it must exist, since entries may have to stand there.
    (closed) => closed.until < ('2199-12-31' as CalendarDate),
  )],
  PeriodReopened: [shape({ closing: factName, reason: label })],
  EntryPosted: [entry(plainLine, () => true), entry(pairedLine, ({ lines }) => lines.some((line) => line.pair !== undefined))],
  LinesMatched: [shape({ account: code, code, restCents: isCents as Check, lines: distinct(listOf(lineName, 1, 10_000), nameOf) }, { on: day })],
  MatchUndone: [shape({ match: factName })],
  DocumentAttached: [shape({ entry: factName, hash: matching(/^[0-9a-f]{64}$/u), name: text(255), mediaType: text(255), sizeBytes: whole(0) })],
}
