import { existsSync, statSync } from 'node:fs'
import type { ProgressStep } from '../../core/context.ts'
import { isCalendarDate, type CalendarDate } from '../../core/kernel/calendar-date.ts'
import type { Refusal } from '../../core/kernel/result.ts'
import { today } from '../machine/clock.ts'
import { guarded, MachineFault, toFault } from '../machine/fault.ts'
import { WORKSPACE_EXTENSION } from '../machine/paths.ts'
import { loadProcedures } from '../machine/procedure-table.ts'
import { Session } from '../machine/session.ts'
import { type Command, type CommandContext, type Given, type Language, RefusedError, UsageError } from './command.ts'
import { word } from './words.ts'

export function languageOf(given: Given, environment: NodeJS.ProcessEnv = process.env): Language {
  const asked = given.text('lang')
  if (asked !== undefined) {
    if (asked !== 'fr' && asked !== 'nl' && asked !== 'en') throw new UsageError('bad_choice', `--lang ${asked}`)
    return asked
  }
  return languageOfMachine(environment)
}

/** French, unless the machine speaks Dutch or English. */
export function languageOfMachine(environment: NodeJS.ProcessEnv): Language {
  const machine = environment['LC_ALL'] || environment['LC_MESSAGES'] || environment['LANG'] || ''
  return machine.startsWith('nl') ? 'nl' : machine.startsWith('en') ? 'en' : 'fr'
}

/** A date option: undefined when not given, usage error when it is no day. */
export function dateOption(given: Given, name: string): CalendarDate | undefined {
  const text = given.text(name)
  if (text === undefined) return undefined
  if (!isCalendarDate(text)) throw new UsageError('bad_date', text)
  return text
}

export function requiredOption(given: Given, name: string): string {
  const text = given.text(name)
  if (text === undefined || text === '') throw new UsageError('missing_option', `--${name}`)
  return text
}

export function createCommandContext(
  command: Command, given: Given, language: Language, progress: (step: ProgressStep) => void, note: (sentence: string) => void,
): CommandContext {
  const on = dateOption(given, 'on')
  const session = new Session({ shell: 'cli', procedures: loadProcedures, ...(on === undefined ? {} : { on }) })
  const context: CommandContext = {
    given, session, language, progress, note,
    json: given.flag('json'),
    today: on ?? today(),
    async workspace() {
      if (session.workspace) return
      const path = workspacePath(given)
      const workspace = await session.open(path, command.opens === 'read')
      tell(context, workspace.info())
      if (command.opens === 'write' && workspace.access !== 'write') throw notWritable(context, path)
    },
    async entity() {
      await context.workspace()
      const asked = given.text('entity')
      if (asked !== undefined) return asked
      const known = (await context.call('entity.list', {})) as readonly { readonly code: string }[]
      if (known.length !== 1) throw new UsageError('missing_entity', known.map((entity) => entity.code).join(', ') || '0')
      return known[0]?.code ?? ''
    },
    async call(procedure, input) {
      let reply
      try {
        reply = await session.run(procedure, input, progress)
      } catch (error) {
        const fault = toFault(error, { path: session.workspace?.path })
        if (fault.code === 'file_exists' || fault.code === 'file_too_large') throw new RefusedError([{ code: fault.code, ...fault.data }])
        throw fault
      }
      if (reply.ok) return reply.value
      if ('refused' in reply) throw new RefusedError(reply.refused)
      throw new MachineFault('internal')
    },
    messages: async (refusals) => (await import('./sentences.ts')).sentences(refusals, language),
  }
  return context
}

function workspacePath(given: Given): string {
  const path = given.text('workspace') ?? process.env['ARCHIPEL_WORKSPACE']
  if (path === undefined || path === '') throw new UsageError('missing_workspace')
  return existingPath(path)
}

/** A workspace may be named without its extension, even beside a folder of that name. */
export function existingPath(path: string): string {
  const isFile = guarded({ path }, () => statSync(path, { throwIfNoEntry: false })?.isDirectory() === false)
  return !isFile && existsSync(path + WORKSPACE_EXTENSION) ? path + WORKSPACE_EXTENSION : path
}

type Info = ReturnType<NonNullable<Session['workspace']>['info']>

function tell(context: CommandContext, info: Info): void {
  if (info.access === 'newer') context.note(word('newer', context.language))
  if (info.folderWarning) context.note(word('synced', context.language, { service: info.folderWarning.service }))
}

function notWritable(context: CommandContext, path: string): Error {
  const info = context.session.workspace?.info()
  if (info?.access === 'newer') return new RefusedError([{ code: 'workspace_newer' } satisfies Refusal])
  const holder = info?.heldBy
  return new MachineFault(holder ? 'workspace_locked' : 'read_only', { path, ...(holder ? { holder } : {}) })
}
