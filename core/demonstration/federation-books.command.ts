import { ownHead } from '../chain/append-fact.command.ts'
import { foreignEntity } from '../chain/foreign-stream.command.ts'
import type { Context, Outcome, Writer } from '../context.ts'
import { assert } from '../kernel/assert.ts'
import { type CalendarDate, dateOf, partsOf } from '../kernel/calendar-date.ts'
import { type AuthorId, type EntityId, spanOf } from '../kernel/ids.ts'
import { ok } from '../kernel/result.ts'
import { flushBalances } from '../ledger/balance.apply.ts'
import { chartAccount, type EntityRow, findEntity } from '../ledger/books.query.ts'
import { putEntriesIn } from '../ledger/entry-rows.apply.ts'
import type { Chart } from '../ledger/chart.ts'
import { CHART_OF, describeBooks } from '../ledger/open-entity.command.ts'
import { booksOf } from '../ledger/pair.command.ts'
import { pairEntries, transferLines } from '../ledger/pair.ts'
import { bookEntry } from '../ledger/post-entry.command.ts'
import { recordFact } from '../ledger/record-fact.command.ts'
import { openYear } from '../ledger/records.command.ts'
import { endYear } from '../ledger/year-end.command.ts'
import { asAuthor, StoryClock, within } from './as-author.ts'
import { demonstrationAccounts, journalFor, OWN_ACCOUNTS } from './demonstration-accounts.ts'
import type { Fate } from './federation-fate.ts'
import type { FederationCast } from './federation-names.ts'
import { customerCode, type FederationFrame, joining, monthOfActivity, newState, PORTEUR, type Simulated, supplierCode, USED } from './federation-story.ts'
import { seeded } from './seeded.ts'
import { onWorkday, type StoryMonth } from './story.ts'

/** What joining and sending write and the books know nothing of: who may sign, the heads signed, the plis that came. */
export interface FederationPeople {
  /** Only headquarters that was founded says where an Activité lives. */
  readonly isFounded: boolean
  /** Headquarters grants the porteur his access; answers who he is. */
  readonly join: (siege: Writer, entityId: number, cast: FederationCast) => AuthorId
  /** A pli of the porteur came, the one of that place in his fate: he vouches for his stream up to here. */
  readonly sent: (activity: Activity, place: number) => void
  /** Everything is booked: advisers, advice, an access that ended, what waits. */
  readonly settle: (activity: Activity) => void
}

export interface FederationRun {
  readonly seed: string
  readonly entriesPerYear: number
  readonly months: readonly StoryMonth[]
  readonly years: readonly { readonly startOn: CalendarDate; readonly endOn: CalendarDate }[]
  readonly headquarters: Readonly<Record<'BE' | 'FR', EntityRow>>
  /** Headquarters' books of another legal person, that a few Activités of Belgium enter. */
  readonly second: EntityRow | undefined
  readonly people: FederationPeople
  pairs: number
}

/** An Activité while it is told: its books, and those who write in them, each at the time of the story. */
export interface Activity {
  readonly cast: FederationCast
  readonly fate: Fate
  readonly entityId: number
  /** Undefined while its books have not come. */
  readonly entity: EntityRow | undefined
  readonly clock: StoryClock
  /** Headquarters in these books, and in its own. */
  readonly siege: Writer
  readonly own: Writer
  readonly porteur: Writer
}

/** Opens an Activité: its place in the register, its porteur, and everything that its entries will name. */
export function openActivity(tx: Writer, run: FederationRun, cast: FederationCast, fate: Fate): Outcome<Activity> {
  const uid = tx.ports.sha256(`${run.seed} ${cast.code} books`).slice(0, 26).toUpperCase() as EntityId
  const entityId = foreignEntity(tx, uid, cast.code)
  const clock = new StoryClock(fate.joinedOn)
  const siege = asAuthor(tx, tx.ports.author, clock)
  const porteur = asAuthor(tx, run.people.join(siege, entityId, cast), clock)
  // In its own books headquarters is itself, under its own clock: they are told one Activité after another.
  const own: Writer = { ...tx, ports: { ...tx.ports, today: () => clock.today } }
  const activity = { cast, fate, entityId, clock, siege, own, porteur }
  if (fate.standing === 'awaited') return ok({ ...activity, entity: undefined })
  const opened = fillBooks(porteur, run, activity)
  if (!opened.ok) return opened
  const entity = findEntity(tx, cast.code)
  assert(entity, 'the books were just opened')
  return ok({ ...activity, entity })
}

