import type { Writer } from '../context.ts'
import { type CarriedResult, RollupRows, type RollupSpan, type YearInSum } from './rollup.ts'
import { addKept, addPlace, legalEntities, type PlaceInSum, placeInSum, placesInSum, resultTestOf } from './rollup.query.ts'

/** A movement written to the kept balances. */
export interface KeptMovement {
  readonly year: number
  readonly month: string
  readonly account: number
  readonly debit: number
  readonly credit: number
}

/** What is gathered during a transaction, and written to the roll-up once before it commits. */
interface Gathered {
  readonly moved: KeptMovement[]
  readonly touched: Set<number>
  all: boolean
}

/** Says that the roll-up of a file is complete; a file that is older than the roll-up has none. */
const MARK = 'rollup'

/** Only headquarters sums all books: everywhere else nothing of this is done. */
function isKept(tx: Writer): boolean {
  let kept = tx.memory.get('rollup:kept') as boolean | undefined
  if (kept === undefined) {
    kept = tx.read("SELECT 1 FROM entity_profile WHERE kind = 'headquarters' LIMIT 1").get() !== undefined
    tx.memory.set('rollup:kept', kept)
  }
  return kept
}

function gathered(tx: Writer): Gathered {
  let now = tx.memory.get('rollup:gathered') as Gathered | undefined
  if (!now) {
    now = { moved: [], touched: new Set(), all: tx.read('SELECT 1 FROM setting WHERE key = ?').get(MARK) === undefined }
    tx.memory.set('rollup:gathered', now)
    // Each time under another name: balances that are written after a first flush bring a second one.
    const times = ((tx.memory.get('rollup:times') as number | undefined) ?? 0) + 1
    tx.memory.set('rollup:times', times)
    tx.beforeCommit(`rollup:${times}`, () => flushRollup(tx))
  }
  return now
}

/** A movement was added to the kept balances. */
export function rollupMoved(tx: Writer, movement: KeptMovement): void {
  if (isKept(tx) && movement.month !== 'closing') gathered(tx).moved.push(movement)
}

/** Something that decides how an entity's years stand in the sum has changed: a year, an opening entry, an account of result, its home. */
export function rollupTouched(tx: Writer, entityId: number): void {
  if (isKept(tx)) gathered(tx).touched.add(entityId)
}

/** Headquarters describes its own books of a legal person: when they are new, others may live there from now on. */
export function rollupFounded(tx: Writer, entityId: number): void {
  tx.memory.set('rollup:kept', true)
  if (!tx.read('SELECT 1 FROM rollup_year WHERE entity_id = ?').get(entityId)) gathered(tx).all = true
}

const FORGET = `SELECT year_id AS year, month, account_id AS account, -debit_cents AS debit, -credit_cents AS credit FROM balance
  WHERE year_id IN (SELECT id FROM reference WHERE entity_id = ? AND kind = 'year')`

/** The kept balances of an entity are about to be deleted, to be added up again. Those still in memory must have been written. */
export function rollupForgotten(tx: Writer, entityId: number): void {
  if (!isKept(tx)) return
  for (const movement of tx.read<KeptMovement>(FORGET).all(entityId)) rollupMoved(tx, movement)
  rollupTouched(tx, entityId)
}

const SPAN = 'SELECT id FROM rollup_span WHERE legal = ? AND from_on = ? AND until_on = ? AND end_on = ? AND next_on = ? AND chart = ?'
const NEW_SPAN = 'INSERT INTO rollup_span (legal, from_on, until_on, end_on, next_on, chart) VALUES (?, ?, ?, ?, ?, ?)'
const ADD = `INSERT INTO rollup (span_id, month, account, debit_cents, credit_cents) VALUES (?, ?, ?, ?, ?)
  ON CONFLICT (span_id, month, account) DO UPDATE SET debit_cents = debit_cents + excluded.debit_cents, credit_cents = credit_cents + excluded.credit_cents`

function spanId(tx: Writer, { legal, fromOn, untilOn, endOn, nextOn, chart }: RollupSpan): number {
  const values = [legal, fromOn, untilOn, endOn, nextOn, chart]
  const find = tx.read<{ id: number }>(SPAN)
  const known = find.get(...values)
  if (known) return known.id
  tx.write(NEW_SPAN).run(...values)
  return find.get(...values)?.id ?? 0
}

function writeDifferences(tx: Writer, differences: RollupRows): void {
  const add = tx.write(ADD)
  for (const { span, rows } of differences.spans.values()) {
    const moved = [...rows.values()].filter((row) => row.debit !== 0 || row.credit !== 0)
    if (moved.length === 0) continue
    const id = spanId(tx, span)
    for (const row of moved) add.run(id, row.month, row.account, row.debit, row.credit)
  }
}

function flushRollup(tx: Writer): void {
  const now = tx.memory.get('rollup:gathered') as Gathered
  tx.memory.delete('rollup:gathered')
  if (now.all) {
    rebuildRollup(tx)
    return
  }
  const differences = new RollupRows()
  const byEntity = new Map<number, KeptMovement[]>([...now.touched].map((id) => [id, []]))
  const direct = sortMovements(tx, now, byEntity)
  const numbers = new Map<number, ReadonlyMap<number, string>>()
  for (const { movement, known } of direct) addOne(tx, differences, movement, known.years, known.chart, numbersOf(tx, known.entityId, numbers))
  const legal = byEntity.size > 0 ? legalEntities(tx) : []
  for (const [entityId, moved] of byEntity) replaceEntity(tx, differences, entityId, moved, placeInSum(tx, entityId, legal))
  writeDifferences(tx, differences)
}

