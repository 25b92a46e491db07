import { type Command, type CommandAnswer, type CommandContext, UsageError } from './command.ts'
import { dateOption, requiredOption } from './context.ts'
import { word } from './words.ts'

async function closePeriod(context: CommandContext): Promise<CommandAnswer> {
  const until = dateOption(context.given, 'until')
  if (until === undefined) throw new UsageError('missing_option', '--until')
  if (!context.given.flag('all')) {
    const entity = await context.entity()
    await context.call('period.close', { entity, until })
    return said([entity])
  }
  await context.workspace()
  const { closed } = (await context.call('period.close-all', { until })) as { readonly closed: readonly string[] }
  return said(closed)

  function said(entities: readonly string[]): CommandAnswer {
    return { value: entities.map((entity) => ({ entity, until })), text: entities.map((entity) => word('period_closed', context.language, { what: `${entity} · ${until}` })).join('\n') }
  }
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
