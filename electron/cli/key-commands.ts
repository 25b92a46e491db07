import { mkdirSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { Fingerprint } from '../../core/sync/pli.ts'
import type { Role } from '../../core/sync/sync-facts.ts'
import type { IdentityInfo, MadeFileInfo } from '../../core/workspace.ts'
import { guarded } from '../machine/fault.ts'
import { type CommandAnswer, type CommandContext, RefusedError, UsageError } from './command.ts'
import { dateOption, requiredOption } from './context.ts'
import { fingerprintText } from './enrol-commands.ts'
import { exchangeWord } from './exchange-words.ts'
import { foundHeadquarters, rootPassphrases } from './found-headquarters.ts'
import { writeMade } from './hand-files.ts'
import { keysAtHand, passphrases, passphrasesIn } from './keys-at-hand.ts'
import { table } from './output.ts'
import { rootFiles } from './root-key-files.ts'
import { word } from './words.ts'

/** As many rows as one call may bring. */
const PAGE = 1000

interface KeyRow {
  readonly entity: string | null
  readonly author: string
  readonly person: string
  readonly role: Role
  readonly device: string | null
  readonly office: string | null
  readonly fingerprint: Fingerprint
  readonly lastSequence: number
  readonly revoked: { readonly lastSequence: number; readonly reason: string } | null
  readonly endedOn: string | null
}

async function keyRows(context: CommandContext, entity: string | undefined): Promise<readonly KeyRow[]> {
  const rows: KeyRow[] = []
  for (;;) {
    const page = (await context.call('trust.keys', { offset: rows.length, limit: PAGE, ...(entity === undefined ? {} : { entity }) })) as { readonly total: number; readonly rows: readonly KeyRow[] }
    rows.push(...page.rows)
    if (page.rows.length === 0 || rows.length >= page.total) return rows
  }
}

export async function list(context: CommandContext): Promise<CommandAnswer> {
  const { language } = context
  const rows = await keyRows(context, context.given.text('entity'))
  const own = (await context.call('identity.state', {})) as IdentityInfo
  const root = (await context.call('trust.root', {})) as unknown
  const ended = (row: KeyRow): string => (row.revoked ? exchangeWord('revoked', language, { what: `${row.revoked.lastSequence} · ${row.revoked.reason}` }) : (row.endedOn ?? ''))
  const cells = rows.map((row) => [
    row.entity ? `${row.entity}/${row.device ?? ''}` : '', row.person, row.office ? `${exchangeWord(`role_${row.role}`, language)} (${row.office})` : exchangeWord(`role_${row.role}`, language), row.fingerprint.words.join(' '), row.author, ended(row),
  ])
  const columns = ['entities', 'person', 'role', 'words', 'author', 'state'] as const
  const text = table(columns.map((title) => ({ title: exchangeWord(title, language) })), cells)
  const fingerprint = own.fingerprint ? exchangeWord('fingerprint', language, { what: fingerprintText(own.fingerprint) }) : ''
  return { value: { own, root, keys: rows }, text: [text, fingerprint].join('\n').trimEnd() }
}

export async function rotate(context: CommandContext): Promise<CommandAnswer> {
  await keysAtHand(context)
  const passphrase = passphrases(context)?.[0]
  const files = context.given.arguments
  const own = passphrase === undefined ? {} : { passphrase }
  if (files.length > 0) {
    await context.call('trust.state-root', { rootFiles: rootFiles(context, files), renew: true, ...own })
  } else {
    await context.call('trust.rotate', own)
  }
  const state = (await context.call('identity.state', {})) as IdentityInfo
  const what = state.fingerprint ? `\n${exchangeWord('fingerprint', context.language, { what: fingerprintText(state.fingerprint) })}` : ''
  return { value: state, text: `${exchangeWord('rotated', context.language)}${what}` }
}

/** Whose: an author, a device as it is written in entry numbers (`ATELIER/B`), or a name that only one bears. */
export async function revoke(context: CommandContext): Promise<CommandAnswer> {
  const { given, language } = context
  const reason = requiredOption(given, 'reason')
  const asked = given.arguments[0] ?? ''
  const last = given.text('last')
  if (last !== undefined && !/^\d{1,10}$/u.test(last)) throw new UsageError('bad_choice', `--last ${last}`)
  await keysAtHand(context)
  const [code, device] = asked.includes('/') ? asked.split('/') : []
  const entity = code ?? given.text('entity')
  const named = (row: KeyRow): boolean => (device === undefined ? row.author === asked || row.person === asked : row.entity === code && row.device === device)
  const authors = [...new Set((await keyRows(context, entity)).filter(named).map((row) => row.author))]
  const [author, other] = authors
  if (author === undefined) throw new RefusedError([{ code: 'author_unknown', author: asked }])
  if (other !== undefined) throw new UsageError('several_keys', authors.join(', '))
  const done = await context.call('trust.revoke', { author, reason, ...(entity === undefined ? {} : { entity }), ...(last === undefined ? {} : { lastSequence: Number(last) }) })
  return { value: { author, ...(done as Record<string, unknown>) }, text: exchangeWord('revoked', language, { what: asked }) }
}

export async function found(context: CommandContext): Promise<CommandAnswer> {
  const { given, language } = context
  if (given.arguments.length !== 0 && given.arguments.length !== 3) throw new UsageError('missing_argument', 'keys found FILE FILE FILE')
  await keysAtHand(context)
  const root = (await context.call('trust.root', {})) as { readonly root: { readonly name: string } | null }
  if (root.root) throw new RefusedError([{ code: 'root_exists', name: root.root.name }])
  const phrases = given.arguments.length === 3 ? given.arguments.map((path) => passphrasesIn(path)[0] ?? '') : rootPassphrases(context, passphrases(context))
  const folder = resolve(given.text('output') ?? dirname(context.session.workspace?.path ?? ''))
  guarded({ path: folder }, () => mkdirSync(folder, { recursive: true }))
  const founded = await foundHeadquarters(context, phrases, folder)
  context.note(exchangeWord('rootKeysBeside', language, { what: founded.files.join(', ') }))
  const text = [exchangeWord('founded', language, { what: founded.files.join(', ') }), exchangeWord('rootFingerprint', language, { what: fingerprintText(founded.rootFingerprint) })]
  return { value: founded, text: text.join('\n') }
}

export async function stateRoot(context: CommandContext): Promise<CommandAnswer> {
  const { given, language } = context
  await keysAtHand(context)
  const [endAuthor, expiresOn] = [given.text('end'), dateOption(given, 'expires')]
  const files = rootFiles(context, given.arguments)
  const stated = (await context.call('trust.state-root', { rootFiles: files, ...(endAuthor === undefined ? {} : { endAuthor }), ...(expiresOn === undefined ? {} : { expiresOn }) })) as {
    readonly version: number; readonly rootFingerprint: Fingerprint
  }
  const text = [exchangeWord('rootStated', language, { version: stated.version }), exchangeWord('rootFingerprint', language, { what: fingerprintText(stated.rootFingerprint) })]
  return { value: stated, text: text.join('\n') }
}

export async function recoverySheet(context: CommandContext): Promise<CommandAnswer> {
  const output = requiredOption(context.given, 'output')
  await keysAtHand(context)
  const path = writeMade(context, (await context.call('identity.recovery-sheet', { language: context.language })) as MadeFileInfo, output)
  return { value: { path }, text: word('written', context.language, { what: resolve(path) }) }
}

/** Puts the keys of a recovery sheet back: the letters under its code, in a file of text. */
export async function restoreKeys(context: CommandContext): Promise<CommandAnswer> {
  const secret = passphrasesIn(context.given.arguments[0] ?? '').join('\n')
  const passphrase = passphrases(context)?.[0]
  const state = (await context.call('identity.restore', { secret, ...(passphrase === undefined ? {} : { passphrase }) })) as IdentityInfo
  const what = state.fingerprint ? fingerprintText(state.fingerprint) : ''
  return { value: state, text: [exchangeWord('keysRestored', context.language), exchangeWord('fingerprint', context.language, { what })].join('\n') }
}

/** Seals the same keys by another passphrase, or, without one, by the machine. */
export async function lock(context: CommandContext): Promise<CommandAnswer> {
  await keysAtHand(context)
  const file = context.given.text('new-passphrase-file')
  const passphrase = file === undefined ? undefined : passphrasesIn(file)[0]
  const state = (await context.call('identity.seal', passphrase === undefined ? {} : { passphrase })) as IdentityInfo
  return { value: state, text: exchangeWord('sealed', context.language, { what: state.sealedBy ?? '' }) }
}
