import { canonicalJson, type Json } from '../../chain/canonical-json.ts'
import type { Context, Outcome, Writer } from '../../context.ts'
import { isCalendarDate } from '../../kernel/calendar-date.ts'
import { err, ok, type Refusal } from '../../kernel/result.ts'
import { cleanText } from '../../kernel/text.ts'
import { chartOf } from '../../ledger/chart.query.ts'
import { readChart } from './chart-publication.ts'
import { parametersOn } from './parameters.query.ts'
import { recordTrust } from '../trust/trust-fact.command.ts'
import { federationOf, isHeadquarters } from '../trust/trust.query.ts'

const NAME = /^[a-z][a-z0-9]*(?:[.-][a-z0-9]+)*$/u
/** A part of a pli is cut between facts and holds a megabyte: what is published stays well under it. */
const MOST_CHARACTERS = 500_000

export interface ParametersInput {
  /** `be.vat-rates`: the country or the house, then what. */
  readonly name: string
  readonly validFrom: string
  readonly content: Readonly<Record<string, unknown>>
  readonly note?: string | undefined
}

interface PublishedParameters { readonly name: string; readonly validFrom: string }
interface PublishedAccounts { readonly chart: string; readonly accounts: number }

export interface ChartInput {
  readonly chart: string
  readonly edition: string
  readonly content: Readonly<Record<string, unknown>>
}

/**
 * Publishes parameters that hold from a day on, for everybody of the federation. Refusals: `not_headquarters`, `parameters_name_invalid`,
 * `date_impossible`, `parameters_not_plain` (numbers are whole: rates in basis points, amounts in cents), `parameters_too_large`, `parameters_unchanged`.
 */
export function publishParameters(ctx: Context, input: ParametersInput): Outcome<PublishedParameters> {
  return ctx.write((tx) => publishParametersIn(tx, input))
}

/** As `publishParameters`, inside a transaction. */
function publishParametersIn(tx: Writer, input: ParametersInput): Outcome<PublishedParameters> {
  const federation = federationOf(tx)
  if (!federation || !isHeadquarters(tx)) return err([{ code: 'not_headquarters' }])
  const problems: Refusal[] = []
  if (!NAME.test(input.name) || input.name.length > 60) problems.push({ code: 'parameters_name_invalid', name: input.name })
  if (!isCalendarDate(input.validFrom)) problems.push({ code: 'date_impossible', date: input.validFrom })
  const where = unplainIn(input.content, '')
  if (where !== undefined) problems.push({ code: 'parameters_not_plain', where })
  else if (canonicalJson(input.content as Json).length > MOST_CHARACTERS) problems.push({ code: 'parameters_too_large' })
  if (problems.length > 0 || !isCalendarDate(input.validFrom)) return err(problems)
  const { name, validFrom } = input
  const content = input.content as { readonly [key: string]: Json }
  const known = parametersOn(tx, name, validFrom)
  if (known?.validFrom === validFrom && canonicalJson(known.content as Json) === canonicalJson(content)) return err([{ code: 'parameters_unchanged', name, validFrom }])
  const note = cleanText(input.note ?? '')
  recordTrust(tx, federation.id, 'ParametersPublished', { name, validFrom, content, ...(note ? { note } : {}) })
  return ok({ name, validFrom })
}

/** A pli carries nothing deeper than some thirty levels. */
const DEEPEST = 20

/** Where a content holds what facts do not carry: a float, text that is not well-formed, or lists in lists without end. Undefined when it holds none. */
function unplainIn(value: unknown, where: string, depth = 0): string | undefined {
  if (value === null || typeof value === 'boolean') return undefined
  if (typeof value === 'string') return value.isWellFormed() ? undefined : where
  if (typeof value === 'number') return Number.isSafeInteger(value) ? undefined : where
  if (typeof value !== 'object' || depth > DEEPEST) return where
  for (const [name, member] of Object.entries(value)) {
    const found = unplainIn(member, where === '' ? name : `${where}.${name}`, depth + 1)
    if (found !== undefined) return found
  }
  return undefined
}

/**
 * Publishes a chart of accounts: wherever this federation's books are read, it stands for the shipped one of that id. Refusals:
 * `not_headquarters`, `chart_edition_missing`, `parameters_not_plain`, `parameters_too_large`, `chart_unchanged`, and those of `readChart`.
 */
export function publishChart(ctx: Context, input: ChartInput): Outcome<PublishedAccounts> {
  return ctx.write((tx) => publishChartIn(tx, input))
}

/** As `publishChart`, inside a transaction. */
function publishChartIn(tx: Writer, input: ChartInput): Outcome<PublishedAccounts> {
  const federation = federationOf(tx)
  if (!federation || !isHeadquarters(tx)) return err([{ code: 'not_headquarters' }])
  const edition = cleanText(input.edition)
  const where = unplainIn(input.content, '')
  if (!edition) return err([{ code: 'chart_edition_missing' }])
  if (where !== undefined) return err([{ code: 'parameters_not_plain', where }])
  const content = input.content as { readonly [key: string]: Json }
  if (canonicalJson(content).length > MOST_CHARACTERS) return err([{ code: 'parameters_too_large' }])
  const read = readChart(input.chart, content)
  if ('problems' in read) return err(read.problems)
  const known = chartOf(tx, input.chart)
  if (known && canonicalJson(known as unknown as Json) === canonicalJson(content)) return err([{ code: 'chart_unchanged', chart: input.chart }])
  recordTrust(tx, federation.id, 'ChartPublished', { chart: input.chart, edition, content })
  return ok({ chart: input.chart, accounts: read.chart.accounts.length })
}

/** What is there already, word for word: nothing to publish, and nothing wrong. */
const IS_THERE: readonly string[] = ['parameters_unchanged', 'chart_unchanged']

/**
 * Publishes a list in its order, all of it or nothing: what is published already is passed over. Refusals: those of `publishParameters` and
 * `publishChart` for every member of the list that they refuse, each with its `place` in it from 1; when nothing in the list is new, that too.
 */
export function publishList(ctx: Context, list: readonly (ParametersInput | ChartInput)[]): Outcome<{ readonly published: readonly (PublishedParameters | PublishedAccounts)[]; readonly unchanged: number }> {
  return ctx.write((tx) => {
    const answers = list.map((each) => ('chart' in each ? publishChartIn(tx, each) : publishParametersIn(tx, each)))
    const problems = answers.flatMap((answer, index) => (answer.ok ? [] : answer.error.map((problem) => ({ ...problem, place: index + 1 }))))
    const wrong = problems.filter((problem) => !IS_THERE.includes(problem.code))
    const published = answers.flatMap((answer) => (answer.ok ? [answer.value] : []))
    if (wrong.length > 0) return err(wrong)
    return published.length === 0 ? err(problems) : ok({ published, unchanged: problems.length })
  })
}
