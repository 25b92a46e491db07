import type { Outcome, Reader } from '../context.ts'
import { addMonths, type CalendarDate, firstDayOf, lastDayOf, monthOf } from '../kernel/calendar-date.ts'
import { err, ok } from '../kernel/result.ts'
import { chartAccount } from '../ledger/books.query.ts'
import { type Chart, nearestChartAccount, playsRole } from '../ledger/chart.ts'
import { entityOf } from '../ledger/pair.query.ts'
import type { YearInSum } from '../ledger/rollup.ts'
import { carriedOf, legalEntities, type PlaceInSum, placesInSum, resultTest } from '../ledger/rollup.query.ts'
import { type OpenHalf, eliminate, type SummedAccount, Sums, type SumRow } from './sum-of-books.ts'
import { readNumbered } from './numbered.query.ts'
import { openHalves } from './pairs.query.ts'
import { entrusted } from './register.query.ts'

export interface SumOfBooks {
  readonly currency: string
  readonly asOf: CalendarDate
  /** Headquarters' own books of the legal person; null: all of them together. */
  readonly legalEntity: { readonly uid: string; readonly code: string; readonly name: string } | null
  /** Books added up, headquarters' own included. */
  readonly entities: number
  /** `rollup`: from what each taken pli keeps up to date; `balances`: added up again from the kept balances of every book. */
  readonly from: 'rollup' | 'balances'
  readonly rows: readonly SumRow[]
  readonly totals: { readonly openingCents: number; readonly debitCents: number; readonly creditCents: number; readonly balanceCents: number; readonly eliminatedCents: number; readonly remainingCents: number }
  /** Comptes internes and mirrors: what they come to together, and how much of it the halves below explain. */
  readonly internal: { readonly differenceCents: number; readonly missingCents: number; readonly otherCents: number }
  readonly missingHalves: readonly OpenHalf[]
  readonly missingCount: number
}

/** Halves named in the answer itself; all of them are in `pairs.list`. */
const MOST_HALVES = 50

/**
 * The trial balance of a legal person on a day: the sum of those of every book that lives in it, to the cent. `again` adds it up from the
 * kept balances instead of the roll-up. Refused `legal_entity_unknown`.
 */
export function sumOfBooks(reader: Reader, asOf: CalendarDate, legalEntity?: string, again = false): Outcome<SumOfBooks> {
  const legal = legalEntity === undefined ? undefined : entityOf(reader, legalEntity)
  if (legalEntity !== undefined && legal?.kind !== 'headquarters') return err([{ code: 'legal_entity_unknown', legalEntity }])
  const own = legalEntities(reader)
  const only = legal?.uid ?? (own.length === 1 ? own[0]?.uid : undefined)
  const fromRollup = !again && hasRollup(reader)
  const sums = fromRollup ? rolledSums(reader, asOf, only) : keptSums(reader, asOf, only)
  const rows = withEliminations(reader, sums, only)
  const missing = openHalves(reader, asOf, only, MOST_HALVES)
  const differenceCents = rows.filter((row) => isInternal(reader, row)).reduce((sum, row) => sum + row.balanceCents, 0)
  const named = only === undefined ? undefined : entityOf(reader, only)
  return ok({
    currency: 'EUR', asOf,
    legalEntity: named ? { uid: named.uid, code: named.code, name: named.name } : null,
    entities: entitiesIn(reader, asOf, only, own.map((each) => each.uid)), from: fromRollup ? 'rollup' : 'balances', rows, totals: totalsOf(rows),
    internal: { differenceCents, missingCents: missing.cents, otherCents: differenceCents - missing.cents },
    missingHalves: missing.halves, missingCount: missing.count,
  })
}

/**
 * The same over the Activités entrusted to an office, without headquarters: nothing is between them and their mirrors there, so that nothing is
 * eliminated and no half lacks. Refused `legal_entity_unknown`.
 */
