import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, openSync, unlinkSync, writeSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { Fingerprint } from '../../core/sync/pli.ts'
import type { MadeFileInfo } from '../../core/workspace.ts'
import { guarded, MachineFault } from '../machine/fault.ts'
import { type CommandContext, RefusedError, UsageError } from './command.ts'
import { exchangeWord } from './exchange-words.ts'
import { passphrases } from './keys-at-hand.ts'

const ROOT_KEYS = 3
/** Crockford's letters: none is taken for another when it is written down by hand. */
const LETTERS = '0123456789abcdefghjkmnpqrstvwxyz'
const GROUPS = 6
const GROUP_LENGTH = 5

export interface Founded {
  readonly files: readonly string[]
  readonly rootFingerprint: Fingerprint
}

/** Founds a headquarters that never was, so that a script can accept a first request; says loudly where the root keys are. */
export async function foundWhenNeeded(context: CommandContext): Promise<void> {
  const root = (await context.call('trust.root', {})) as { readonly joined: boolean; readonly isHeadquartersFile: boolean }
  if (!root.isHeadquartersFile || root.joined) return
  const { files } = await foundHeadquarters(context, rootPassphrases(context, passphrases(context)), dirname(context.session.workspace?.path ?? ''))
  context.note(exchangeWord('rootKeysBeside', context.language, { what: files.join(', ') }))
}

/**
 * One passphrase for each root key: three lines of the file give one each; a single line is followed by the number of the key. Without a
 * file they are drawn by lot and said once, on stderr: they are written nowhere.
 */
export function rootPassphrases(context: CommandContext, lines: readonly string[] | undefined): readonly string[] {
  const numbers = Array.from({ length: ROOT_KEYS }, (_, index) => index)
  if (lines === undefined) {
    const drawn = numbers.map(drawnPassphrase)
    context.note(exchangeWord('rootPassphrases', context.language, { what: drawn.map((text, index) => `${index + 1}. ${text}`).join('\n') }))
    return drawn
  }
  if (lines.length === 2) throw new UsageError('root_passphrase_lines')
  return numbers.map((index) => (lines.length === 1 ? `${lines[0] ?? ''} ${index + 1}` : (lines[index] ?? '')))
}

function drawnPassphrase(): string {
  const letters = [...randomBytes(GROUPS * GROUP_LENGTH)].map((byte) => LETTERS[byte % LETTERS.length] ?? '')
  return Array.from({ length: GROUPS }, (_, group) => letters.slice(group * GROUP_LENGTH, (group + 1) * GROUP_LENGTH).join('')).join('-')
}

/**
 * Founds the trust of headquarters and writes the three root key files into a folder. Their names are taken before anything is founded,
 * so that no key is made that cannot be written. Refusal: `file_exists`, and those of the founding.
 */
export async function foundHeadquarters(context: CommandContext, phrases: readonly string[], folder: string): Promise<Founded> {
  const name = context.session.workspace?.info().name ?? ''
  const paths = phrases.map((_, index) => join(resolve(folder), `${name}-${index + 1}.root-key`))
  const places = takeNames(paths)
  let founded = false
  try {
    const made = (await context.call('trust.found', { passphrases: phrases })) as { readonly files: readonly MadeFileInfo[]; readonly rootFingerprint: Fingerprint }
    founded = true
    made.files.forEach(({ fileId }, index) => writeInto(places[index] ?? -1, paths[index] ?? '', context.session.files.get(fileId)?.bytes ?? new Uint8Array()))
    return { files: paths, rootFingerprint: made.rootFingerprint }
  } finally {
    for (const place of places) closeSync(place)
    if (!founded) for (const path of paths) unlinkSync(path)
  }
}

/** Opens new files that only their owner reads; none is made when one of the names is taken. */
function takeNames(paths: readonly string[]): readonly number[] {
  const places: number[] = []
  try {
    for (const path of paths) places.push(guarded({ path }, () => openSync(path, 'wx', 0o600)))
    return places
  } catch (error) {
    places.forEach((place, index) => {
      closeSync(place)
      unlinkSync(paths[index] ?? '')
    })
    if (error instanceof MachineFault && error.code === 'file_exists') throw new RefusedError([{ code: 'file_exists', ...error.data }])
    throw error
  }
}

function writeInto(place: number, path: string, bytes: Uint8Array): void {
  guarded({ path }, () => {
    for (let written = 0; written < bytes.byteLength; ) written += writeSync(place, bytes, written)
    fsyncSync(place)
  })
}
