import type { Reader } from '../context.ts'
import type { CalendarDate } from '../kernel/calendar-date.ts'
import { isResultAccount, resultAccounts, type Chart } from './chart.ts'
import { type BookedYear, carriedResults, type CarriedResult, type Home, homesOf, NOT_OPEN, type RollupRows, type YearInSum, yearsInSum } from './rollup.ts'

/** How the books of one entity stand in the sum of all books. */
export interface PlaceInSum {
  readonly entityId: number
  readonly chart: Chart
  readonly years: readonly BookedYear[]
  readonly homes: readonly Home[]
  readonly inSum: readonly YearInSum[]
}

interface Profile { readonly entityId: number; readonly uid: string; readonly kind: 'entity' | 'headquarters'; readonly chart: string }

const LEGAL = `SELECT entity_id AS entityId, uid, kind, chart FROM entity_profile INDEXED BY entity_profile_headquarters CROSS JOIN entity ON entity.id = entity_id WHERE kind = 'headquarters' ORDER BY entity_id`
const PROFILES = 'SELECT entity_id AS entityId, uid, kind, chart FROM entity_profile JOIN entity ON entity.id = entity_id'
const OPENED = `EXISTS (SELECT 1 FROM entry INDEXED BY entry_by_nature WHERE year_id = fiscal_year.id AND nature = 'opening' AND nature <> 'ordinary' AND reverses_id IS NULL
  AND NOT EXISTS (SELECT 1 FROM entry AS other WHERE other.reverses_id = entry.id))`
const YEARS = `SELECT id, entity_id AS entityId, start_on AS startOn, end_on AS endOn, ${OPENED} AS isOpened FROM fiscal_year`
// Of two words about one day the later one counts, in every workspace alike.
const ATTACHED = 'SELECT entity_id AS entityId, on_date AS "on", legal_uid AS legal FROM entity_attachment JOIN fact ON fact.id = fact_id'

interface YearRow { readonly id: number; readonly entityId: number; readonly startOn: CalendarDate; readonly endOn: CalendarDate; readonly isOpened: number }
interface Attachment { readonly entityId: number; readonly on: CalendarDate; readonly legal: string }

/** Headquarters' own books, one for each legal person, the oldest first. */
export function legalEntities(reader: Reader): Profile[] {
  return reader.read<Profile>(LEGAL).all()
}

/** The legal person that an entity began in: headquarters' own books are their own; others begin in the first of their country's chart. */
function firstHome(profile: Profile, legal: readonly Profile[]): string {
  if (profile.kind === 'headquarters') return profile.uid
  return (legal.find((each) => each.chart === profile.chart) ?? legal[0])?.uid ?? ''
}

/** On one day the last word counts. */
function lastWords(rows: readonly Attachment[]): Attachment[] {
  return rows.filter((row, at) => rows[at + 1]?.on !== row.on)
}

function placeOf(reader: Reader, profile: Profile, legal: readonly Profile[], years: readonly YearRow[], attachments: readonly Attachment[]): PlaceInSum | undefined {
  const chart = reader.ports.charts(profile.chart)
  if (!chart) return undefined
  const homes = profile.kind === 'headquarters' ? homesOf([], profile.uid) : homesOf(lastWords(attachments), firstHome(profile, legal))
  const booked = years.map((year): BookedYear => ({ id: year.id, startOn: year.startOn, endOn: year.endOn, isOpened: year.isOpened === 1 }))
  return { entityId: profile.entityId, chart, years: booked, homes, inSum: yearsInSum(booked, homes) }
}

/** Undefined for what has no books: a federation, or an entity whose description has not come. */
export function placeInSum(reader: Reader, entityId: number, legal: readonly Profile[]): PlaceInSum | undefined {
  const profile = reader.read<Profile>(`${PROFILES} WHERE entity_id = ?`).get(entityId)
  if (!profile) return undefined
  const years = reader.read<YearRow>(`${YEARS} WHERE entity_id = ? ORDER BY start_on`).all(entityId)
  const attachments = reader.read<Attachment>(`${ATTACHED} WHERE entity_id = ? ORDER BY on_date, logical_time`).all(entityId)
  return placeOf(reader, profile, legal, years, attachments)
}