export function sumOfOffice(reader: Reader, asOf: CalendarDate, office: string, legalEntity?: string): Outcome<SumOfBooks> {
  const legal = legalEntity === undefined ? undefined : entityOf(reader, legalEntity)
  if (legalEntity !== undefined && legal?.kind !== 'headquarters') return err([{ code: 'legal_entity_unknown', legalEntity }])
  const chosen = entrustedTo(reader, office)
  const places = placesInSum(reader).filter((place) => chosen.has(place.entityId) && place.inSum.some((year) => counts(year, asOf, legal?.uid)))
  const rows = withEliminations(reader, keptSums(reader, asOf, legal?.uid, chosen), legal?.uid, false)
  return ok({
    currency: 'EUR', asOf, legalEntity: legal ? { uid: legal.uid, code: legal.code, name: legal.name } : null, entities: places.length, from: 'balances', rows, totals: totalsOf(rows),
    internal: { differenceCents: 0, missingCents: 0, otherCents: 0 }, missingHalves: [], missingCount: 0,
  })
}

function entrustedTo(reader: Reader, office: string): ReadonlySet<number> {
  return new Set([...entrusted(reader)].filter(([, { offices }]) => offices.includes(office)).map(([id]) => id))
}

function totalsOf(rows: readonly SumRow[]): SumOfBooks['totals'] {
  const totals = { openingCents: 0, debitCents: 0, creditCents: 0, balanceCents: 0, eliminatedCents: 0, remainingCents: 0 }
  for (const row of rows) for (const key of Object.keys(totals) as (keyof typeof totals)[]) totals[key] += row[key]
  return totals
}

function hasRollup(reader: Reader): boolean {
  return reader.read("SELECT 1 FROM setting WHERE key = 'rollup'").get() !== undefined
}

// On each day one year of an entity is under way, or its last one: the one that no later year follows.
const ENTITIES = `SELECT COUNT(*) AS count FROM json_each(?) AS own CROSS JOIN rollup_year ON legal = own.value AND next_on > ? WHERE from_on <= ? AND until_on > ?`

function entitiesIn(reader: Reader, asOf: CalendarDate, legal: string | undefined, own: readonly string[]): number {
  if (hasRollup(reader)) return reader.read<{ count: number }>(ENTITIES).get(JSON.stringify(legal === undefined ? own : [legal]), asOf, asOf, asOf)?.count ?? 0
  return placesInSum(reader).filter((place) => place.inSum.some((year) => counts(year, asOf, legal))).length
}

const counts = (year: YearInSum, asOf: CalendarDate, legal: string | undefined): boolean =>
  (legal === undefined || year.legal === legal) && year.fromOn <= asOf && asOf < year.untilOn

/** The last month that counts whole on a day: its own when the day is its last. */
function wholeMonth(asOf: CalendarDate): string {
  const month = monthOf(asOf)
  return asOf === lastDayOf(month) ? month : addMonths(month, -1)
}

// A year that ended inside the month of the day counts whole: its last entries are dated before.
const ROLLED = `SELECT chart, account, SUM(CASE WHEN next_on <= ?1 THEN debit_cents - credit_cents ELSE 0 END) AS openingCents,
    SUM(CASE WHEN next_on > ?1 THEN debit_cents ELSE 0 END) AS debitCents, SUM(CASE WHEN next_on > ?1 THEN credit_cents ELSE 0 END) AS creditCents
  FROM rollup_span AS span CROSS JOIN rollup ON span_id = span.id WHERE legal = ifnull(?2, legal) AND from_on <= ?1 AND until_on > ?1
    AND (next_on <= ?1 OR end_on <= ?1 OR month <= ?3) GROUP BY chart, account`

