import { ownHead } from '../chain/append-fact.command.ts'
import type { Context, Outcome, Writer } from '../context.ts'
import { assert } from '../kernel/assert.ts'
import { type CalendarDate, dateOf, partsOf } from '../kernel/calendar-date.ts'
import { spanOf } from '../kernel/ids.ts'
import { monthsOf } from '../kernel/period.ts'
import { err, ok } from '../kernel/result.ts'
import { flushBalances } from '../ledger/balance.apply.ts'
import { books, chartAccount, type EntityRow, entities, findEntity, yearOn } from '../ledger/books.query.ts'
import { rowsTogether } from '../ledger/bulk-booking.command.ts'
import type { Chart } from '../ledger/chart.ts'
import { CHART_OF, openEntity } from '../ledger/open-entity.command.ts'
import { booksOf } from '../ledger/pair.command.ts'
import { pairEntries, transferLines } from '../ledger/pair.ts'
import { bookEntry } from '../ledger/post-entry.command.ts'
import { recordFact } from '../ledger/record-fact.command.ts'
import { openYear } from '../ledger/records.command.ts'
import { endYear } from '../ledger/year-end.command.ts'
import { demonstrationAccounts, journalFor, OWN_ACCOUNTS } from './demonstration-accounts.ts'
import { type FederationCast, federationCast } from './federation-names.ts'
import { customerCode, type FederationFrame, joining, monthOfActivity, newState, PORTEUR, type Simulated, supplierCode, USED } from './federation-story.ts'
import { seeded } from './seeded.ts'
import { onWorkday, type StoryMonth } from './story.ts'

export interface FederationPlan {
  readonly entities: number
  /** Calendar years, the last one being the year under way, up to today. */
  readonly years: number
  readonly seed: string
  readonly entriesPerYear: number
}

export interface FederationMade {
  /** Activités made now, and those that an earlier run had made already. */
  readonly entities: number
  readonly alreadyThere: number
  readonly entries: number
  readonly pairs: number
  /** Headquarters' own books, one for each country. */
  readonly headquarters: readonly string[]
}

/** Gives the people of a new Activité their access: who may sign what is not the books' to say. */
export type Enrol = (tx: Writer, entityId: number, cast: FederationCast) => void

/** Activités made in one transaction: enough to spare commits, few enough to be stopped between two. */
const BATCH = 50

const HEADQUARTERS = {
  BE: { code: 'SIEGE-BE', name: 'Archipel Commun SC', address: 'Rue de la Fraternité 3, 1060 Saint-Gilles' },
  FR: { code: 'SIEGE-FR', name: 'Archipel Commun SCOP', address: '8 rue de la Fraternité, 59000 Lille' },
} as const

interface Run {
  readonly plan: FederationPlan
  readonly months: readonly StoryMonth[]
  readonly years: readonly { readonly startOn: CalendarDate; readonly endOn: CalendarDate }[]
  readonly headquarters: Readonly<Record<'BE' | 'FR', EntityRow>>
  pairs: number
}

/**
 * Makes a believable federation in a headquarters workspace: Activités of two countries with their sales, purchases, pay, contribution and
 * transfers, everything that passes by headquarters booked on both sides, past years ended. The same seed makes the same books; a run that
 * was stopped goes on where it stood. Refused `federation_not_headquarters`.
 */
export function simulateFederation(ctx: Context, plan: FederationPlan, enrol: Enrol): Outcome<FederationMade> {
  if (ctx.read("SELECT 1 FROM setting WHERE key = 'kind' AND value <> 'headquarters'").get()) return err([{ code: 'federation_not_headquarters' }])
  const casts = Array.from({ length: plan.entities }, (_, index) => federationCast(seeded(`${plan.seed} ${index}`), index))
  const prepared = prepare(ctx, plan)
  if (!prepared.ok) return prepared
  const run = prepared.value
  const before = countEntries(ctx)
  const missing = casts.filter((cast) => !findEntity(ctx, cast.code))
  for (let at = 0; at < missing.length; at += BATCH) {
    ctx.ports.progress({ step: 'booking', done: at, total: missing.length })
    const done = ctx.write((tx) => makeBatch(ctx, tx, run, missing.slice(at, at + BATCH), enrol))
    if (!done.ok) return done
    // What the connection remembers of thousands of books would fill the memory; it is all read again when asked for.
    ctx.memory.clear()
  }
  const ended = endHeadquartersYears(ctx, run)
  if (!ended.ok) return ended
  return ok({
    entities: missing.length, alreadyThere: casts.length - missing.length, entries: countEntries(ctx) - before, pairs: run.pairs,
    headquarters: Object.values(run.headquarters).map((each) => each.code),
  })
}

function countEntries(ctx: Context): number {
  return ctx.read<{ count: number }>('SELECT COUNT(*) AS count FROM entry').get()?.count ?? 0
}

