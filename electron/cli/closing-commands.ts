import { type Command, type CommandAnswer, type CommandContext, UsageError } from './command.ts'
import { dateOption, requiredOption } from './context.ts'
import { word } from './words.ts'

/** The entity of `-e`, or every one with `--all`. */
async function chosen(context: CommandContext): Promise<readonly string[]> {
  if (!context.given.flag('all')) return [await context.entity()]
  await context.workspace()
  const entities = (await context.call('entity.list', {})) as readonly { readonly code: string }[]
  return entities.map((entity) => entity.code)
}

async function closePeriod(context: CommandContext): Promise<CommandAnswer> {
  const until = dateOption(context.given, 'until')
  if (until === undefined) throw new UsageError('missing_option', '--until')
  const closed: { readonly entity: string; readonly until: string }[] = []
  for (const entity of await chosen(context)) {
    await context.call('period.close', { entity, until })
    closed.push({ entity, until })
  }
  return { value: closed, text: closed.map(({ entity }) => word('period_closed', context.language, { what: `${entity} · ${until}` })).join('\n') }
}

async function endYear(context: CommandContext): Promise<CommandAnswer> {
  const year = requiredOption(context.given, 'year')
  const entity = await context.entity()
  const done = (await context.call('year.end', { entity, year })) as { readonly entries: readonly string[]; readonly nextYear: string }
  return { value: done, text: word('year_ended', context.language, { what: `${year} (${done.entries.join(', ')})` }) }
}

export const closingCommands: readonly Command[] = [
  {
    name: 'close-period', operands: '', operandCount: [0, 0], opens: 'write', run: closePeriod,
    options: { until: { type: 'text', value: 'DATE' }, all: { type: 'flag' } },
  },
  { name: 'year-end', operands: '', operandCount: [0, 0], opens: 'write', run: endYear, options: { year: { type: 'text', value: 'YEAR' } } },
]
