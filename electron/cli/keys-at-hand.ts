import { readFileSync, statSync } from 'node:fs'
import type { IdentityInfo } from '../../core/workspace.ts'
import { guarded } from '../machine/fault.ts'
import { type CommandContext, RefusedError, UsageError } from './command.ts'
import { exchangeWord } from './exchange-words.ts'

/** A passphrase is a sentence: a larger file was given by mistake, and is not read. */
const LARGEST_PASSPHRASE_FILE = 64 * 1024

/** The lines of `--passphrase-file` that hold anything; undefined when the option was not given. The first is that of this workspace. */
export function passphrases(context: CommandContext): readonly string[] | undefined {
  const path = context.given.text('passphrase-file')
  return path === undefined ? undefined : passphrasesIn(path)
}

/** The lines of a file that hold anything, at least one. */
export function passphrasesIn(path: string): readonly string[] {
  const file = guarded({ path }, () => statSync(path))
  if (!file.isFile() || file.size > LARGEST_PASSPHRASE_FILE) throw new UsageError('passphrase_file', path)
  const lines = guarded({ path }, () => readFileSync(path, 'utf8')).replace(/^\ufeff/u, '').split(/\r?\n/u).filter((line) => line.trim() !== '')
  if (lines.length === 0) throw new UsageError('passphrase_file', path)
  return lines
}

/** The keys of the workspace, made at the first command that needs them, and unlocked. How they are sealed is said once, on stderr. */
export async function keysAtHand(context: CommandContext): Promise<IdentityInfo> {
  await context.workspace()
  const state = (await context.call('identity.state', {})) as IdentityInfo
  const passphrase = passphrases(context)?.[0]
  if (!state.made) {
    if (context.session.workspace?.access !== 'write') throw new RefusedError([{ code: 'identity_missing' }])
    const made = (await context.call('identity.make', passphrase === undefined ? {} : { passphrase })) as IdentityInfo
    context.note(exchangeWord(`keysMade_${made.sealedBy ?? 'machine'}`, context.language))
    return made
  }
  if (!state.locked) return state
  // Sealed by a keychain or a machine that is not this one: no passphrase opens them, and the refusal says what does.
  if (state.sealedBy !== 'passphrase') return (await context.call('identity.unlock', {})) as IdentityInfo
  if (passphrase === undefined) throw new RefusedError([{ code: 'identity_locked' }])
  return (await context.call('identity.unlock', { passphrase })) as IdentityInfo
}