function prepare(ctx: Context, plan: FederationPlan): Outcome<Run> {
  const today = ctx.ports.today()
  const { year } = partsOf(today)
  const first = year - plan.years + 1
  const years = Array.from({ length: plan.years }, (_, at) => ({ startOn: dateOf(first + at, 1, 1), endOn: dateOf(first + at, 12, 31) }))
  return ctx.write((tx): Outcome<Run> => {
    const joined = within(ctx, tx)
    const found: Partial<Record<'BE' | 'FR', EntityRow>> = {}
    for (const country of ['BE', 'FR'] as const) {
      const own = entities(tx).find((entity) => entity.kind === 'headquarters' && entity.country === country)
      if (!own) {
        const opened = openEntity(joined, { ...HEADQUARTERS[country], kind: 'headquarters', country, demonstration: true })
        if (!opened.ok) return opened
      }
      const entity = own ?? findEntity(tx, HEADQUARTERS[country].code)
      assert(entity, 'the books of headquarters were just opened')
      found[country] = entity
      for (const each of years) {
        if (yearOn(books(tx, entity.id).years, each.startOn)) continue
        const opened = openYear(tx, entity.id, each)
        if (!opened.ok) return opened
      }
    }
    return ok({ plan, years, months: monthsUpTo(first, today), headquarters: found as Run['headquarters'], pairs: 0 })
  })
}

/** The months of the story; `isCurrent` and `back` are those of a demonstration and ask for nothing here. */
function monthsUpTo(first: number, today: CalendarDate): StoryMonth[] {
  return monthsOf({ from: dateOf(first, 1, 1), to: today }).map((month) => ({ month, year: Number(month.slice(0, 4)), calendar: Number(month.slice(5, 7)), isCurrent: false, back: 0 }))
}

/** The same books, whose writing joins the transaction under way. */
function within(ctx: Context, tx: Writer): Context {
  return { ...ctx, write: (work) => work(tx) }
}

function makeBatch(ctx: Context, tx: Writer, run: Run, casts: readonly FederationCast[], enrol: Enrol): Outcome<null> {
  const joined = within(ctx, tx)
  const opened: { cast: FederationCast; entity: EntityRow }[] = []
  for (const cast of casts) {
    const entity = openActivity(joined, tx, run, cast)
    if (!entity.ok) return entity
    enrol(tx, entity.value.id, cast)
    opened.push({ cast, entity: entity.value })
  }
  const firsts = new Map([...opened.map(({ entity }) => entity.id), ...Object.values(run.headquarters).map((each) => each.id)].map((id) => {
    const { stream, sequence } = ownHead(tx, id)
    return [stream.id, spanOf(stream.id)[0] + sequence + 1]
  }))
  return rowsTogether(tx, firsts, () => {
    for (const each of opened) {
      const told = tellActivity(joined, tx, run, each.cast, each.entity)
      if (!told.ok) return told
    }
    return transfers(tx, run, opened)
  })
}

/** The books of an Activité with everything that its entries will name. */
function openActivity(joined: Context, tx: Writer, run: Run, cast: FederationCast): Outcome<EntityRow> {
  const opened = openEntity(joined, { code: cast.code, name: cast.name, kind: 'entity', country: cast.country, address: cast.address, demonstration: true })
  if (!opened.ok) return opened
  const { entityId } = opened.value
  for (const year of run.years) {
    const done = openYear(tx, entityId, year)
    if (!done.ok) return done
  }
  recordAccounts(tx, entityId, cast.country)
  for (const [at, name] of cast.customers.entries()) recordFact(tx, entityId, 'PartyRecorded', { code: customerCode(at), name, kind: 'customer' })
  for (const [at, name] of cast.suppliers.entries()) recordFact(tx, entityId, 'PartyRecorded', { code: supplierCode(at), name, kind: 'supplier' })
  recordFact(tx, entityId, 'PartyRecorded', { code: PORTEUR, name: cast.porteur, kind: 'other' })
  const entity = findEntity(tx, cast.code)
  assert(entity, 'the books were just opened')
  return ok(entity)
}

/** All accounts of the story at once: opened one by one by the entries that name them, each would have the books read again. */
function recordAccounts(tx: Writer, entityId: number, country: 'BE' | 'FR'): void {
  const chart = chartOf(tx, country)
  const accounts = demonstrationAccounts(chart)
  const own = new Map(OWN_ACCOUNTS[country].map((account) => [account.number, account.label]))
  for (const number of new Set(USED.map((name) => accounts[name]))) {
    const label = own.get(number) ?? chartAccount(tx, chart, number)?.label['fr'] ?? number
    recordFact(tx, entityId, 'AccountRecorded', { number, label })
  }
}

