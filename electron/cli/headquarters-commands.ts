import { existsSync } from 'node:fs'
import { basename, extname, resolve } from 'node:path'
import { WORKSPACE_EXTENSION } from '../machine/paths.ts'
import { type CommandAnswer, type CommandContext, RefusedError, UsageError } from './command.ts'
import { dateOption, requiredOption } from './context.ts'
import { exchangeWord } from './exchange-words.ts'
import { foundWhenNeeded } from './found-headquarters.ts'
import { keysAtHand } from './keys-at-hand.ts'
import { amount, table } from './output.ts'
import type { PortfolioReason } from './portfolio-words.ts'
import { word } from './words.ts'
import { readJsonFile } from './write-file.ts'

/** As many rows as one call may bring. */
const PAGE = 1000

interface PublishedRow {
  readonly name: string
  readonly validFrom: string
  readonly note: string | null
}

export async function showParameters(context: CommandContext): Promise<CommandAnswer> {
  const { given, language } = context
  const [name, on] = [given.arguments[0], dateOption(given, 'on')]
  const shown = (await context.call('parameters.show', { ...(name === undefined ? {} : { name }), ...(on === undefined ? {} : { on }) })) as {
    readonly parameters: readonly PublishedRow[]; readonly charts: readonly { readonly chart: string; readonly edition: string }[]
  }
  const rows = [...shown.parameters.map((row) => [row.name, row.validFrom, row.note ?? '']), ...shown.charts.map((row) => [row.chart, row.edition, ''])]
  return { value: shown, text: table([{ title: word('name', language) }, { title: exchangeWord('validFrom', language) }, { title: word('label', language) }], rows) }
}

/** One publication or a list of them, all or nothing; a member `chart` makes it a chart of accounts, anything else dated parameters. */
export async function publish(context: CommandContext): Promise<CommandAnswer> {
  const content = readJsonFile(context.given.arguments[0] ?? '')
  if (Array.isArray(content) && content.length === 0) throw new RefusedError([{ code: 'invalid_input', path: 'name', problem: 'missing' }])
  await keysAtHand(context)
  const said = (published: readonly unknown[]): string =>
    exchangeWord('published', context.language, { what: published.map((each) => Object.values(each as Record<string, unknown>).join(' · ')).join(', ') })
  if (Array.isArray(content)) {
    const value = (await context.call('parameters.publish-list', { list: content })) as { readonly published: readonly unknown[] }
    return { value, text: said(value.published) }
  }
  const isChart = typeof content === 'object' && content !== null && 'chart' in content
  const value = await context.call(isChart ? 'chart.publish' : 'parameters.publish', content)
  return { value, text: said([value]) }
}

export async function addOffice(context: CommandContext): Promise<CommandAnswer> {
  const { given, language } = context
  const code = given.arguments[0] ?? ''
  await keysAtHand(context)
  const closedOn = dateOption(given, 'closed')
  const optional = Object.fromEntries((['email', 'address'] as const).flatMap((name) => (given.text(name) === undefined ? [] : [[name, given.text(name)]])))
  const recorded = await context.call('office.record', { code, name: given.text('name') ?? code, ...optional, ...(closedOn === undefined ? {} : { closedOn }) })
  return { value: recorded, text: exchangeWord('officeRecorded', language, { what: code }) }
}

export async function listOffices({ call, language }: CommandContext): Promise<CommandAnswer> {
  const offices = (await call('office.list', {})) as readonly { readonly code: string; readonly name: string; readonly advisers: readonly string[]; readonly entities: readonly string[] }[]
  const titles = [word('code', language), word('name', language), exchangeWord('person', language), exchangeWord('entities', language)]
  return { value: offices, text: table(titles.map((title) => ({ title })), offices.map((office) => [office.code, office.name, office.advisers.join(', '), office.entities.join(', ')])) }
}

export async function entrust(context: CommandContext): Promise<CommandAnswer> {
  const { given, language } = context
  const [entity, office] = [given.arguments[0] ?? given.text('entity') ?? '', requiredOption(given, 'office')]
  await keysAtHand(context)
  const done = given.flag('end')
    ? await context.call('entrust.end', { entity, office, reason: requiredOption(given, 'reason') })
    : await context.call('entrust.start', { entity, office })
  const name = given.flag('end') ? 'entrustedEnded' : 'entrusted'
  return { value: done, text: exchangeWord(name, language, { entity, what: office }) }
}

