import { addDays, addMonths, type CalendarDate, dateOf, firstDayOf, monthOf, partsOf } from '../kernel/calendar-date.ts'
import { seeded } from './seeded.ts'
import { onWorkday } from './story.ts'

/**
 * How an Activité stands with headquarters today. `waits`: a pli came whose predecessor did not; `skipped`: one of its plis never came, what it
 * said came with the next; `awaited`: accepted, and nothing came yet; `ended`: its porteur left; `moved`: it entered another legal person.
 */
export type Standing = 'fresh' | 'late' | 'waits' | 'skipped' | 'awaited' | 'ended' | 'moved'

export interface Fate {
  readonly standing: Standing
  readonly joinedOn: CalendarDate
  /** Days of the plis that came, in their order; what its porteur signed later is not here. */
  readonly sentOn: readonly CalendarDate[]
  /** Index in `sentOn` of the pli that never came, though a later one did. */
  readonly skipped: number | undefined
  /** The first day in the other legal person, for one that moved. */
  readonly movedOn: CalendarDate | undefined
  /** Is it entrusted to the office of its region? */
  readonly entrusted: boolean
  /** What its adviser wrote: a note to all who read the books; an entry proposed, that nobody answered yet. */
  readonly hasNote: boolean
  readonly hasProposal: boolean
}

/** How many of a hundred Activités stand so; all others are fresh. */
const SHARES: readonly (readonly [Standing, number])[] = [['late', 12], ['waits', 3], ['skipped', 4], ['awaited', 2], ['ended', 2], ['moved', 4]]

/** Spread evenly over the federation, so that a small one has some of each too. */
function standingOf(seed: string, index: number): Standing {
  let place = (index * 37 + seeded(`${seed} standing`).below(100)) % 100
  for (const [standing, share] of SHARES) {
    if (place < share) return standing
    place -= share
  }
  return 'fresh'
}

/** The fate of the Activité at a place of the federation whose story begins on 1 January of `firstYear`: the same at each run of the same day. */
export function fateOf(seed: string, index: number, firstYear: number, today: CalendarDate): Fate {
  const chance = seeded(`${seed} ${index} fate`)
  const standing = standingOf(seed, index)
  const [joined, silence] = [joinedOn(chance, firstYear, today), silenceOf(standing, chance)]
  const entrusted = standing !== 'awaited' && chance.below(12) !== 0
  const [hasNote, hasProposal] = [entrusted && chance.below(8) === 0, entrusted && standing === 'fresh' && chance.below(12) === 0]
  if (standing === 'awaited') return { standing, joinedOn: addDays(today, -chance.between(2, 40)), sentOn: [], skipped: undefined, movedOn: undefined, entrusted, hasNote, hasProposal }
  const earliest = addDays(joined, 10)
  const last = later(addDays(today, -silence), earliest < today ? earliest : today)
  const sentOn = [...regularDays(joined, today).filter((day) => day < last), last]
  const skipped = standing === 'skipped' && sentOn.length > 2 ? sentOn.length - chance.between(2, Math.min(4, sentOn.length - 1)) : undefined
  return { standing, joinedOn: joined, sentOn, skipped, movedOn: standing === 'moved' ? movedOn(chance, joined, today) : undefined, entrusted, hasNote, hasProposal }
}

/** In the year under way, whose books are open; undefined for one that had not joined by then. */
function movedOn(chance: Chance, joined: CalendarDate, today: CalendarDate): CalendarDate | undefined {
  const { year, month } = partsOf(today)
  const on = dateOf(year, chance.between(1, Math.max(1, month - 1)), 1)
  return joined < on ? on : undefined
}

const later = (one: CalendarDate, other: CalendarDate): CalendarDate => (one > other ? one : other)

type Chance = ReturnType<typeof seeded>

/** Most were there from the beginning; one in four came later. */
function joinedOn(chance: Chance, firstYear: number, today: CalendarDate): CalendarDate {
  const first = dateOf(firstYear, 1, 1)
  const { year, month } = partsOf(today)
  const months = (year - firstYear) * 12 + month - 1
  const after = chance.below(4) === 0 && months > 6 ? chance.below(months - 4) : 0
  const day = onWorkday(addDays(firstDayOf(addMonths(monthOf(first), after)), chance.between(1, 12)))
  return day < today ? day : first
}

/** Days since the last pli. */
function silenceOf(standing: Standing, chance: Chance): number {
  if (standing === 'late') return chance.between(38, 160)
  if (standing === 'waits') return chance.between(24, 45)
  if (standing === 'ended') return chance.between(60, 200)
  return chance.below(5) === 0 ? chance.between(15, 27) : chance.between(0, 14)
}

/** A pli after each quarter of the years past, and after each month of the year under way. */
function regularDays(joined: CalendarDate, today: CalendarDate): CalendarDate[] {
  const days: CalendarDate[] = []
  const thisYear = today.slice(0, 4)
  for (let month = addMonths(monthOf(joined), 1); month <= monthOf(today); month = addMonths(month, 1)) {
    if (month.slice(0, 4) === thisYear || [1, 4, 7, 10].includes(Number(month.slice(5, 7)))) days.push(onWorkday(addDays(firstDayOf(month), 5)))
  }
  return days.filter((day) => day > joined && day <= today)
}