// The days of a month under way, from the lines: one short walk of their index for each account that the kept balances say moved in it. Grouped in
// the order of the walk first, so that only the sums of each book are sorted and not its lines.
const LINES = `SELECT chart, code AS account, 0 AS openingCents, SUM(debit) AS debitCents, SUM(credit) AS creditCents FROM
    (SELECT chart, balance.account_id, SUM(line.debit_cents) AS debit, SUM(line.credit_cents) AS credit
     FROM rollup_year AS year CROSS JOIN entity_profile ON entity_profile.entity_id = year.entity_id CROSS JOIN fiscal_year ON fiscal_year.id = year.year_id
     CROSS JOIN balance ON balance.year_id = year.year_id AND month = ?4
     CROSS JOIN line INDEXED BY line_by_account ON line.account_id = balance.account_id AND line.on_date >= max(?3, start_on) AND line.on_date <= ?1
     WHERE legal = ifnull(?2, legal) AND from_on <= ?1 AND until_on > ?1 AND next_on > ?1 AND year.end_on > ?1 GROUP BY year.year_id, legal, from_on, balance.account_id)
  CROSS JOIN reference ON reference.id = account_id GROUP BY chart, code`

function rolledSums(reader: Reader, asOf: CalendarDate, legal: string | undefined): Sums {
  const sums = new Sums()
  add(sums, readNumbered<SummedAccount>(reader, ROLLED, asOf, legal ?? null, wholeMonth(asOf)))
  if (wholeMonth(asOf) !== monthOf(asOf)) add(sums, daysOfMonth(reader, asOf, legal))
  return sums
}

/** What the books are between two writings: the same day is not read again from the lines while nothing changed. */
function version(reader: Reader): string {
  const here = reader.read<{ changes: number }>('SELECT total_changes() AS changes').get()?.changes ?? 0
  const elsewhere = reader.read<Record<string, number>>('PRAGMA data_version').get()
  return `${here} ${Object.values(elsewhere ?? {}).join('')}`
}

interface Remembered { readonly version: string; readonly days: Map<string, readonly SummedAccount[]> }

function daysOfMonth(reader: Reader, asOf: CalendarDate, legal: string | undefined): readonly SummedAccount[] {
  let known = reader.memory.get('sum:days') as Remembered | undefined
  const now = version(reader)
  if (known?.version !== now) reader.memory.set('sum:days', (known = { version: now, days: new Map() }))
  const key = `${asOf} ${legal ?? ''}`
  let rows = known.days.get(key)
  if (!rows) known.days.set(key, (rows = readNumbered<SummedAccount>(reader, LINES, asOf, legal ?? null, firstDayOf(monthOf(asOf)), monthOf(asOf))))
  return rows
}

function add(sums: Sums, rows: readonly SummedAccount[]): void {
  for (const row of rows) {
    const sum = sums.at(row.chart, row.account)
    sum.openingCents += row.openingCents
    sum.debitCents += row.debitCents
    sum.creditCents += row.creditCents
  }
}

interface KeptRow { readonly account: string; readonly debitCents: number; readonly creditCents: number }
interface StoredBalance { readonly account: number; readonly debit: number; readonly credit: number }

// The month of a closing entry is the word `closing`, which comes after every month. Added up here and not by GROUP BY, whose sorting costs
// three times what reading the rows does.
const KEPT = 'SELECT account_id AS account, debit_cents AS debit, credit_cents AS credit FROM balance WHERE year_id = ? AND month <= ?'
const NUMBERS = "SELECT id, code FROM reference WHERE entity_id = ? AND kind = 'account'"

function keptRows(reader: Reader, entityId: number, yearId: number, lastMonth: string): KeptRow[] {
  const sums = new Map<number, { debitCents: number; creditCents: number }>()
  for (const { account, debit, credit } of reader.read<StoredBalance>(KEPT).all(yearId, lastMonth)) {
    const sum = sums.get(account)
    if (sum) {
      sum.debitCents += debit
      sum.creditCents += credit
    } else sums.set(account, { debitCents: debit, creditCents: credit })
  }
  return reader.read<{ id: number; code: string }>(NUMBERS).all(entityId).flatMap(({ id, code }) => {
    const sum = sums.get(id)
    return sum ? [{ account: code, ...sum }] : []
  })
}