interface Sum {
  readonly entities: number
  readonly rows: readonly { readonly account: string; readonly label: string; readonly debitCents: number; readonly creditCents: number; readonly balanceCents: number; readonly remainingCents: number }[]
  readonly totals: { readonly debitCents: number; readonly creditCents: number; readonly balanceCents: number; readonly remainingCents: number }
  readonly missingCount: number
}

interface Pair {
  readonly pair: string
  readonly halves: readonly { readonly entity: string; readonly account: string; readonly cents: number }[]
}

/** Everything that `offset` brings, a page at a time. */
async function pages<Row>(read: (offset: number) => Promise<{ readonly total: number; readonly rows: readonly Row[] }>): Promise<Row[]> {
  const rows: Row[] = []
  for (;;) {
    const page = await read(rows.length)
    rows.push(...page.rows)
    if (page.rows.length === 0 || rows.length >= page.total) return rows
  }
}

/** Whether an Activité lives in the legal person asked; all of them when none was. */
async function insideOf(context: CommandContext, legalEntity: string | undefined): Promise<(entity: string) => boolean> {
  if (legalEntity === undefined) return () => true
  const rows = await pages(async (offset) =>
    (await context.call('register.list', { offset, limit: PAGE })) as { readonly total: number; readonly rows: readonly { readonly entity: string; readonly legalEntity: string | null }[] })
  const inside = new Set([legalEntity, ...rows.filter((row) => row.legalEntity === legalEntity).map((row) => row.entity)])
  return (entity) => inside.has(entity)
}

/** The sum of all books of a legal person, what comes to nothing between them pair by pair, and the halves that lack their other one. */
export async function consolidate(context: CommandContext): Promise<CommandAnswer> {
  const { given, language } = context
  const asOf = dateOption(given, 'as-of') ?? context.today
  const legalEntity = given.text('legal-entity')
  if (legalEntity !== undefined && given.flag('group')) throw new UsageError('bad_choice', '--group --legal-entity')
  const { missingCount: _count, ...sum } = (await context.call('books.sum', { asOf, ...(legalEntity === undefined ? {} : { legalEntity }), ...(given.flag('again') ? { again: true } : {}) })) as Sum
  const isInside = await insideOf(context, legalEntity)
  const pairs = async (state: 'met' | 'missing' | 'different'): Promise<Pair[]> => {
    const found = await pages(async (offset) => {
      const page = (await context.call('pairs.list', { state, asOf, offset, limit: PAGE })) as { readonly total: number; readonly pairs: readonly Pair[] }
      return { total: page.total, rows: page.pairs }
    })
    return found.filter((pair) => pair.halves.every((half) => isInside(half.entity)))
  }
  const eliminations = (await pairs('met')).flatMap(({ pair, halves }) => halves.map((half) => ({ pair, entity: half.entity, account: half.account, amountCents: half.cents })))
  const missingHalves = [...(await pairs('missing')), ...(await pairs('different'))].flatMap(({ pair, halves }) => halves.map(({ cents, ...half }) => ({ ...half, pair, amountCents: cents })))
  const say = (cents: number): string => amount(cents, language)
  const rows = sum.rows.map((row) => [row.account, row.label.slice(0, 44), say(row.debitCents), say(row.creditCents), say(row.balanceCents), say(row.remainingCents)])
  rows.push(['', word('total', language), say(sum.totals.debitCents), say(sum.totals.creditCents), say(sum.totals.balanceCents), say(sum.totals.remainingCents)])
  const right = (title: string): { readonly title: string; readonly right: true } => ({ title, right: true })
  const columns = [
    { title: word('account', language) }, { title: word('label', language) }, right(word('debit', language)), right(word('credit', language)),
    right(word('balance', language)), right(exchangeWord('remaining', language)),
  ]
  const text = [table(columns, rows), exchangeWord('missingHalves', language, { count: missingHalves.length })].join('\n')
  return { value: { ...sum, eliminations, missingHalves }, text }
}

