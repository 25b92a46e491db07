import { extname } from 'node:path'
import { isCalendarDate } from '../../core/kernel/calendar-date.ts'
import type { WorkspaceInfo } from '../../core/workspace.ts'
import { type Command, type CommandAnswer, type CommandContext, RefusedError, UsageError } from './command.ts'
import { dateOption, requiredOption } from './context.ts'
import { table } from './output.ts'
import { word } from './words.ts'
import { readJsonFile } from './write-file.ts'

function choice<T extends string>(text: string, option: string, allowed: readonly T[]): T {
  const found = allowed.find((each) => each === text)
  if (found === undefined) throw new UsageError('bad_choice', `--${option} ${text} (${allowed.join(' | ')})`)
  return found
}

/** `2026-01-01:2026-12-31`. */
function firstYear(text: string | undefined): { readonly startOn: string; readonly endOn: string } | undefined {
  if (text === undefined) return undefined
  const [startOn, endOn] = text.split(':')
  if (!isCalendarDate(startOn) || !isCalendarDate(endOn)) throw new UsageError('bad_date', text)
  return { startOn, endOn }
}

async function init(context: CommandContext): Promise<CommandAnswer> {
  const { given, call, language } = context
  const name = requiredOption(given, 'name')
  const path = given.arguments[0] ?? ''
  const year = firstYear(given.text('first-year'))
  const demonstration = given.text('demo')
  const entityCode = given.text('entity') ?? (demonstration === undefined ? '' : 'DEMO')
  const wanted = {
    path: absolutePath(extname(path) === '' ? `${path}.archipel` : path), name, entityCode,
    kind: choice(requiredOption(given, 'kind'), 'kind', ['entity', 'office', 'headquarters']),
    country: choice(requiredOption(given, 'country'), 'country', ['BE', 'FR']),
    entityName: given.text('entity-name') ?? name,
    ...(year ? { firstYear: year } : {}),
  }
  const create = (which?: string): Promise<unknown> => call('workspace.create', which === undefined ? wanted : { ...wanted, demonstration: which })
  const info = (await create(demonstration).catch((error: unknown) => {
    const only = onlyDemonstration(error)
    if (only === undefined) throw error
    context.note(word('onlyDemo', language, { what: demonstration ?? '', name: only }))
    return create(only)
  })) as WorkspaceInfo
  return { value: info, text: word('created', language, { what: info.path }) }
}

/** The one demonstration there is, when another was asked for: it serves as well. */
function onlyDemonstration(error: unknown): string | undefined {
  const refusal = error instanceof RefusedError ? error.refusals[0] : undefined
  const known = refusal?.code === 'demonstration_unknown' && Array.isArray(refusal['known']) ? (refusal['known'] as unknown[]) : []
  return known.length === 1 && typeof known[0] === 'string' ? known[0] : undefined
}

function absolutePath(path: string): string {
  return path.startsWith('/') || /^[A-Za-z]:[\\/]|^\\\\/u.test(path) ? path : `${process.cwd()}/${path}`
}

async function addEntity({ given, call, language }: CommandContext): Promise<CommandAnswer> {
  const code = given.text('entity') ?? given.arguments[0]
  if (code === undefined) throw new UsageError('missing_option', '-e')
  const year = firstYear(given.text('first-year'))
  const added = await call('entity.add', {
    code, name: given.text('name') ?? given.text('entity-name') ?? code,
    country: choice(given.text('country') ?? 'BE', 'country', ['BE', 'FR']),
    kind: choice(given.text('kind') ?? 'entity', 'kind', ['entity', 'headquarters']),
    ...(year ? { firstYear: year } : {}),
  })
  return { value: added, text: word('added', language, { what: code }) }
}

async function listEntities({ call, language }: CommandContext): Promise<CommandAnswer> {
  const entities = (await call('entity.list', {})) as readonly { readonly code: string; readonly name: string }[]
  return { value: entities, text: table([{ title: word('code', language) }, { title: word('name', language) }], entities.map((entity) => [entity.code, entity.name])) }
}

interface Posted {
  readonly booked: number
  readonly entries: readonly string[]
}

async function post(context: CommandContext): Promise<CommandAnswer> {
  const { given, call, language } = context
  const content = readJsonFile(given.arguments[0] ?? '')
  const entries = (Array.isArray(content) ? content : [content]).map(withBothSides)
  const entity = await context.entity()
  const posted = (await call('entries.post', { entity, entries })) as Posted
  return { value: posted, text: word('posted', language, { what: `${posted.booked} (${posted.entries.join(', ')})` }) }
}

/** A line that names one side only has nothing on the other. */
function withBothSides(entry: unknown): unknown {
  if (typeof entry !== 'object' || entry === null || !('lines' in entry) || !Array.isArray(entry.lines)) return entry
  const lines = entry.lines.map((line: unknown) => (typeof line === 'object' && line !== null && !Array.isArray(line) ? { debitCents: 0, creditCents: 0, ...line } : line))
  return { ...entry, lines }
}

async function reverse(context: CommandContext): Promise<CommandAnswer> {
  const { given, call, language } = context
  const reason = requiredOption(given, 'reason')
  const entity = await context.entity()
  const on = dateOption(given, 'date')
  const found = (await call('entry.find', { entity, entry: given.arguments[0] })) as { readonly id: number } | undefined
  if (!found) throw new RefusedError([{ code: 'entry_unknown', entry: given.arguments[0] }])
  const reversal = (await call('entry.reverse', { entity, id: found.id, reason, ...(on ? { on } : {}) })) as { readonly entry: string }
  return { value: reversal, text: word('reversed', language, { what: reversal.entry }) }
}

export const writingCommands: readonly Command[] = [
  {
    name: 'init', operands: 'FILE', operandCount: [1, 1], opens: 'none', run: init,
    options: {
      kind: { type: 'text', value: 'entity|office|headquarters' }, country: { type: 'text', value: 'BE|FR' }, name: { type: 'text', value: 'NAME' },
      'entity-name': { type: 'text', value: 'NAME' }, 'first-year': { type: 'text', value: 'FROM:TO' }, demo: { type: 'text', value: 'NAME' },
    },
  },
  {
    name: 'entity add', operands: '[CODE]', operandCount: [0, 1], opens: 'write', run: addEntity,
    options: {
      name: { type: 'text', value: 'NAME' }, 'entity-name': { type: 'text', value: 'NAME' }, country: { type: 'text', value: 'BE|FR' },
      kind: { type: 'text', value: 'entity|headquarters' }, 'first-year': { type: 'text', value: 'FROM:TO' },
    },
  },
  { name: 'entity list', operands: '', operandCount: [0, 0], options: {}, opens: 'read', run: listEntities },
  { name: 'post', operands: 'FILE.json', operandCount: [1, 1], options: {}, opens: 'write', run: post },
  {
    name: 'reverse', operands: 'ENTRY', operandCount: [1, 1], opens: 'write', run: reverse,
    options: { reason: { type: 'text', value: 'TEXT' }, date: { type: 'text', value: 'DATE' } },
  },
]