const YEAR_LINES = `SELECT account.code AS account, SUM(debit_cents) AS debitCents, SUM(credit_cents) AS creditCents FROM reference AS account
  CROSS JOIN line INDEXED BY line_by_account ON account_id = account.id AND on_date >= ? AND on_date <= ? WHERE account.entity_id = ? AND account.kind = 'account' GROUP BY account.id`

const ALL_MONTHS = '9999-12'

/** Adds up the kept balances of every book that counts on a day, one short statement for each year of it. */
function keptSums(reader: Reader, asOf: CalendarDate, legal: string | undefined, chosen?: ReadonlySet<number>): Sums {
  const sums = new Sums()
  for (const place of placesInSum(reader)) if (!chosen || chosen.has(place.entityId)) addBooks(reader, sums, place, asOf, legal)
  return sums
}

/** Adds the trial balance of one book on a day, when it lives in the legal person then. */
function addBooks(reader: Reader, sums: Sums, place: PlaceInSum, asOf: CalendarDate, legal: string | undefined): void {
  const { chart } = place
  const isResult = resultTest(chart)
  const results = new Map<number, number>()
  for (const year of place.inSum) {
    if (!counts(year, asOf, legal)) continue
    const isCurrent = asOf < year.nextOn
    for (const row of yearRows(reader, place, year, asOf)) {
      if (!isCurrent && isResult(row.account)) continue
      const sum = sums.at(chart.id, row.account)
      if (isCurrent) {
        sum.debitCents += row.debitCents
        sum.creditCents += row.creditCents
      } else sum.openingCents += row.debitCents - row.creditCents
    }
  }
  const resultOf = (yearId: number): number => {
    let cents = results.get(yearId)
    if (cents === undefined) {
      const rows = keptRows(reader, place.entityId, yearId, ALL_MONTHS).filter((row) => isResult(row.account))
      results.set(yearId, (cents = rows.reduce((sum, row) => sum + row.debitCents - row.creditCents, 0)))
    }
    return cents
  }
  // Only what the day asks for: the results of years long closed are not read again.
  const carries = place.inSum.some((year) => counts(year, asOf, legal) && year.nextOn <= asOf)
  if (!carries) return
  for (const carried of carriedOf(reader, place, resultOf)) {
    if ((legal === undefined || carried.legal === legal) && carried.fromOn <= asOf && asOf < carried.untilOn) sums.at(chart.id, carried.account).openingCents += carried.cents
  }
}

/** What an account of a year moved up to a day: whole months from the kept balances, the last days from the lines. */
function yearRows(reader: Reader, place: PlaceInSum, year: YearInSum, asOf: CalendarDate): KeptRow[] {
  if (year.endOn <= asOf) return keptRows(reader, place.entityId, year.yearId, ALL_MONTHS)
  const whole = wholeMonth(asOf)
  const rows = keptRows(reader, place.entityId, year.yearId, whole)
  if (whole === monthOf(asOf)) return rows
  const startOn = place.years.find((each) => each.id === year.yearId)?.startOn ?? year.fromOn
  const first = firstDayOf(monthOf(asOf))
  return [...rows, ...reader.read<KeptRow>(YEAR_LINES).all(startOn > first ? startOn : first, asOf, place.entityId)]
}

function chartOf(reader: Reader, id: string): Chart | undefined {
  return reader.ports.charts(id)
}

function isInternal(reader: Reader, row: { readonly chart: string; readonly account: string }): boolean {
  const chart = chartOf(reader, row.chart)
  return chart !== undefined && playsRole(chart, row.account, 'internal_account')
}

function withEliminations(reader: Reader, sums: Sums, legal: string | undefined, eliminates = true): SumRow[] {
  const sorted = sums.sorted()
  const balances = sorted.map((row) => row.openingCents + row.debitCents - row.creditCents)
  const internal = sorted.map((row) => eliminates && isInternal(reader, row))
  const eliminated = eliminate(balances.map((cents, at) => (internal[at] ? cents : 0)))
  const label = labels(reader, legal, sorted)
  return sorted.map((row, at) => {
    const [balanceCents, eliminatedCents] = [balances[at] ?? 0, eliminated[at] ?? 0]
    return { ...row, label: label(row.chart, row.account), balanceCents, eliminatedCents, remainingCents: balanceCents - eliminatedCents }
  })
}

