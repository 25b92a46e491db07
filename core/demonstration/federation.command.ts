import type { Context, Outcome, Writer } from '../context.ts'
import { assert } from '../kernel/assert.ts'
import { type CalendarDate, dateOf, partsOf } from '../kernel/calendar-date.ts'
import { monthsOf } from '../kernel/period.ts'
import { err, ok } from '../kernel/result.ts'
import { books, type EntityRow, entities, findEntity, yearOn } from '../ledger/books.query.ts'
import { rowsTogether } from '../ledger/bulk-booking.command.ts'
import { entriesTogether } from '../ledger/entry-rows.apply.ts'
import { openEntity } from '../ledger/open-entity.command.ts'
import { openYear } from '../ledger/records.command.ts'
import { endYear } from '../ledger/year-end.command.ts'
import { within } from './as-author.ts'
import { type Activity, type FederationPeople, type FederationRun, nextOf, nextOfStreams, openActivity, tellActivity, transfers } from './federation-books.command.ts'
import { type Fate, fateOf } from './federation-fate.ts'
import { type FederationCast, federationCast } from './federation-names.ts'
import { seeded } from './seeded.ts'
import type { StoryMonth } from './story.ts'

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

/** Someone of the federation, and how it stands. */
export interface FederationMember {
  readonly cast: FederationCast
  readonly fate: Fate
}

/** Activités made in one transaction: enough to spare commits, few enough to be stopped between two. */
const BATCH = 50

const HEADQUARTERS = {
  BE: { code: 'SIEGE-BE', name: 'Archipel Commun SC', address: 'Rue de la Fraternité 3, 1060 Saint-Gilles' },
  FR: { code: 'SIEGE-FR', name: 'Archipel Commun SCOP', address: '8 rue de la Fraternité, 59000 Lille' },
} as const
/** The legal person that some Activités enter later. */
export const SECOND_LEGAL_PERSON = { code: 'SIEGE-BE-2', name: 'Archipel Scènes ASBL', address: 'Quai de la Dérivation 12, 4020 Liège', country: 'BE' } as const

/** The members of a federation, in their order: the same at each run of the same day. */
export function federationMembers(plan: FederationPlan, today: CalendarDate): FederationMember[] {
  const first = partsOf(today).year - plan.years + 1
  return Array.from({ length: plan.entities }, (_, index) => ({ cast: federationCast(seeded(`${plan.seed} ${index}`), index), fate: fateOf(plan.seed, index, first, today) }))
}

/** Does it enter the second legal person, which is of Belgium? */
export const isMoved = ({ cast, fate }: FederationMember): boolean => fate.movedOn !== undefined && cast.country === 'BE'

/**
 * Makes a believable federation in a headquarters workspace: Activités of two countries with their sales, purchases, pay, contribution and
 * transfers, what the porteurs signed in their streams, what headquarters booked in its own, past years ended. The same seed makes the same
 * books; a run that was stopped goes on where it stood. Refusals: `federation_not_headquarters`, `federation_beside_real_books` (its people sign with keys
 * that anyone can draw from the seed).
 */
export function simulateFederation(ctx: Context, plan: FederationPlan, members: readonly FederationMember[], peopleOf: (tx: Writer) => FederationPeople): Outcome<FederationMade> {
  if (ctx.read("SELECT 1 FROM setting WHERE key = 'kind' AND value <> 'headquarters'").get()) return err([{ code: 'federation_not_headquarters' }])
  const real = ctx.read<{ code: string }>("SELECT code FROM entity JOIN entity_profile ON entity_id = entity.id WHERE entity_profile.kind <> 'headquarters' AND demonstration = 0 ORDER BY code LIMIT 1").get()
  if (real) return err([{ code: 'federation_beside_real_books', entity: real.code }])
  const prepared = prepare(ctx, plan, members.some(isMoved), peopleOf)
  if (!prepared.ok) return prepared
  const run = prepared.value
  const before = countEntries(ctx)
  const missing = members.filter(({ cast }) => ctx.read('SELECT 1 FROM entity WHERE code = ?').get(cast.code) === undefined)
  for (let at = 0; at < missing.length; at += BATCH) {
    ctx.ports.progress({ step: 'booking', done: at, total: missing.length })
    const done = ctx.write((tx) => makeBatch(ctx, tx, run, missing.slice(at, at + BATCH)))
    if (!done.ok) return done
    // What the connection remembers of thousands of books would fill the memory; it is all read again when asked for.
    ctx.memory.clear()
  }
  const ended = endHeadquartersYears(ctx, run)
  if (!ended.ok) return ended
  return ok({
    entities: missing.length, alreadyThere: members.length - missing.length, entries: countEntries(ctx) - before, pairs: run.pairs,
    headquarters: ownBooks(ctx).map((each) => each.code),
  })
}

