import { addDays, type CalendarDate, partsOf } from '../kernel/calendar-date.ts'
import type { Chart } from '../ledger/chart.ts'
import type { ProposedEntry } from '../ledger/entry.ts'
import { type Cast, castOf, type DemonstrationAxis, type DemonstrationParty } from './cast.ts'
import { OWN_ACCOUNTS } from './demonstration-accounts.ts'
import { grants, opening, unexplained } from './grants.ts'
import { expenseNotes, pay } from './people.ts'
import { contributions, keptProfit, vatSetAside, wear } from './period-ends.ts'
import { demonstrationDrafts, demonstrationTemplates, type DemonstrationTemplate } from './prepared.ts'
import { equipmentAndMistake, purchases } from './purchases.ts'
import { cashSales, sales } from './sales.ts'
import { rank, storyMonths, type Told } from './story.ts'

export interface DemonstrationStep {
  readonly entry: ProposedEntry & { readonly date: CalendarDate; readonly validatedOn: CalendarDate }
  /** Index of the step that this one reverses, and why. */
  readonly reverses?: { readonly step: number; readonly reason: string }
}

/** Third-party lines of one paper that settle one another wholly. */
export interface DemonstrationMatch {
  readonly on: CalendarDate
  readonly lines: readonly { readonly step: number; readonly line: number }[]
}

export interface DemonstrationBooks {
  readonly cast: Cast
  readonly identity: Cast['identity']
  readonly accounts: readonly { readonly number: string; readonly label: string }[]
  readonly parties: readonly DemonstrationParty[]
  readonly axes: readonly DemonstrationAxis[]
  /** In the order in which they are booked, from 1 January of last year to today. */
  readonly steps: readonly DemonstrationStep[]
  readonly matches: readonly DemonstrationMatch[]
  readonly drafts: readonly ProposedEntry[]
  readonly templates: readonly DemonstrationTemplate[]
}

/**
 * The books of Atelier Brume, a graphic workshop inside a cooperative: last year whole, this year up to `today`, in the accounts
 * and journals that `chart` gives to each role. Pure and seeded: the same books for the same day.
 */
export function demonstrationBooks(chart: Chart, today: CalendarDate): DemonstrationBooks {
  const cast = castOf(chart, today)
  const steps = stepsOf(cast)
  return {
    cast, identity: cast.identity, accounts: OWN_ACCOUNTS[chart.country], parties: cast.parties, axes: cast.axes,
    steps, matches: matchesOf(steps), drafts: demonstrationDrafts(cast), templates: demonstrationTemplates(cast),
  }
}

function stepsOf(cast: Cast): DemonstrationStep[] {
  const months = storyMonths(cast.today)
  const first = months[0]
  const lived = [
    ...(first ? opening(cast, first) : []), ...sales(cast, months), ...cashSales(cast, months), ...purchases(cast, months), ...equipmentAndMistake(cast, months),
    ...expenseNotes(cast, months), ...grants(cast, months), ...unexplained(cast, months), ...pay(cast, months), ...wear(cast, months),
  ]
  const story = [...lived, ...contributions(cast, months, lived)]
  const all = [...story, ...vatSetAside(cast, months, story), ...keptProfit(cast, months, story)].filter((told) => told.date <= cast.today)
  // A stable order: entries of one day stay as they were told.
  const ordered = all.sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0))
  return numbered(cast, ordered)
}

/** Gives the notices of headquarters their numbers, the day each entry was validated, and the step that each correction reverses. */
function numbered(cast: Cast, ordered: readonly Told[]): DemonstrationStep[] {
  const notices = new Map<number, number>()
  return ordered.map((told) => {
    const { corrects, ...entry } = told
    const { year } = partsOf(told.date)
    const validated = addDays(told.date, 2)
    const validatedOn = validated < cast.today ? validated : cast.today
    const reverses = corrects && { step: ordered.indexOf(corrects.told), reason: corrects.reason }
    if (entry.documentRef !== undefined) return { entry: { ...entry, validatedOn }, ...(reverses ? { reverses } : {}) }
    const number = (notices.get(year) ?? 0) + 1
    notices.set(year, number)
    return { entry: { ...entry, documentRef: `AVIS ${year}/${rank(number)}`, validatedOn } }
  })
}

/** Lines of one account, party and paper whose sum is nothing. */
function matchesOf(steps: readonly DemonstrationStep[]): DemonstrationMatch[] {
  const papers = new Map<string, { total: number; on: CalendarDate; lines: { step: number; line: number }[] }>()
  for (const [step, { entry }] of steps.entries()) {
    for (const [index, line] of entry.lines.entries()) {
      if (line.party === undefined) continue
      const key = `${line.account} ${line.party} ${line.documentRef ?? entry.documentRef ?? ''}`
      const paper = papers.get(key) ?? { total: 0, on: entry.date, lines: [] }
      papers.set(key, { total: paper.total + line.debitCents - line.creditCents, on: entry.date, lines: [...paper.lines, { step, line: index + 1 }] })
    }
  }
  return [...papers.values()].filter((paper) => paper.total === 0 && paper.lines.length > 1).map(({ on, lines }) => ({ on, lines }))
}
