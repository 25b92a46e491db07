import type { Reader } from '../context.ts'
import { assert } from '../kernel/assert.ts'
import type { CalendarDate } from '../kernel/calendar-date.ts'
import type { EntityId } from '../kernel/ids.ts'
import type { Chart, ChartAccount, JournalKind } from './chart.ts'
import { chartOf } from './chart.query.ts'
import type { BooksView } from './entry.ts'
import type { Axis, PartyKind } from './ledger-facts.ts'

export interface EntityRow {
  readonly id: number
  readonly uid: EntityId
  readonly code: string
  readonly name: string
  readonly kind: 'entity' | 'headquarters'
  readonly country: 'BE' | 'FR'
  readonly chart: string
  readonly currency: string
  readonly registration: string | null
  readonly vatNumber: string | null
  readonly address: string | null
  readonly demonstration: boolean
}

export interface AccountRow { readonly id: number; readonly number: string; readonly label: string; readonly closedOn: CalendarDate | null }
export interface JournalRow { readonly id: number; readonly code: string; readonly label: string; readonly kind: JournalKind; readonly closedOn: CalendarDate | null }
export interface PartyRow {
  readonly id: number; readonly code: string; readonly name: string; readonly kind: PartyKind
  readonly vatNumber: string | null; readonly iban: string | null; readonly email: string | null; readonly address: string | null; readonly closedOn: CalendarDate | null
}
export interface AxisRow { readonly id: number; readonly axis: Axis; readonly code: string; readonly label: string; readonly closedOn: CalendarDate | null }
export interface YearRow { readonly id: number; readonly code: string; readonly startOn: CalendarDate; readonly endOn: CalendarDate }

/** Everything about an entity's books that is not an entry: small, read once a connection, read again after it changes. */
export interface Books {
  readonly entity: EntityRow
  readonly chart: Chart
  readonly accounts: ReadonlyMap<string, AccountRow>
  /** Accounts that entries name and whose record has not come: another machine opened them. Without a label where the chart has none. */
  readonly unnamed: readonly AccountRow[]
  readonly journals: ReadonlyMap<string, JournalRow>
  readonly parties: ReadonlyMap<string, PartyRow>
  readonly axes: ReadonlyMap<string, AxisRow>
  /** In order of time. */
  readonly years: readonly YearRow[]
  readonly closedUntil: CalendarDate | undefined
}

const ENTITY = `SELECT entity.id, uid, code, name, kind, country, chart, currency, registration, vat_number AS vatNumber, address, demonstration
  FROM entity JOIN entity_profile ON entity_id = entity.id`

type StoredEntity = Omit<EntityRow, 'demonstration'> & { readonly demonstration: number }

const toEntity = (row: StoredEntity): EntityRow => ({ ...row, demonstration: row.demonstration === 1 })

export function entities(reader: Reader): EntityRow[] {
  return reader.read<StoredEntity>(`${ENTITY} ORDER BY code`).all().map(toEntity)
}

export function findEntity(reader: Reader, code: string): EntityRow | undefined {
  const row = reader.read<StoredEntity>(`${ENTITY} WHERE code = ?`).get(code)
  return row && toEntity(row)
}

export function books(reader: Reader, entityId: number): Books {
  const key = `books:${entityId}`
  let known = reader.memory.get(key) as Books | undefined
  if (!known) reader.memory.set(key, (known = readBooks(reader, entityId)))
  return known
}

const UNNAMED = `SELECT id, code AS number FROM reference WHERE entity_id = ? AND kind = 'account' AND NOT EXISTS (SELECT 1 FROM account WHERE account.id = reference.id)
  AND EXISTS (SELECT 1 FROM line WHERE account_id = reference.id) ORDER BY code`

/** All accounts that entries may name, in the order of their numbers. */
export function accountsNamed({ accounts, unnamed }: Books): readonly AccountRow[] {
  const all = [...accounts.values()]
  return unnamed.length === 0 ? all : [...all, ...unnamed].sort((a, b) => (a.number < b.number ? -1 : 1))
}

