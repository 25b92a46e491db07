import type { Fingerprint, TakenPli } from '../../core/sync/pli.ts'
import type { EnrolmentAccepted, EnrolmentInfo, MadeFileInfo } from '../../core/workspace.ts'
import { type CommandAnswer, type CommandContext, type Language, UsageError } from './command.ts'
import { requiredOption } from './context.ts'
import { exchangeWord } from './exchange-words.ts'
import { foundWhenNeeded } from './found-headquarters.ts'
import { withFile, writeMade } from './hand-files.ts'
import { keysAtHand } from './keys-at-hand.ts'
import { rootFiles } from './root-key-files.ts'

const GRANTED = ['porteur', 'associate', 'adviser', 'accountant'] as const
const ASKED = [...GRANTED, 'headquarters'] as const

/** Six words and their digits, as both sides compare them aloud. */
export function fingerprintText(fingerprint: Fingerprint): string {
  return `${fingerprint.words.join(' ')}  (${fingerprint.hex})`
}

function compared(name: 'fingerprint' | 'rootFingerprint', fingerprint: Fingerprint, language: Language): string {
  return exchangeWord(name, language, { what: fingerprintText(fingerprint) })
}

function optional(context: CommandContext, ...names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.flatMap((name) => {
    const value = context.given.text(name)
    return value === undefined ? [] : [[name, value]]
  }))
}

function roleOption<Role extends string>(context: CommandContext, roles: readonly Role[]): Role | undefined {
  const text = context.given.text('role')
  const role = roles.find((each) => each === text)
  if (text !== undefined && role === undefined) throw new UsageError('bad_choice', `--role ${text} (${roles.join(' | ')})`)
  return role
}

export async function request(context: CommandContext): Promise<CommandAnswer> {
  const output = requiredOption(context.given, 'output')
  const role = roleOption(context, ASKED)
  await keysAtHand(context)
  const kind = context.session.workspace?.info().kind
  const isOffice = kind === 'office'
  const asked = {
    person: context.given.text('person') ?? (await workspaceOwner(context)),
    role: role ?? (isOffice ? 'adviser' : kind === 'headquarters' ? 'headquarters' : 'porteur'),
    ...(isOffice ? { office: officeCode(context) } : {}),
    ...(await joined(context)), ...optional(context, 'email', 'joins', 'office'),
  }
  const made = (await context.call('enrol.request', asked)) as MadeFileInfo & { readonly fingerprint: Fingerprint }
  const file = writeMade(context, made, output)
  const { language } = context
  const text = [exchangeWord('requestWritten', language, { what: file }), compared('fingerprint', made.fingerprint, language), exchangeWord('requestNext', language)]
  return { value: { file, ...asked, fingerprint: made.fingerprint }, text: text.join('\n') }
}

/** Who asks, when nobody was named: the only Activité, or the workspace by the name of its file. */
async function workspaceOwner(context: CommandContext): Promise<string> {
  const entities = (await context.call('entity.list', {})) as readonly { readonly name: string }[]
  return (entities.length === 1 ? entities[0]?.name : undefined) ?? context.session.workspace?.info().name ?? ''
}

/** The office of a workspace that did not say: the name of its file, as a code can be. */
function officeCode(context: CommandContext): string {
  const name = context.given.text('entity') ?? context.session.workspace?.info().name ?? ''
  return name.replace(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^[._-]+/u, '').slice(0, 20)
}

/** An Activité named by `-e` whose books are not here is one to join. */
async function joined(context: CommandContext): Promise<{ readonly joins?: string }> {
  const code = context.given.text('entity')
  if (code === undefined || context.session.workspace?.info().kind === 'office') return {}
  const here = (await context.call('entity.list', {})) as readonly { readonly code: string }[]
  return here.some((entity) => entity.code === code) ? {} : { joins: code }
}

export async function accept(context: CommandContext): Promise<CommandAnswer> {
  const output = requiredOption(context.given, 'output')
  const role = roleOption(context, GRANTED)
  const keys = context.given.arguments.slice(1)
  await keysAtHand(context)
  await foundWhenNeeded(context)
  const entity = context.given.text('entity')
  const answer = await withFile(context, context.given.arguments[0] ?? '', async (fileId) => {
    const read = (await context.call('enrol.read', { fileId })) as EnrolmentInfo
    const entities = entity === undefined ? {} : { entities: entity.split(',').map((code) => code.trim()).filter((code) => code !== '') }
    const accepted = (await context.call('enrol.accept', { fileId, ...(role ? { role } : {}), ...entities, ...optional(context, 'office', 'fingerprint'), ...(context.given.flag('replace-key') ? { replaceKey: true } : {}), ...(keys.length > 0 ? { rootFiles: rootFiles(context, keys) } : {}) })) as EnrolmentAccepted
    return { read, accepted }
  })
  const { read, accepted } = answer
  const file = writeMade(context, accepted, output)
  const { fingerprint, rootFingerprint, entities } = accepted
  const { language } = context
  const lines = [
    exchangeWord('accepted', language, { person: read.person, what: entities.join(', ') || '–' }), exchangeWord('answerWritten', language, { what: file }),
    compared('fingerprint', fingerprint, language), compared('rootFingerprint', rootFingerprint, language),
  ]
  return { value: { file, person: read.person, role: role ?? read.role, entities, fingerprint, rootFingerprint }, text: lines.join('\n') }
}

interface Finished {
  readonly headquarters: string
  readonly fingerprint: Fingerprint
  readonly rootFingerprint: Fingerprint
  readonly entities: readonly string[]
  readonly taken: TakenPli
}

export async function finish(context: CommandContext): Promise<CommandAnswer> {
  await keysAtHand(context)
  const done = (await withFile(context, context.given.arguments[0] ?? '', (fileId) => context.call('enrol.finish', { fileId, ...optional(context, 'fingerprint') }))) as Finished
  const { language } = context
  const lines = [
    exchangeWord('joined', language, { what: done.headquarters, entities: done.entities.join(', ') || '–' }),
    compared('fingerprint', done.fingerprint, language), compared('rootFingerprint', done.rootFingerprint, language),
  ]
  return { value: done, text: lines.join('\n') }
}
