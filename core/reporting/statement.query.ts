import type { Outcome, Reader } from '../context.ts'
import { addYears, type CalendarDate, lastDayOf, monthOf } from '../kernel/calendar-date.ts'
import { addCents, cents, ZERO } from '../kernel/money.ts'
import { err, ok } from '../kernel/result.ts'
import { type Books, books, yearOn } from '../ledger/books.query.ts'
import { isResultAccount } from '../ledger/chart.ts'
import { openingDifferences, type TrialBalance, trialBalance } from '../ledger/trial-balance.query.ts'
import { reportFrame } from './book-reports.query.ts'
import type { Cell, Report, ReportRow } from './report.ts'
import { type AccountBalance, computeStatement, type Statement, type StatementCheck, type StatementRubric } from './statement.ts'

/** The model proposed in each country for an Activité of a cooperative. */
const DEFAULT_MODEL: Readonly<Record<'BE' | 'FR', string>> = { BE: 'be-micro', FR: 'fr-simplified' }

export interface Span {
  readonly from?: CalendarDate | undefined
  readonly asOf: CalendarDate
}

export interface PeriodStatement extends Statement {
  readonly from: CalendarDate
  readonly asOf: CalendarDate
  readonly previous: { readonly from: CalendarDate; readonly asOf: CalendarDate } | null
}

/**
 * Balance sheet on a day and income statement over the period that ends with it. The balance sheet always holds
 * the result since the beginning of its fiscal year; the income statement only what the period brought.
 * `compare` is another period beside it; `'year_before'` is the same one a year earlier.
 */
export function periodStatement(reader: Reader, entityId: number, span: Span, model?: string, compare?: Span | 'year_before'): Outcome<PeriodStatement> {
  const known = books(reader, entityId)
  const id = model ?? DEFAULT_MODEL[known.entity.country]
  const found = reader.ports.statements(id)
  if (!found) return err([{ code: 'statement_model_unknown', model: id }])
  if (span.from && span.from > span.asOf) return err([{ code: 'period_ends_before_start', from: span.from, to: span.asOf }])
  const now = balancesOf(reader, known, span)
  const other = compare === 'year_before' ? yearBefore(known, now) : compare
  const before = other && balancesOf(reader, known, other)
  const position = computeStatement(found, now.position, before?.position)
  const flow = computeStatement(found, now.flow, before?.flow)
  const flows = new Map(flow.rubrics.map((rubric) => [rubric.code, rubric]))
  const isFlow = (rubric: StatementRubric): boolean => rubric.section === 'income' || rubric.section === 'appropriation'
  return ok({
    ...position,
    rubrics: position.rubrics.map((rubric) => (isFlow(rubric) ? (flows.get(rubric.code) ?? rubric) : rubric)),
    checks: [...position.checks, ...openingCheck(reader, known, span.asOf)],
    from: now.from, asOf: span.asOf, previous: before ? { from: before.from, asOf: before.asOf } : null,
  })
}

/** Does the year open with what the one before it left? Entries of two machines, or an old year opened again, may have parted them. */
function openingCheck(reader: Reader, known: Books, asOf: CalendarDate): StatementCheck[] {
  const year = yearOn(known.years, asOf)
  if (!year || year === known.years[0]) return []
  const differences = openingDifferences(reader, known, year)
  const differenceCents = differences.reduce((sum, row) => addCents(sum, cents(Math.abs(row.differenceCents))), ZERO)
  return [{ rule: 'opening_agrees', ok: differences.length === 0, differenceCents, accounts: differences.map((row) => row.account) }]
}

/** The same period a year earlier; a whole fiscal year compares with the whole one before it, whatever their lengths. */
function yearBefore(known: Books, now: { from: CalendarDate; asOf: CalendarDate }): Span {
  const year = yearOn(known.years, now.asOf)
  const previous = year && known.years.findLast((each) => each.endOn < year.startOn)
  if (year && previous && now.from === year.startOn && now.asOf === year.endOn) return { from: previous.startOn, asOf: previous.endOn }
  const asOf = now.asOf === lastDayOf(monthOf(now.asOf)) ? lastDayOf(monthOf(addYears(now.asOf, -1))) : addYears(now.asOf, -1)
  return { from: addYears(now.from, -1), asOf }
}

interface Balances {
  readonly from: CalendarDate
  readonly asOf: CalendarDate
  /** Every account since the beginning of its fiscal year: what a balance sheet needs. */
  readonly position: readonly AccountBalance[]
  /** Charges and income of the period alone. */
  readonly flow: readonly AccountBalance[]
}