function readBooks(reader: Reader, entityId: number): Books {
  const row = reader.read<StoredEntity>(`${ENTITY} WHERE entity.id = ?`).get(entityId)
  assert(row, `no entity ${entityId}`)
  const entity = toEntity(row)
  const chart = chartOf(reader, entity.chart)
  assert(chart, `the chart ${entity.chart} is not shipped`)
  const all = <Row>(sql: string): Row[] => reader.read<Row>(sql).all(entityId)
  const byCode = <Row extends { readonly code: string }>(rows: Row[]): Map<string, Row> => new Map(rows.map((each) => [each.code, each]))
  return {
    entity,
    chart,
    accounts: new Map(
      all<AccountRow>('SELECT id, number, label, closed_on AS closedOn FROM account WHERE entity_id = ? ORDER BY number').map((each) => [each.number, each]),
    ),
    unnamed: all<{ id: number; number: string }>(UNNAMED).map((each) => ({ ...each, label: chartAccount(reader, chart, each.number)?.label['fr'] ?? '', closedOn: null })),
    journals: byCode(all<JournalRow>('SELECT id, code, label, kind, closed_on AS closedOn FROM journal WHERE entity_id = ? ORDER BY code')),
    parties: byCode(all<PartyRow>(
      `SELECT id, code, name, kind, vat_number AS vatNumber, iban, email, address, closed_on AS closedOn FROM party WHERE entity_id = ? ORDER BY code`)),
    axes: new Map(all<AxisRow>('SELECT id, axis, code, label, closed_on AS closedOn FROM axis_value WHERE entity_id = ? ORDER BY axis, code').map((each) => [`${each.axis}:${each.code}`, each])),
    years: all<YearRow>('SELECT id, code, start_on AS startOn, end_on AS endOn FROM fiscal_year WHERE entity_id = ? ORDER BY start_on'),
    closedUntil: all<{ until: CalendarDate | null }>('SELECT MAX(until) AS until FROM closing WHERE entity_id = ? AND reopened_by IS NULL')[0]?.until ?? undefined,
  }
}

export function yearOn(years: readonly YearRow[], date: CalendarDate): YearRow | undefined {
  return years.find((year) => year.startOn <= date && date <= year.endOn)
}

/** A year by its code, or by the calendar year in which it ends: `2022` also finds `2021/2022`. */
export function findYear(known: Books, code: string): YearRow | undefined {
  return known.years.find((year) => year.code === code) ?? known.years.find((year) => year.endOn.startsWith(`${code}-`))
}

/** An account of the chart that `number` names, zeros at the end aside: books of six digits and charts of three are the same law. */
export function chartAccount(reader: Reader, chart: Chart, number: string): ChartAccount | undefined {
  const key = `chart:${chart.id}`
  let byStem = reader.memory.get(key) as Map<string, ChartAccount> | undefined
  if (!byStem) {
    byStem = new Map()
    for (const account of chart.accounts) byStem.set(account.number, account)
    for (const account of chart.accounts) {
      const stem = account.number.replace(/0+$/u, '')
      if (!byStem.has(stem)) byStem.set(stem, account)
    }
    reader.memory.set(key, byStem)
  }
  return byStem.get(number) ?? (number.length <= 12 && /^\d{3,}$/u.test(number) ? byStem.get(number.replace(/0+$/u, '')) : undefined)
}

const OPEN = { closedOn: null } as const

/** The books as the rules see them. It reads through to `books`, so that an account opened meanwhile is seen. */
export function booksView(reader: Reader, entityId: number): BooksView {
  const key = `books:${entityId}`
  const current = (): Books => (reader.memory.get(key) as Books | undefined) ?? books(reader, entityId)
  return {
    journal: (code) => current().journals.get(code),
    account: (number) => current().accounts.get(number) ?? (chartAccount(reader, current().chart, number) ? OPEN : undefined),
    party: (code) => current().parties.get(code),
    axis: (axis, code) => current().axes.get(`${axis}:${code}`),
    year: (date) => yearOn(current().years, date),
    get closedUntil() {
      return current().closedUntil
    },
    get currency() {
      return current().entity.currency
    },
  }
}
