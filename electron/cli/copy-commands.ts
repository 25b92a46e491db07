import { resolve } from 'node:path'
import { copyWorkspace } from '../machine/backup.ts'
import { MachineFault } from '../machine/fault.ts'
import { type Command, type CommandAnswer, type CommandContext, RefusedError } from './command.ts'
import { requiredOption } from './context.ts'
import { word } from './words.ts'

/** One verified copy, to a name that is free. */
async function copy({ session }: CommandContext, source: string, target: string): Promise<{ readonly path: string; readonly facts: number; readonly entries: number }> {
  try {
    const { facts, entries } = await copyWorkspace(source, target, session.verifyCopy)
    return { path: target, facts, entries }
  } catch (error) {
    if (error instanceof MachineFault && error.code === 'file_exists') throw new RefusedError([{ code: 'file_exists', path: target }])
    throw error
  }
}

async function backup(context: CommandContext): Promise<CommandAnswer> {
  const target = resolve(requiredOption(context.given, 'output'))
  const made = await copy(context, context.session.workspace?.path ?? '', target)
  return { value: { ...made, verified: true }, text: word('backedUp', context.language, { what: made.path, entries: made.entries }) }
}

async function restore(context: CommandContext): Promise<CommandAnswer> {
  const target = resolve(requiredOption(context.given, 'output'))
  const made = await copy(context, resolve(context.given.arguments[0] ?? ''), target)
  return { value: { ...made, verified: true }, text: word('restored', context.language, { what: made.path, entries: made.entries }) }
}

const output = { output: { type: 'text', short: 'o', value: 'FILE' } } as const

export const copyCommands: readonly Command[] = [
  { name: 'backup', operands: '', operandCount: [0, 0], options: output, opens: 'read', run: backup },
  { name: 'restore', operands: 'FILE', operandCount: [1, 1], options: output, opens: 'none', run: restore },
]
