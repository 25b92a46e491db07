import { isatty } from 'node:tty'
import { readArguments } from './cli/arguments.ts'
import { type Command, type CommandAnswer, RefusedError, UsageError, type Language } from './cli/command.ts'
import { COMMANDS } from './cli/commands.ts'
import { createCommandContext, languageOf, languageOfMachine } from './cli/context.ts'
import { progressBar } from './cli/output.ts'
import { FAULTS, say, USAGE, word } from './cli/words.ts'
import { type MachineFault, toFault, whatOf } from './machine/fault.ts'
import { logThrown } from './machine/log.ts'

const EXIT = { done: 0, refused: 1, usage: 2, machine: 3 } as const

/** Where a run of the command line writes; a test gives its own. */
export interface Streams {
  readonly out: (data: string | Uint8Array) => void
  readonly err: (text: string) => void
}

const PROCESS: Streams = {
  // A pipe that nobody reads any more is no fault of ours.
  out: (data) => void process.stdout.write(data),
  err: (text) => void process.stderr.write(text),
}

/** Runs one command line and answers its exit code. Nothing is printed as done before it is on the disk. */
export async function main(typed: readonly string[], streams: Streams = PROCESS): Promise<number> {
  let language = languageOfMachine(process.env)
  const wantsJson = typed.includes('--json')
  try {
    const { command, given } = readArguments(typed, COMMANDS)
    language = languageOf(given)
    if (command === undefined || given.flag('help')) {
      const { helpText } = await import('./cli/help.ts')
      streams.out(`${helpText(language, COMMANDS, command?.name ?? given.arguments.join(' '))}\n`)
      return EXIT.done
    }
    const answer = await runCommand(command, given, language, streams)
    print(answer, given.flag('json'), streams)
    return answer.exit ?? EXIT.done
  } catch (error) {
    // A refusal that cannot even be said is a defect of the program.
    return await explain(error, language, wantsJson, streams).catch((silent: unknown) => explainFault(toFault(silent), silent, language, wantsJson, streams))
  }
}

async function runCommand(command: Command, given: Parameters<typeof languageOf>[0], language: Language, streams: Streams): Promise<CommandAnswer> {
  const bar = streams === PROCESS && isatty(2) ? progressBar() : { step: () => undefined, end: () => undefined }
  const context = createCommandContext(command, given, language, bar.step, (sentence) => streams.err(`${sentence}\n`))
  try {
    if (command.opens !== 'none') await context.workspace()
    return await command.run(context)
  } finally {
    bar.end()
    context.session.close()
  }
}

function print(answer: CommandAnswer, json: boolean, streams: Streams): void {
  if (answer.value === undefined) return
  if (json) streams.out(`${jsonOf(answer.value)}\n`)
  else if (answer.raw) streams.out(answer.raw)
  else if (answer.text !== '') streams.out(`${answer.text}\n`)
}

/** One document, and of a list one line for each of its members: `grep` and `jq` read both. */
function jsonOf(value: unknown): string {
  return Array.isArray(value) && value.length > 0 ? `[\n${value.map((each) => JSON.stringify(each)).join(',\n')}\n]` : JSON.stringify(value)
}

async function explain(error: unknown, language: Language, json: boolean, streams: Streams): Promise<number> {
  if (error instanceof RefusedError) {
    const { sentences } = await import('./cli/sentences.ts')
    const messages = await sentences(error.refusals, language)
    if (json) streams.out(`${JSON.stringify({ refused: error.refusals.map((refusal, index) => ({ ...refusal, code: refusal.code, message: messages[index] })) })}\n`)
    else messages.forEach((message) => streams.err(`${message}\n`))
    return EXIT.refused
  }
  if (error instanceof UsageError) {
    const message = say(USAGE, error.code, language, { what: error.what })
    if (json) streams.out(`${JSON.stringify({ refused: [{ code: error.code, message }] })}\n`)
    else streams.err(`${message}\n`)
    return EXIT.usage
  }
  return explainFault(toFault(error), error, language, json, streams)
}

function explainFault(fault: MachineFault, thrown: unknown, language: Language, json: boolean, streams: Streams): number {
  const reference = fault.code === 'workspace_locked' ? '' : logThrown('cli', thrown)
  const what = whatOf(fault.data, 'path', 'port')
  const holder = fault.data['holder'] as Record<string, string | number> | undefined
  const message = say(FAULTS, fault.code, language, { what, reference, holder: holder ? word('heldBy', language, holder) : '' })
  if (json) streams.out(`${JSON.stringify({ refused: [{ code: fault.code, message, ...(reference ? { reference } : {}), ...holder }] })}\n`)
  else streams.err(`${message}\n`)
  return EXIT.machine
}