function chartOf(tx: Writer, country: 'BE' | 'FR'): Chart {
  const chart = tx.ports.charts(CHART_OF[country])
  assert(chart, `the chart of ${country} is not shipped`)
  return chart
}

function frameOf(tx: Writer, run: Run, cast: FederationCast): FederationFrame {
  const chart = chartOf(tx, cast.country)
  const role = (name: string, at = 0): string => chart.roles[name]?.[at] ?? ''
  return {
    cast, seed: run.plan.seed, entriesPerYear: run.plan.entriesPerYear, accounts: demonstrationAccounts(chart), journals: journalsOf(chart),
    headquarters: { bank: role('bank'), contribution: role('contribution', 1), vat: role('vat_due') },
  }
}

function journalsOf(chart: Chart): FederationFrame['journals'] {
  return { sales: journalFor(chart, 'sales'), purchases: journalFor(chart, 'purchases'), bank: journalFor(chart, 'bank'), general: journalFor(chart, 'general') }
}

/** Books every month of an Activité in the order of its days, ending each year that is past. */
function tellActivity(joined: Context, tx: Writer, run: Run, cast: FederationCast, entity: EntityRow): Outcome<null> {
  const frame = frameOf(tx, run, cast)
  const state = newState()
  const today = tx.ports.today()
  for (const [at, month] of run.months.entries()) {
    const told = [...(at === 0 ? [joining(frame, month)] : []), ...monthOfActivity(frame, state, month)]
    for (const each of told.filter((one) => one.date <= today).sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0))) {
      const booked = bookOne(tx, run, entity, each)
      if (!booked.ok) return booked
    }
    if (month.calendar !== 12 || run.months[at + 1] === undefined) continue
    flushBalances(tx)
    const ended = endYear(joined, entity.id, String(month.year))
    if (!ended.ok) return ended
  }
  return ok(null)
}

function bookOne(tx: Writer, run: Run, entity: EntityRow, told: Simulated): Outcome<unknown> {
  const { mirror, lines, ...head } = told
  if (!mirror) return bookEntry(tx, entity.id, { ...head, lines })
  return bookPair(tx, run, entity, lines, run.headquarters[entity.country], mirror, head)
}

/** Both halves, under a number made of the day and the flow, so that a second run makes the same. */
function bookPair(
  tx: Writer, run: Run, first: EntityRow, firstLines: Simulated['lines'], second: EntityRow, secondLines: Simulated['lines'],
  head: { readonly journal: string; readonly date: CalendarDate; readonly label: string; readonly documentRef?: string },
): Outcome<unknown> {
  const hash = tx.ports.sha256(`${run.plan.seed} ${first.code} ${second.code} ${head.date} ${head.label}`)
  const pair = `${head.date.replaceAll('-', '')}${hash.slice(0, 18).toUpperCase()}`
  const { journal, ...said } = head
  const entries = pairEntries(booksOf(tx, first, journal), firstLines, booksOf(tx, second, journal), secondLines, said, pair)
  if (!entries.ok) return entries
  const booked = bookEntry(tx, first.id, entries.value.first)
  if (!booked.ok) return booked
  run.pairs += 1
  return bookEntry(tx, second.id, { ...entries.value.second, label: `${first.code} : ${head.label}` })
}

/** Activités of one country buy from each other, twice in the year under way. */
function transfers(tx: Writer, run: Run, opened: readonly { readonly cast: FederationCast; readonly entity: EntityRow }[]): Outcome<null> {
  const today = tx.ports.today()
  for (const [at, { cast, entity }] of opened.entries()) {
    const other = opened.slice(at + 1).find((each) => each.cast.country === cast.country)
    if (!other) continue
    const chance = seeded(`${run.plan.seed} ${cast.index} transfer`)
    const { accounts, journals } = frameOf(tx, run, cast)
    for (const calendar of [chance.between(1, 5), chance.between(6, 12)]) {
      const date = onWorkday(dateOf(partsOf(today).year, calendar, chance.between(3, 25)))
      if (date > today) continue
      const cents = chance.between(4_000, 90_000, 500)
      const head = { journal: journals.general, date, label: `Entre Activités : ${cast.name} achète à ${other.cast.name}`, documentRef: `INTERNE-${cast.index + 1}-${calendar}` }
      const done = bookPair(tx, run, entity, transferLines(-cents, accounts.subcontracting), other.entity, transferLines(cents, accounts.goods), head)
      if (!done.ok) return done
    }
  }
  return ok(null)
}

function endHeadquartersYears(ctx: Context, run: Run): Outcome<null> {
  for (const { id } of Object.values(run.headquarters)) {
    for (const year of run.years.slice(0, -1)) {
      const { closedUntil } = books(ctx, id)
      if (closedUntil && closedUntil >= year.endOn) continue
      const ended = endYear(ctx, id, year.startOn.slice(0, 4))
      if (!ended.ok) return ended
    }
  }
  return ok(null)
}