interface KnownYear { readonly entityId: number; readonly chart: PlaceInSum['chart']; readonly years: readonly YearInSum[] }
interface Direct { readonly movement: KeptMovement; readonly known: KnownYear }

/** Movements of an entity whose years stand as before are added where they belong; the others go with their whole entity. */
function sortMovements(tx: Writer, now: Gathered, byEntity: Map<number, KeptMovement[]>): Direct[] {
  const years = new Map<number, KnownYear | undefined>()
  const direct: Direct[] = []
  const groups = new Map<number, KeptMovement[]>()
  for (const movement of now.moved) {
    if (!years.has(movement.year)) years.set(movement.year, knownYear(tx, movement.year))
    const known = years.get(movement.year)
    if (!known) continue
    // A year not yet counted, and one whose result is already carried over, concern their whole entity.
    if (known.years.length === 0 || known.years.some((each) => each.untilOn > each.nextOn)) byEntity.set(known.entityId, [])
    const group = groups.get(known.entityId)
    if (group) group.push(movement)
    else groups.set(known.entityId, [movement])
  }
  for (const [entityId, group] of groups) {
    if (byEntity.has(entityId)) byEntity.set(entityId, group)
    else for (const movement of group) direct.push({ movement, known: years.get(movement.year) as KnownYear })
  }
  return direct
}

const COUNTED = `SELECT year_id AS yearId, legal, from_on AS fromOn, until_on AS untilOn, end_on AS endOn, next_on AS nextOn FROM rollup_year`
const OF_YEAR = `SELECT entity_id AS entityId, (SELECT chart FROM entity_profile WHERE entity_profile.entity_id = reference.entity_id) AS chart FROM reference WHERE id = ?`

/** Undefined while the books it belongs to are not described: they are counted whole when they are. */
function knownYear(tx: Writer, yearId: number): KnownYear | undefined {
  const of = tx.read<{ entityId: number; chart: string | null }>(OF_YEAR).get(yearId)
  const chart = of?.chart ? tx.ports.charts(of.chart) : undefined
  return of && chart ? { entityId: of.entityId, chart, years: tx.read<YearInSum>(`${COUNTED} WHERE year_id = ?`).all(yearId) } : undefined
}

const NUMBERS = "SELECT id, code FROM reference WHERE entity_id = ? AND kind = 'account'"

/** The numbers of an entity's accounts, read at once: a pli moves most of them. */
function numbersOf(tx: Writer, entityId: number, known: Map<number, ReadonlyMap<number, string>>): ReadonlyMap<number, string> {
  let numbers = known.get(entityId)
  if (!numbers) known.set(entityId, (numbers = new Map(tx.read<{ id: number; code: string }>(NUMBERS).all(entityId).map((row) => [row.id, row.code]))))
  return numbers
}

function addOne(tx: Writer, differences: RollupRows, movement: KeptMovement, years: readonly YearInSum[], chart: PlaceInSum['chart'], numbers: ReadonlyMap<number, string>): void {
  const number = numbers.get(movement.account) ?? ''
  const isResult = resultTestOf(tx, chart)(number)
  for (const year of years) differences.addMovement(year, movement.month, chart.id, number, isResult, movement.debit, movement.credit)
}

/** Takes an entity out of the roll-up as it was counted, and puts it in as it stands now. */
function replaceEntity(tx: Writer, differences: RollupRows, entityId: number, moved: readonly KeptMovement[], place: PlaceInSum | undefined): void {
  const counted = Map.groupBy(tx.read<YearInSum>(`${COUNTED} WHERE entity_id = ?`).all(entityId), (year) => year.yearId)
  const chart = place?.chart
  if (!place || !chart) return
  // What was counted is what is kept now, less what moved in this transaction.
  const numbers = numbersOf(tx, entityId, new Map())
  for (const movement of moved) addOne(tx, differences, movement, counted.get(movement.year) ?? [], chart, numbers)
  addKept(tx, differences, chart, [...counted.values()].flat(), -1)
  for (const carried of tx.read<CarriedResult>('SELECT legal, from_on AS fromOn, until_on AS untilOn, account, cents FROM rollup_carried WHERE entity_id = ?').all(entityId)) {
    differences.addCarried(carried, chart.id, -1)
  }
  tx.write('DELETE FROM rollup_year WHERE entity_id = ?').run(entityId)
  tx.write('DELETE FROM rollup_carried WHERE entity_id = ?').run(entityId)
  addEntity(tx, differences, place)
}

const YEAR = 'INSERT INTO rollup_year (year_id, legal, from_on, until_on, end_on, next_on, entity_id) VALUES (?, ?, ?, ?, ?, ?, ?)'
const CARRIED = 'INSERT INTO rollup_carried (entity_id, legal, from_on, until_on, account, cents) VALUES (?, ?, ?, ?, ?, ?)'

function addEntity(tx: Writer, differences: RollupRows, place: PlaceInSum): void {
  const carried = addPlace(tx, differences, place)
  for (const year of place.inSum) tx.write(YEAR).run(year.yearId, year.legal, year.fromOn, year.untilOn, year.endOn, year.nextOn, place.entityId)
  for (const each of carried) tx.write(CARRIED).run(place.entityId, each.legal, each.fromOn, each.untilOn, each.account, each.cents)
}

/** Empties the roll-up and makes it again from the kept balances of every entity. */
export function rebuildRollup(tx: Writer): void {
  for (const table of ['rollup', 'rollup_span', 'rollup_year', 'rollup_carried']) tx.write(`DELETE FROM ${table}`).run()
  const differences = new RollupRows()
  for (const place of placesInSum(tx)) addEntity(tx, differences, place)
  writeDifferences(tx, differences)
  tx.write('INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value').run(MARK, '1')
}