const LABELS = `SELECT number, label FROM json_each(?) AS asked CROSS JOIN account ON number = asked.value AND entity_id = (SELECT id FROM entity WHERE uid = ?)`
// An account of the Activités' own making is called as the first of them call it; looking further would cost more than the sum.
const LABELS_OF_ANY = `WITH first AS MATERIALIZED (SELECT entity_id FROM entity_profile WHERE chart = ? ORDER BY entity_id LIMIT 40)
  SELECT asked.value AS number, (SELECT label FROM first CROSS JOIN account ON account.entity_id = first.entity_id AND number = asked.value LIMIT 1) AS label FROM json_each(?) AS asked`

/** As the chart says it, else as headquarters' own books do, else as an Activité does, else what the chart calls its group. */
function labels(reader: Reader, legal: string | undefined, rows: readonly SummedAccount[]): (chart: string, account: string) => string {
  const official = (id: string, account: string): string | undefined => {
    const chart = chartOf(reader, id)
    const found = chart && chartAccount(reader, chart, account)
    return found && (found.label['fr'] ?? account)
  }
  const named = new Map<string, string>()
  for (const [id, asked] of Map.groupBy(rows.filter((row) => official(row.chart, row.account) === undefined), (row) => row.chart)) {
    const numbers = JSON.stringify(asked.map((row) => row.account))
    for (const { number, label } of reader.read<{ number: string; label: string | null }>(LABELS_OF_ANY).all(id, numbers)) if (label !== null) named.set(`${id} ${number}`, label)
    if (legal !== undefined) for (const { number, label } of reader.read<{ number: string; label: string }>(LABELS).all(numbers, legal)) named.set(`${id} ${number}`, label)
  }
  return (id, account) => {
    const chart = chartOf(reader, id)
    return official(id, account) ?? named.get(`${id} ${account}`) ?? (chart && nearestChartAccount(chart, account)?.label['fr']) ?? account
  }
}

export interface SumDetail {
  readonly entity: string
  readonly name: string
  readonly openingCents: number
  readonly debitCents: number
  readonly creditCents: number
  readonly balanceCents: number
}

/** An account of the sum, book by book: each opens as that entity's own ledger. */
export function sumDetail(reader: Reader, asOf: CalendarDate, account: string, legalEntity?: string, office?: string): Outcome<SumDetail[]> {
  const legal = legalEntity === undefined ? undefined : entityOf(reader, legalEntity)
  if (legalEntity !== undefined && legal?.kind !== 'headquarters') return err([{ code: 'legal_entity_unknown', legalEntity }])
  const own = legalEntities(reader)
  const only = legal?.uid ?? (own.length === 1 ? own[0]?.uid : undefined)
  const names = new Map(reader.read<{ id: number; code: string; name: string }>('SELECT id, code, name FROM entity JOIN entity_profile ON entity_id = id').all().map((row) => [row.id, row]))
  const chosen = office === undefined ? undefined : entrustedTo(reader, office)
  const rows = placesInSum(reader).flatMap((place): SumDetail[] => {
    if (chosen && !chosen.has(place.entityId)) return []
    const sums = new Sums()
    addBooks(reader, sums, place, asOf, only)
    const found = sums.sorted().find((row) => row.account === account)
    const named = names.get(place.entityId)
    if (!found || !named) return []
    const { openingCents, debitCents, creditCents } = found
    return [{ entity: named.code, name: named.name, openingCents, debitCents, creditCents, balanceCents: openingCents + debitCents - creditCents }]
  })
  return ok(rows.sort((a, b) => (a.entity < b.entity ? -1 : 1)))
}
