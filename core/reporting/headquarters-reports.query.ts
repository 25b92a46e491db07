import type { Outcome, Reader } from '../context.ts'
import type { CalendarDate } from '../kernel/calendar-date.ts'
import { type Cents, cents } from '../kernel/money.ts'
import { ok } from '../kernel/result.ts'
import { freshness, type FreshnessRow } from './freshness.query.ts'
import { liaison, type PairFilter, pairsList } from './pairs.query.ts'
import { register } from './register.query.ts'
import type { Cell, Report, ReportColumn, ReportRow, Words } from './report.ts'
import { type SumAsked, shownSum } from './shown-sum.query.ts'

const words = (id: string): Words => ({ id })
const amount = (value: number): Cell => ({ amountCents: cents(value) as Cents })
const text = (value: string | number | null): Cell => (value === null || value === '' ? null : { text: String(value) })
const day = (date: CalendarDate | null): Cell => (date === null ? null : { date })
const column = (key: string, type: ReportColumn['type'], width: number): ReportColumn => ({ key, label: words(`report.column.${key}`), type, width })

const OWN = "SELECT code, name FROM entity_profile JOIN entity ON entity.id = entity_id WHERE kind = 'headquarters' ORDER BY entity_id LIMIT 1"

/** What these reports say of themselves: they are headquarters', of a day. Lists of what is here have no period; a sum stays a draft as plis keep coming. */
function frame(reader: Reader, to: CalendarDate, status: 'draft' | 'list', of?: { readonly code: string; readonly name: string } | null): Omit<Report, 'name' | 'title' | 'columns' | 'rows'> {
  const own = reader.read<{ code: string; name: string }>(OWN).get()
  const workspace = reader.read<{ name: string }>("SELECT value AS name FROM setting WHERE key = 'name'").get()?.name ?? ''
  const demonstration = reader.read('SELECT 1 FROM entity_profile WHERE demonstration = 1 LIMIT 1').get() !== undefined
  const entity = of ?? own ?? { code: 'SIEGE', name: workspace }
  return { entity: { code: entity.code, name: entity.name }, from: null, to, madeOn: reader.ports.today(), currency: 'EUR', status, demonstration }
}

const EVERYTHING = { offset: 0, limit: 1_000_000 } as const

/** The register: the Activités whose codes are given, in that order; all of them by name without. */
export function registerReport(reader: Reader, codes: readonly string[] | undefined): Report {
  const fresh = new Map(freshness(reader, { order: 'name', descending: false, incompleteOnly: false, ...EVERYTHING }).rows.map((row) => [row.entity, row]))
  const known = new Map(register(reader, EVERYTHING).rows.map((row) => [row.entity, row]))
  const rows = (codes ?? [...fresh.keys()]).flatMap((code): ReportRow[] => {
    const [row, entry] = [fresh.get(code), known.get(code)]
    const porteurs = entry?.people.filter((each) => each.active && each.role !== 'adviser').map((each) => each.person) ?? []
    return row ? [{ kind: 'row', level: 0, cells: [text(code), text(row.name), text(porteurs.join(', ')), text(row.offices.join(', ')), text(entry?.legalEntity ?? null), ...freshCells(row)] }] : []
  })
  return {
    name: 'registre', title: words('report.register'), ...frame(reader, reader.ports.today(), 'list'),
    columns: [
      column('code', 'text', 3), column('activity', 'text', 5), column('porteur', 'text', 4), column('office', 'text', 3), column('legalEntity', 'text', 2), column('lastPli', 'date', 2), column('daysSince', 'text', 1),
      column('missingPlis', 'text', 1), column('waitingPlis', 'text', 1), column('openHalves', 'text', 1), column('closedUntil', 'date', 2),
    ],
    rows,
  }
}

function freshCells(row: FreshnessRow): Cell[] {
  return [day(row.lastPliOn), text(row.daysSince), text(row.missingPlis), text(row.waitingPlis), text(row.openHalves), day(row.closedUntil)]
}

