import { parseArgs } from 'node:util'
import { type Command, type CommandOption, type Given, UsageError } from './command.ts'

/** Understood by every command. */
export const COMMON_OPTIONS: Readonly<Record<string, CommandOption>> = {
  workspace: { type: 'text', short: 'w', value: 'FILE' },
  entity: { type: 'text', short: 'e', value: 'CODE' },
  json: { type: 'flag' },
  lang: { type: 'text', value: 'fr|nl|en' },
  on: { type: 'text', value: 'DATE' },
  'passphrase-file': { type: 'text', value: 'FILE' },
  help: { type: 'flag', short: 'h' },
}

export interface Invocation {
  readonly command: Command | undefined
  readonly given: Given
}

/** Finds the command among the words typed, wherever the options stand, then reads everything else by its rules. */
export function readArguments(typed: readonly string[], commands: readonly Command[]): Invocation {
  const names = wordsOf(typed, commands)
  const command = commands.find((each) => each.name.split(' ').every((word, index) => names[index] === word))
  if (!command) {
    const first = names[0]
    // `archipel enrol --help`: the commands that begin so.
    const asksHelp = typed.includes('--help') || typed.includes('-h')
    if (asksHelp && commands.some((each) => each.name.startsWith(`${names.join(' ')} `))) return { command: undefined, given: read(typed, {}, 0) }
    if (first !== undefined && first !== 'help') throw new UsageError('unknown_command', names.slice(0, 2).join(' '))
    return { command: undefined, given: read(typed, {}, first === undefined ? 0 : 1) }
  }
  const given = read(typed, command.options, command.name.split(' ').length)
  const [least, most] = command.operandCount
  if (!given.flag('help') && given.arguments.length < least) throw new UsageError('missing_argument', `${command.name} ${command.operands}`)
  if (given.arguments.length > most) throw new UsageError('too_many_arguments', `${command.name} ${command.operands}`)
  return { command, given }
}

/** The words that are neither options nor their values. */
function wordsOf(typed: readonly string[], commands: readonly Command[]): string[] {
  const takesValue = new Set<string>()
  for (const [name, option] of [COMMON_OPTIONS, ...commands.map((command) => command.options)].flatMap((options) => Object.entries(options))) {
    if (option.type !== 'text') continue
    takesValue.add(`--${name}`)
    if (option.short) takesValue.add(`-${option.short}`)
  }
  const words: string[] = []
  for (let index = 0; index < typed.length; index += 1) {
    const word = typed[index] ?? ''
    if (word === '--') return words
    if (takesValue.has(word)) index += 1
    else if (!word.startsWith('-')) words.push(word)
  }
  return words
}

function read(typed: readonly string[], own: Readonly<Record<string, CommandOption>>, nameLength: number): Given {
  const options = { ...COMMON_OPTIONS, ...own }
  const config = Object.fromEntries(Object.entries(options).map(([name, option]) => [
    name, { type: option.type === 'flag' ? ('boolean' as const) : ('string' as const), multiple: false, ...(option.short ? { short: option.short } : {}) },
  ]))
  let parsed: { values: Record<string, string | boolean | (string | boolean)[] | undefined>; positionals: string[] }
  try {
    parsed = parseArgs({ args: [...typed], options: config, allowPositionals: true, strict: true })
  } catch (error) {
    const code = (error as { code?: string }).code
    const named = /'(-[^']*?)(?:[ ,'<]|$)/u.exec((error as Error).message)?.[1] ?? ''
    throw new UsageError(code === 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE' ? 'option_value' : 'unknown_option', named)
  }
  const { values, positionals } = parsed
  return {
    arguments: positionals.slice(nameLength),
    text: (option) => {
      const value = values[option]
      return typeof value === 'string' ? value : undefined
    },
    flag: (option) => values[option] === true,
  }
}