function fillBooks(porteur: Writer, run: FederationRun, { cast, fate, entityId }: Pick<Activity, 'cast' | 'fate' | 'entityId'>): Outcome<null> {
  describeBooks(porteur, entityId, { code: cast.code, name: cast.name, kind: 'entity', country: cast.country, address: cast.address, demonstration: true })
  for (const year of run.years) {
    const done = year.endOn < fate.joinedOn ? ok(null) : openYear(porteur, entityId, year)
    if (!done.ok) return done
  }
  recordAccounts(porteur, entityId, cast.country)
  for (const [at, name] of cast.customers.entries()) recordFact(porteur, entityId, 'PartyRecorded', { code: customerCode(at), name, kind: 'customer' })
  for (const [at, name] of cast.suppliers.entries()) recordFact(porteur, entityId, 'PartyRecorded', { code: supplierCode(at), name, kind: 'supplier' })
  recordFact(porteur, entityId, 'PartyRecorded', { code: PORTEUR, name: cast.porteur, kind: 'other' })
  return ok(null)
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

/** The chart that the books of a country follow. */
export function chartOf(tx: Writer, country: 'BE' | 'FR'): Chart {
  const chart = tx.ports.charts(CHART_OF[country])
  assert(chart, `the chart of ${country} is not shipped`)
  return chart
}

function frameOf(tx: Writer, run: FederationRun, cast: FederationCast): FederationFrame {
  const chart = chartOf(tx, cast.country)
  const role = (name: string, at = 0): string => chart.roles[name]?.[at] ?? ''
  return {
    cast, seed: run.seed, entriesPerYear: run.entriesPerYear, accounts: demonstrationAccounts(chart),
    journals: { sales: journalFor(chart, 'sales'), purchases: journalFor(chart, 'purchases'), bank: journalFor(chart, 'bank'), general: journalFor(chart, 'general') },
    headquarters: { bank: role('bank'), contribution: role('contribution', 1), vat: role('vat_due') },
  }
}

/** The next fact of each stream that writes in these books. */
export function nextOfStreams({ entityId, siege, porteur }: Activity): [number, number][] {
  return [siege, porteur].map((tx) => nextOf(tx, entityId))
}

export function nextOf(tx: Writer, entityId: number): [number, number] {
  const { stream, sequence } = ownHead(tx, entityId)
  return [stream.id, spanOf(stream.id)[0] + sequence + 1]
}

/** The day on which headquarters ends the year before. */
const ENDS_ON = 15

/** Books every month of an Activité in the order of its days: what the porteur sent, and what headquarters booked itself. */
export function tellActivity(ctx: Context, run: FederationRun, activity: Activity, entity: EntityRow): Outcome<null> {
  const { cast, fate, clock, siege } = activity
  const frame = frameOf(siege, run, cast)
  const state = newState()
  const today = ctx.ports.today()
  const months = run.months.filter((month) => month.month >= fate.joinedOn.slice(0, 7))
  let sent = 0
  for (const [at, month] of months.entries()) {
    const told = [...(at === 0 ? [joining(frame, month)] : []), ...monthOfActivity(frame, state, month)]
    let ends = at > 0 && month.calendar === 1 ? dateOf(month.year, 1, ENDS_ON) : undefined
    for (const each of told.filter((one) => one.date <= today).sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0))) {
      if (ends !== undefined && each.date > ends) {
        const ended = endOne(ctx, activity, month.year - 1, ends)
        if (!ended.ok) return ended
        ends = undefined
      }
      // The last pli brings what is booked after the story as well.
      while (sent < fate.sentOn.length - 1 && (fate.sentOn[sent] ?? '') < each.date) run.people.sent(activity, sent++)
      clock.moveTo(each.date)
      const booked = bookOne(run, activity, entity, each)
      if (!booked.ok) return booked
    }
  }
  for (; sent < fate.sentOn.length - 1; sent += 1) run.people.sent(activity, sent)
  return ok(null)
}