/** The sum of books as it is shown. Refused `legal_entity_unknown`. */
export function sumReport(reader: Reader, asked: SumAsked): Outcome<Report> {
  const sum = shownSum(reader, asked)
  if (!sum.ok) return sum
  const { totals, rows, beforeCents, legalEntity } = sum.value
  const money = (row: typeof totals): Cell[] => [amount(row.openingCents), amount(row.debitCents), amount(row.creditCents), amount(row.balanceCents), amount(row.eliminatedCents), amount(row.remainingCents)]
  const before = (value: number | null, remaining: number): Cell[] => (value === null ? [] : [amount(value), amount(remaining - value)])
  return ok({
    name: 'cumul', title: words('report.sum'), ...frame(reader, asked.asOf, 'draft', legalEntity),
    notes: [{ id: 'report.sum.books', values: { count: sum.value.entities } }, ...(asked.office === undefined ? [] : [{ id: 'report.sum.office', values: { office: asked.office } }])],
    columns: [
      column('account', 'text', 2), column('label', 'text', 6), ...(['opening', 'debit', 'credit', 'added', 'eliminated', 'remaining'] as const).map((key) => column(key, 'amount', 3)),
      ...(beforeCents === null ? [] : [column('before', 'amount', 3), column('change', 'amount', 3)]),
    ],
    rows: [
      ...rows.map((row): ReportRow => ({ kind: 'row', level: 0, cells: [text(row.account), text(row.label), ...money(row), ...before(row.beforeCents, row.remainingCents)] })),
      { kind: 'total', level: 0, cells: [null, words('report.total'), ...money(totals), ...before(beforeCents, totals.remainingCents)] },
    ],
  })
}

/** Each compte interne against its mirror. */
export function liaisonReport(reader: Reader, onlyDifferent: boolean): Report {
  const rows = liaison(reader, onlyDifferent)
  const keys = ['internalCents', 'withHeadquartersCents', 'mirrorCents', 'differenceCents', 'withOthersCents', 'unpairedCents'] as const
  return {
    name: 'comptes-internes', title: words('report.liaisons'), ...frame(reader, reader.ports.today(), 'list'),
    columns: [column('code', 'text', 3), column('activity', 'text', 5), ...keys.map((key): ReportColumn => ({ key, label: words(`hq.pairs.${key}`), type: 'amount', width: 3 }))],
    rows: [
      ...rows.map((row): ReportRow => ({ kind: 'row', level: 0, cells: [text(row.entity), text(row.name), ...keys.map((key) => amount(row[key]))] })),
      { kind: 'total', level: 0, cells: [null, words('report.total'), ...keys.map((key) => amount(rows.reduce((sum, row) => sum + row[key], 0)))] },
    ],
  }
}

/** Pairs of a state or of an entity, half by half. Refused `entity_unknown`. */
export function pairsReport(reader: Reader, filter: Pick<PairFilter, 'entity' | 'state'>): Outcome<Report> {
  const found = pairsList(reader, { ...filter, ...EVERYTHING })
  if (!found.ok) return found
  const rows = found.value.pairs.flatMap((pair) => pair.halves.map((half): ReportRow => ({
    kind: 'row', level: 0,
    cells: [day(half.date), text(half.entity), text(half.entityName), text(half.withName ?? half.with), text(half.entry), text(half.label), words(`hq.pairs.state.${pair.state}`), amount(half.cents)],
  })))
  return ok({
    name: 'liaisons', title: words('report.pairs'), ...frame(reader, reader.ports.today(), 'list'),
    columns: [
      column('date', 'date', 2), column('code', 'text', 3), column('activity', 'text', 4), column('otherSide', 'text', 4), column('entry', 'text', 3), column('label', 'text', 5), column('state', 'text', 2), column('half', 'amount', 3),
    ],
    rows,
  })
}