/** Makes the kept sum again from every book, when `verify` says that it is wrong. */
export async function rebuildSum({ call, language }: CommandContext): Promise<CommandAnswer> {
  return { value: await call('books.sum.rebuild', {}), text: exchangeWord('sumRebuilt', language) }
}

interface FreshnessRow {
  readonly entity: string
  readonly name: string
  readonly lastPliOn: string | null
  readonly missingPlis: number
  readonly waitingPlis: number
  readonly forks: number
  readonly openHalves: number
  /** Accepted, and its books never came. */
  readonly awaited: boolean
  readonly joinedOn: string | null
}

export async function freshness(context: CommandContext): Promise<CommandAnswer> {
  const { given, language } = context
  const office = given.text('office')
  const rows = await pages(async (offset) =>
    (await context.call('freshness.list', { offset, limit: PAGE, incompleteOnly: given.flag('incomplete'), ...(office === undefined ? {} : { office }) })) as { readonly total: number; readonly rows: readonly FreshnessRow[] })
  const titles = [word('code', language), word('name', language), exchangeWord('lastPli', language), exchangeWord('reasons', language)]
  const said = (row: FreshnessRow): string =>
    row.awaited && row.joinedOn !== null ? exchangeWord('awaited', language, { what: row.joinedOn }) : (['missingPlis', 'waitingPlis', 'forks', 'openHalves'] as const).flatMap((name) => (row[name] > 0 ? [exchangeWord(`fresh_${name}`, language, { count: row[name] })] : [])).join(' · ')
  return { value: { entities: rows }, text: table(titles.map((title) => ({ title })), rows.map((row) => [row.entity, row.name, row.lastPliOn ?? '–', said(row)])) }
}

export async function portfolio({ call, language }: CommandContext): Promise<CommandAnswer> {
  const shown = (await call('portfolio.list', {})) as { readonly entities: readonly { readonly entity: string; readonly name: string; readonly lastNewsOn: string | null; readonly reasons: readonly PortfolioReason[] }[]; readonly awaited: readonly { readonly entity: string; readonly since: string }[] }
  const { reasonSentences } = await import('./portfolio-words.ts')
  const rows = shown.entities.map((each) => [each.entity, each.name, each.lastNewsOn ?? '–', reasonSentences(each.reasons, language).join(' ')])
  rows.push(...shown.awaited.map((each) => [each.entity, '–', '–', exchangeWord('booksAwaited', language, { what: each.since })]))
  const titles = [word('code', language), word('name', language), exchangeWord('lastPli', language), exchangeWord('reasons', language)]
  return { value: shown, text: table(titles.map((title) => ({ title })), rows) }
}

function count(context: CommandContext, option: string, most: number): number {
  const text = requiredOption(context.given, option)
  const number = Number(text)
  if (!/^\d{1,9}$/u.test(text) || number < 1 || number > most) throw new UsageError('bad_choice', `--${option} ${text}`)
  return number
}

/** Fills a headquarters file, which is made when there is none under that name. */
export async function simulate(context: CommandContext): Promise<CommandAnswer> {
  const { given, language, session } = context
  const input = { entities: count(context, 'entities', 10_000), years: count(context, 'years', 20), seed: requiredOption(given, 'seed') }
  const asked = given.text('workspace')
  const path = asked === undefined || extname(asked) !== '' ? asked : asked + WORKSPACE_EXTENSION
  if (path !== undefined && !existsSync(path)) {
    const name = basename(path, extname(path))
    await context.call('workspace.create', { path: resolve(path), kind: 'headquarters', country: 'BE', name, entityCode: '', entityName: '' })
  }
  await context.workspace()
  if (session.workspace?.info().kind === 'headquarters') {
    await keysAtHand(context)
    await foundWhenNeeded(context)
  }
  const made = (await context.call('federation.simulate', input)) as { readonly entities: number; readonly alreadyThere: number; readonly entries: number }
  return { value: made, text: exchangeWord('simulated', language, { entities: made.entities + made.alreadyThere, entries: made.entries }) }
}