function endOne(ctx: Context, { siege, clock, entityId }: Activity, year: number, on: CalendarDate): Outcome<unknown> {
  clock.moveTo(on)
  putEntriesIn(siege)
  flushBalances(siege)
  return endYear(within(ctx, siege), entityId, String(year))
}

/** Did the porteur's entries of that day come? */
const came = ({ fate }: Activity, date: CalendarDate): boolean => date <= (fate.sentOn.at(-1) ?? '')

function bookOne(run: FederationRun, activity: Activity, entity: EntityRow, told: Simulated): Outcome<unknown> {
  const { mirror, byHeadquarters, lines, ...head } = told
  const { siege, own, porteur } = activity
  if (mirror) return bookPair(run, { tx: siege, entity, lines }, { tx: own, entity: homeOf(run, activity, told.date), lines: mirror }, head)
  if (byHeadquarters) return bookEntry(siege, entity.id, { ...head, lines })
  return came(activity, told.date) ? bookEntry(porteur, entity.id, { ...head, lines }) : ok(null)
}

/** Headquarters' books of the legal person it lives in; what was there on the day of its move is carried over by the move. */
function homeOf(run: FederationRun, { cast, fate }: Activity, date: CalendarDate): EntityRow {
  return run.second && cast.country === 'BE' && fate.movedOn !== undefined && date > fate.movedOn ? run.second : run.headquarters[cast.country]
}

interface Side {
  /** Who books it; undefined for a half that did not come. */
  readonly tx: Writer | undefined
  readonly entity: EntityRow
  readonly lines: Simulated['lines']
}

/** Both halves, or the one that came, under a number made of the day and the flow, so that a second run makes the same. */
function bookPair(
  run: FederationRun, first: Side, second: Side, head: { readonly journal: string; readonly date: CalendarDate; readonly label: string; readonly documentRef?: string },
): Outcome<unknown> {
  const tx = first.tx ?? second.tx
  if (!tx) return ok(null)
  const hash = tx.ports.sha256(`${run.seed} ${first.entity.code} ${second.entity.code} ${head.date} ${head.label}`)
  const pair = `${head.date.replaceAll('-', '')}${hash.slice(0, 18).toUpperCase()}`
  const { journal, ...said } = head
  const entries = pairEntries(booksOf(tx, first.entity, journal), first.lines, booksOf(tx, second.entity, journal), second.lines, said, pair)
  if (!entries.ok) return entries
  run.pairs += 1
  const booked = first.tx ? bookEntry(first.tx, first.entity.id, entries.value.first) : ok(null)
  if (!booked.ok || !second.tx) return booked
  return bookEntry(second.tx, second.entity.id, { ...entries.value.second, label: `${first.entity.code} : ${head.label}` })
}

/** Activités of one country buy from each other, twice in the year under way; each porteur books and sends his half. */
export function transfers(ctx: Context, run: FederationRun, told: readonly (Activity & { readonly entity: EntityRow })[]): Outcome<null> {
  const today = ctx.ports.today()
  for (const [at, buyer] of told.entries()) {
    const seller = told.slice(at + 1).find((each) => each.cast.country === buyer.cast.country)
    if (!seller) continue
    const chance = seeded(`${run.seed} ${buyer.cast.index} transfer`)
    const { accounts, journals } = frameOf(buyer.porteur, run, buyer.cast)
    for (const calendar of [chance.between(1, 5), chance.between(6, 12)]) {
      const date = onWorkday(dateOf(partsOf(today).year, calendar, chance.between(3, 25)))
      const cents = chance.between(4_000, 90_000, 500)
      if (date > today || date < buyer.fate.joinedOn || date < seller.fate.joinedOn) continue
      const head = { journal: journals.general, date, label: `Entre Activités : ${buyer.cast.name} achète à ${seller.cast.name}`, documentRef: `INTERNE-${buyer.cast.index + 1}-${calendar}` }
      const [bought, sold] = [transferLines(-cents, accounts.subcontracting), transferLines(cents, accounts.goods)]
      const done = bookPair(
        run, { tx: came(buyer, date) ? buyer.porteur : undefined, entity: buyer.entity, lines: bought },
        { tx: came(seller, date) ? seller.porteur : undefined, entity: seller.entity, lines: sold }, head,
      )
      if (!done.ok) return done
    }
  }
  return ok(null)
}
