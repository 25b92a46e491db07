import type { Context, Outcome, Writer } from '../context.ts'
import { assert } from '../kernel/assert.ts'
import { dateOf, partsOf } from '../kernel/calendar-date.ts'
import { err, ok, type Refusal } from '../kernel/result.ts'
import { bookDocument } from '../ledger/attach-document.command.ts'
import { flushBalances } from '../ledger/balance.apply.ts'
import { saveDraft } from '../ledger/draft.command.ts'
import { entryById } from '../ledger/entry.query.ts'
import { nameFact } from '../ledger/fact-name.query.ts'
import { bookMatch } from '../ledger/match-lines.command.ts'
import { CHART_OF, openEntity } from '../ledger/open-entity.command.ts'
import { bookEntry } from '../ledger/post-entry.command.ts'
import { recordAccount, recordAxisValue, recordParty } from '../ledger/records.command.ts'
import { reversalOf } from '../ledger/reverse-entry.command.ts'
import { saveTemplate } from '../ledger/template.command.ts'
import { endYear } from '../ledger/year-end.command.ts'
import { type DemonstrationBooks, demonstrationBooks, type DemonstrationStep } from './demonstration-books.ts'
import { demonstrationPapers } from './papers.ts'

/** The sets of invented books, by name; each is told in the country asked for. */
const DEMONSTRATIONS = ['atelier-brume'] as const

export interface DemonstrationFilling {
  readonly code: string
  readonly name: string
  readonly country: 'BE' | 'FR'
  readonly demonstration: string
}

export interface DemonstrationFilled {
  readonly entityId: number
  readonly code: string
  readonly entries: number
  readonly matches: number
  readonly documents: number
}

/**
 * Opens an Activité and fills it with invented books up to today: last year ended, this year under way. One transaction: all of
 * it or nothing. Refused `demonstration_unknown`, and as any opening is (`entity_code_taken` when it was filled before).
 */
export function fillDemonstration(ctx: Context, filling: DemonstrationFilling): Outcome<DemonstrationFilled> {
  if (!DEMONSTRATIONS.some((name) => name === filling.demonstration)) {
    return err([{ code: 'demonstration_unknown', demonstration: filling.demonstration, known: [...DEMONSTRATIONS] }])
  }
  const chart = ctx.ports.charts(CHART_OF[filling.country])
  assert(chart, `the chart of ${filling.country} is not shipped`)
  const told = demonstrationBooks(chart, ctx.ports.today())
  return ctx.write((tx): Outcome<DemonstrationFilled> => {
    const joined = within(ctx, tx)
    const opened = openBooks(joined, filling, told)
    if (!opened.ok) return opened
    const { entityId, code } = opened.value
    const ids = bookSteps(joined, tx, entityId, told)
    if (!ids.ok) return ids
    const matches = settle(tx, entityId, told, ids.value)
    if (!matches.ok) return matches
    const papers = demonstrationPapers(told, filling.name)
    const failed = firstRefusal(
      papers.map((paper) => () => bookDocument(tx, entityId, ids.value[paper.step] ?? 0, { name: paper.name, bytes: paper.bytes, mediaType: 'application/pdf' })),
      told.drafts.map((draft) => () => saveDraft(joined, entityId, draft)),
      told.templates.map((template) => () => saveTemplate(joined, entityId, template)),
    )
    if (failed) return err(failed)
    return ok({ entityId, code, entries: ids.value.length, matches: matches.value, documents: papers.length })
  })
}

/** The same books, whose writing joins the transaction under way: the commands of the ledger that open their own are steps of this one. */
function within(ctx: Context, tx: Writer): Context {
  return { ...ctx, write: (work) => work(tx) }
}

/** Runs each step until one is refused. */
function firstRefusal(...groups: readonly (readonly (() => Outcome<unknown>)[])[]): readonly Refusal[] | undefined {
  for (const step of groups.flat()) {
    const result = step()
    if (!result.ok) return result.error
  }
  return undefined
}

function openBooks(joined: Context, filling: DemonstrationFilling, told: DemonstrationBooks): Outcome<{ readonly entityId: number; readonly code: string }> {
  const year = partsOf(joined.ports.today()).year - 1
  const opened = openEntity(joined, {
    code: filling.code, name: filling.name, kind: 'entity', country: filling.country, demonstration: true, ...told.identity,
    firstYear: { startOn: dateOf(year, 1, 1), endOn: dateOf(year, 12, 31) },
  })
  if (!opened.ok) return opened
  const { entityId } = opened.value
  const failed = firstRefusal(
    told.accounts.map((account) => () => recordAccount(joined, entityId, account)),
    told.parties.map((party) => () => recordParty(joined, entityId, party)),
    told.axes.map((axis) => () => recordAxisValue(joined, entityId, axis)),
  )
  return failed ? err(failed) : opened
}

/** Books every step in order, ending last year before the first entry of this one. Answers their entries, by step. */
function bookSteps(joined: Context, tx: Writer, entityId: number, told: DemonstrationBooks): Outcome<readonly number[]> {
  const thisYear = partsOf(tx.ports.today()).year
  const ids: number[] = []
  let isEnded = false
  for (const [index, step] of told.steps.entries()) {
    if (!isEnded && partsOf(step.entry.date).year === thisYear) {
      const ended = endLastYear(joined, tx, entityId, thisYear - 1)
      if (!ended.ok) return ended
      isEnded = true
    }
    const booked = bookEntry(tx, entityId, asBooked(tx, entityId, step, ids))
    if (!booked.ok) return err(booked.error.map((problem) => ({ ...problem, entryAt: index + 1 })))
    ids.push(booked.value.id)
    if (index % 100 === 0) tx.ports.progress({ step: 'booking', done: index, total: told.steps.length })
  }
  if (isEnded) return ok(ids)
  const ended = endLastYear(joined, tx, entityId, thisYear - 1)
  return ended.ok ? ok(ids) : ended
}

function endLastYear(joined: Context, tx: Writer, entityId: number, year: number): Outcome<unknown> {
  // Balances are added up in memory until a commit; ending a year reads them.
  flushBalances(tx)
  return endYear(joined, entityId, String(year))
}

/** A correction names the entry it reverses, as the gesture of a screen would. */
function asBooked(tx: Writer, entityId: number, { entry, reverses }: DemonstrationStep, ids: readonly number[]): DemonstrationStep['entry'] {
  const original = reverses && entryById(tx, entityId, ids[reverses.step] ?? 0)
  if (!original || !reverses) return entry
  return { ...reversalOf(original, reverses.reason, entry.date, nameFact(tx, original.id)), date: entry.date, validatedOn: entry.validatedOn }
}

/** Matches what was settled, on the day it was. Answers how many groups. */
function settle(tx: Writer, entityId: number, told: DemonstrationBooks, ids: readonly number[]): Outcome<number> {
  for (const { on, lines } of told.matches) {
    const matched = bookMatch(tx, entityId, lines.map(({ step, line }) => ({ entryId: ids[step] ?? 0, line })), { acceptRest: false, on })
    if (!matched.ok) return matched
  }
  return ok(told.matches.length)
}