function countEntries(ctx: Context): number {
  return ctx.read<{ count: number }>('SELECT COUNT(*) AS count FROM entry').get()?.count ?? 0
}

/** Headquarters' own books, the first that were opened first. */
function ownBooks(tx: Writer | Context): EntityRow[] {
  return entities(tx).filter((entity) => entity.kind === 'headquarters').sort((a, b) => a.id - b.id)
}

function prepare(ctx: Context, plan: FederationPlan, anyMoved: boolean, peopleOf: (tx: Writer) => FederationPeople): Outcome<FederationRun> {
  const today = ctx.ports.today()
  const { year } = partsOf(today)
  const first = year - plan.years + 1
  const years = Array.from({ length: plan.years }, (_, at) => ({ startOn: dateOf(first + at, 1, 1), endOn: dateOf(first + at, 12, 31) }))
  return ctx.write((tx): Outcome<FederationRun> => {
    const found: Partial<Record<'BE' | 'FR', EntityRow>> = {}
    for (const country of ['BE', 'FR'] as const) {
      const opened = ownBooksOf(ctx, tx, ownBooks(tx).find((entity) => entity.country === country)?.code ?? HEADQUARTERS[country].code, { ...HEADQUARTERS[country], country }, years)
      if (!opened.ok) return opened
      found[country] = opened.value
    }
    const people = peopleOf(tx)
    const second = people.isFounded && anyMoved ? ownBooksOf(ctx, tx, SECOND_LEGAL_PERSON.code, SECOND_LEGAL_PERSON, years) : ok(null)
    if (!second.ok) return second
    return ok({ seed: plan.seed, entriesPerYear: plan.entriesPerYear, years, months: monthsUpTo(first, today), headquarters: found as FederationRun['headquarters'], second: second.value ?? undefined, people, pairs: 0 })
  })
}

/** Opens books of headquarters that are not there yet, and the years that they lack. */
function ownBooksOf(
  ctx: Context, tx: Writer, code: string, opening: { readonly code: string; readonly name: string; readonly address: string; readonly country: 'BE' | 'FR' }, years: FederationRun['years'],
): Outcome<EntityRow> {
  const opened = findEntity(tx, code) ? ok(null) : openEntity(within(ctx, tx), { ...opening, code, kind: 'headquarters', demonstration: true })
  if (!opened.ok) return opened
  const entity = findEntity(tx, code)
  assert(entity, 'the books of headquarters were just opened')
  for (const each of years) {
    const done = yearOn(books(tx, entity.id).years, each.startOn) ? ok(null) : openYear(tx, entity.id, each)
    if (!done.ok) return done
  }
  return ok(entity)
}

/** The months of the story; `isCurrent` and `back` are those of a demonstration and ask for nothing here. */
function monthsUpTo(first: number, today: CalendarDate): StoryMonth[] {
  return monthsOf({ from: dateOf(first, 1, 1), to: today }).map((month) => ({ month, year: Number(month.slice(0, 4)), calendar: Number(month.slice(5, 7)), isCurrent: false, back: 0 }))
}

const hasBooks = (activity: Activity): activity is Activity & { readonly entity: EntityRow } => activity.entity !== undefined

function makeBatch(ctx: Context, tx: Writer, run: FederationRun, members: readonly FederationMember[]): Outcome<null> {
  const opened: Activity[] = []
  for (const { cast, fate } of members) {
    const activity = openActivity(tx, run, cast, fate)
    if (!activity.ok) return activity
    opened.push(activity.value)
  }
  const told = opened.filter(hasBooks)
  const firsts = new Map([...told.flatMap(nextOfStreams), ...[...Object.values(run.headquarters), ...(run.second ? [run.second] : [])].map((each) => nextOf(tx, each.id))])
  let booked: Outcome<null> = ok(null)
  rowsTogether(tx, firsts, () => entriesTogether(tx, () => (booked = tellAll(ctx, run, told))))
  if (!booked.ok) return booked
  for (const each of opened) {
    if (each.fate.sentOn.length > 0) run.people.sent(each, each.fate.sentOn.length - 1)
    run.people.settle(each)
  }
  return ok(null)
}

function tellAll(ctx: Context, run: FederationRun, told: readonly (Activity & { readonly entity: EntityRow })[]): Outcome<null> {
  for (const each of told) {
    const done = tellActivity(ctx, run, each, each.entity)
    if (!done.ok) return done
  }
  return transfers(ctx, run, told)
}

function endHeadquartersYears(ctx: Context, run: FederationRun): Outcome<null> {
  for (const { id } of ownBooks(ctx)) {
    for (const year of run.years.slice(0, -1)) {
      const { closedUntil } = books(ctx, id)
      if (closedUntil && closedUntil >= year.endOn) continue
      const ended = endYear(ctx, id, year.startOn.slice(0, 4))
      if (!ended.ok) return ended
    }
  }
  return ok(null)
}