/** The places of all entities, read in four statements whatever their number. */
export function placesInSum(reader: Reader): PlaceInSum[] {
  const legal = legalEntities(reader)
  const years = byEntity(reader.read<YearRow>(`${YEARS} ORDER BY entity_id, start_on`).all())
  const attachments = byEntity(reader.read<Attachment>(`${ATTACHED} ORDER BY entity_id, on_date, logical_time`).all())
  return reader.read<Profile>(`${PROFILES} ORDER BY entity_id`).all().flatMap((profile) =>
    placeOf(reader, profile, legal, years.get(profile.entityId) ?? [], attachments.get(profile.entityId) ?? []) ?? [])
}

function byEntity<Row extends { readonly entityId: number }>(rows: readonly Row[]): Map<number, Row[]> {
  const groups = new Map<number, Row[]>()
  for (const row of rows) {
    const group = groups.get(row.entityId)
    if (group) group.push(row)
    else groups.set(row.entityId, [row])
  }
  return groups
}

const FIRST_UNDER = 'SELECT MIN(number) AS number FROM account WHERE entity_id = ? AND number >= ? AND number < ?'

/** The results of finished years that these books carry over, given what each year came to. */
export function carriedOf(reader: Reader, place: PlaceInSum, resultOf: (yearId: number) => number): CarriedResult[] {
  const prefixes = (cents: number): readonly string[] => resultAccounts(place.chart, cents < 0).target
  const accountOf = (cents: number): string => {
    const found = prefixes(cents).flatMap((prefix) => reader.read<{ number: string | null }>(FIRST_UNDER).get(place.entityId, prefix, `${prefix}\uffff`)?.number ?? [])
    return found.sort()[0] ?? NOT_OPEN
  }
  return carriedResults(place.years, place.homes, resultOf, accountOf, (cents) => prefixes(cents)[0] ?? '')
}

/** Remembers which numbers of a chart are charges or income: asked for every balance there is. */
export function resultTest(chart: Chart): (number: string) => boolean {
  const known = new Map<string, boolean>()
  return (number) => {
    let is = known.get(number)
    if (is === undefined) known.set(number, (is = isResultAccount(chart, number)))
    return is
  }
}

/** The same, kept with the connection. */
export function resultTestOf(reader: Reader, chart: Chart): (number: string) => boolean {
  const key = `rollup:result:${chart.id}`
  let test = reader.memory.get(key) as ((number: string) => boolean) | undefined
  if (!test) reader.memory.set(key, (test = resultTest(chart)))
  return test
}

const BALANCES = `SELECT month, reference.code AS number, debit_cents AS debit, credit_cents AS credit
  FROM balance JOIN reference ON reference.id = account_id WHERE year_id = ? AND month <> 'closing'`

interface KeptRow { readonly month: string; readonly number: string; readonly debit: number; readonly credit: number }

/** Adds or takes away everything that is kept of some years; answers the sum of charges and income of each. */
export function addKept(reader: Reader, rows: RollupRows, chart: Chart, years: readonly YearInSum[], sign: 1 | -1): Map<number, number> {
  const results = new Map<number, number>()
  const isResult = resultTestOf(reader, chart)
  for (const [yearId, parts] of Map.groupBy(years, (year) => year.yearId)) {
    let result = 0
    for (const row of reader.read<KeptRow>(BALANCES).all(yearId)) {
      const is = isResult(row.number)
      if (is) result += row.debit - row.credit
      for (const part of parts) rows.addMovement(part, row.month, chart.id, row.number, is, sign * row.debit, sign * row.credit)
    }
    results.set(yearId, result)
  }
  return results
}

/** Adds everything that is kept of an entity; answers the results it carries over. */
export function addPlace(reader: Reader, rows: RollupRows, place: PlaceInSum): CarriedResult[] {
  const results = addKept(reader, rows, place.chart, place.inSum, 1)
  const carried = carriedOf(reader, place, (yearId) => results.get(yearId) ?? 0)
  for (const each of carried) rows.addCarried(each, place.chart.id, 1)
  return carried
}