function balancesOf(reader: Reader, known: Books, span: Span): Balances {
  const year = yearOn(known.years, span.asOf) ?? known.years.findLast((each) => each.endOn < span.asOf)
  const start = year && year.startOn <= span.asOf ? year.startOn : span.asOf
  const whole = trialBalance(reader, known.entity.id, span.asOf, start)
  const position = partyByParty(reader, known, whole.rows, start, span.asOf)
  const from = span.from ?? start
  const moved = from === start ? whole : trialBalance(reader, known.entity.id, span.asOf, from)
  const flow = moved.rows
    .filter((row) => isResultAccount(known.chart, row.account))
    .map((row) => ({ number: row.account, balanceCents: cents(row.debitCents - row.creditCents) }))
  return { from, asOf: span.asOf, position, flow }
}

const BY_PARTY = `SELECT account.code AS account, SUM(line.debit_cents - line.credit_cents) AS cents FROM line JOIN entry ON entry.id = entry_id
  JOIN reference AS account ON account.id = account_id WHERE party_id IS NOT NULL AND entry.entity_id = ? AND nature <> 'closing'
  AND line.on_date >= ? AND line.on_date <= ? GROUP BY account_id, party_id HAVING cents <> 0`

/**
 * What clients owe and what is owed to others is not set off (CDE, AR 29-4-2019 art. 3:4; PCG art. 112-2): a third-party account goes
 * to the statement party by party, so that a supplier paid twice is a claim and not less of a debt.
 */
function partyByParty(reader: Reader, known: Books, rows: TrialBalance['rows'], from: CalendarDate, to: CalendarDate): AccountBalance[] {
  const parties = Map.groupBy(reader.read<{ account: string; cents: number }>(BY_PARTY).all(known.entity.id, from, to), (row) => row.account)
  return rows.flatMap((row) => {
    const own = parties.get(row.account) ?? []
    const rest = own.reduce((left, each) => left - each.cents, row.balanceCents)
    const balances = [...own.map((each) => each.cents), ...(rest === 0 && own.length > 0 ? [] : [rest])]
    return balances.map((balance) => ({ number: row.account, balanceCents: cents(balance) }))
  })
}

const SECTIONS = {
  balanceSheet: ['assets', 'equity_liabilities'],
  incomeStatement: ['income', 'appropriation'],
} as const

/** One of the two statements as a report; rubrics at nothing on both sides are left out unless asked for. */
export function statementReport(reader: Reader, entityId: number, part: keyof typeof SECTIONS, span: Span, model?: string, compare?: Span | 'year_before', withEmpty = false): Outcome<Report> {
  const found = periodStatement(reader, entityId, span, model, compare)
  if (!found.ok) return found
  const statement = found.value
  const sections: readonly string[] = SECTIONS[part]
  const rows: ReportRow[] = []
  for (const section of sections) {
    const rubrics = statement.rubrics.filter((rubric) => rubric.section === section && (withEmpty || rubric.amountCents !== 0 || (rubric.previousCents ?? 0) !== 0))
    if (rubrics.length > 0) rows.push({ kind: 'heading', level: 0, cells: [null, { id: `statement.section.${section}` }, null, ...(statement.previous ? [null] : [])] })
    for (const rubric of rubrics) rows.push(rubricRow(rubric, statement.previous !== null))
  }
  return ok({
    name: part === 'balanceSheet' ? 'bilan' : 'compte-de-resultat',
    title: { id: `report.${part}` },
    ...reportFrame(reader, entityId, part === 'balanceSheet' ? null : statement.from, statement.asOf),
    notes: [{ id: `statement.model.${statement.model}`, values: { edition: statement.edition } }],
    columns: [
      { key: 'code', label: { id: 'report.column.code' }, type: 'text', width: 2 },
      { key: 'rubric', label: { id: 'report.column.rubric' }, type: 'text', width: 9 },
      { key: 'amount', label: { text: statement.asOf }, type: 'amount', width: 3 },
      ...(statement.previous ? [{ key: 'previous', label: { text: statement.previous.asOf }, type: 'amount' as const, width: 3 }] : []),
    ],
    rows,
  })
}

function rubricRow(rubric: StatementRubric, compared: boolean): ReportRow {
  const amounts: Cell[] = [{ amountCents: rubric.amountCents }]
  if (compared) amounts.push({ amountCents: rubric.previousCents ?? cents(0) })
  return {
    kind: rubric.kind === 'total' ? 'subtotal' : 'row', level: rubric.level,
    cells: [{ text: rubric.code }, { text: rubric.label['fr'] ?? rubric.code }, ...amounts],
  }
}
