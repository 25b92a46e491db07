import { statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { TakenPli, TakenSegment } from '../../core/sync/pli.ts'
import type { PliMade } from '../../core/workspace.ts'
import { guarded } from '../machine/fault.ts'
import { type CommandAnswer, type CommandContext, type Language, UsageError } from './command.ts'
import { requiredOption } from './context.ts'
import { exchangeWord } from './exchange-words.ts'
import { withFile, writeMade } from './hand-files.ts'
import { keysAtHand } from './keys-at-hand.ts'
import { readWhole } from './write-file.ts'

const BYTES_AT_ONCE = 64 * 1024 * 1024

export async function make(context: CommandContext): Promise<CommandAnswer> {
  const { given, language } = context
  const to = requiredOption(given, 'to')
  const output = requiredOption(given, 'output')
  const since = given.text('since') ?? 'acknowledged'
  if (since !== 'acknowledged' && since !== 'sent') throw new UsageError('bad_choice', `--since ${since} (acknowledged | sent)`)
  await keysAtHand(context)
  const made = (await context.call('pli.make', { to, since })) as PliMade
  const file = writeMade(context, made, output)
  const { fileId: _id, fileName: _name, ...said } = made
  const text = exchangeWord('pliMade', language, { number: made.number, to: to === 'headquarters' ? exchangeWord('toHeadquarters', language) : to, facts: made.facts, readers: made.recipients.join(', '), what: file })
  const messages = made.notices.length > 0 ? await context.messages(made.notices) : []
  return { value: { file, ...said }, text: [text, ...messages.map((message) => `  ${message}`)].join('\n') }
}

export async function show(context: CommandContext): Promise<CommandAnswer> {
  await keysAtHand(context)
  const path = context.given.arguments[0] ?? ''
  const shown = (await withFile(context, path, (fileId) => context.call('pli.show', { fileId }))) as TakenPli & { readonly recipients: readonly string[] }
  const pli = await explained(context, { ...shown, file: path })
  const readers = exchangeWord('pliReaders', context.language, { what: shown.recipients.join(', ') })
  return { value: pli, text: [...linesOf(context, pli, 'shown'), readers].join('\n') }
}

interface Explained extends TakenPli {
  /** The refusals and the notices in words, in their order. */
  readonly messages: readonly string[]
}

/** Files in the order given, then folders; what waited and followed is told too. */
export async function take(context: CommandContext): Promise<CommandAnswer> {
  const { given, language } = context
  const recursive = given.text('recursive')
  const paths = given.arguments
  if (paths.length === 0 && recursive === undefined) throw new UsageError('missing_argument', 'pli take FILE…')
  const folders = paths.filter((path) => guarded({ path }, () => statSync(path)).isDirectory())
  await keysAtHand(context)
  const plis: TakenPli[] = await takeFiles(context, paths.filter((path) => !folders.includes(path)))
  let passedOver = 0
  for (const [path, deep] of [...folders.map((folder) => [folder, false] as const), ...(recursive === undefined ? [] : [[recursive, true] as const])]) {
    const answer = (await context.call('pli.take-folder', { path: resolve(path), recursive: deep })) as { readonly plis: readonly TakenPli[]; readonly passedOver: number }
    for (const pli of answer.plis) plis.push({ ...pli, file: join(path, pli.file) })
    passedOver += answer.passedOver
  }
  const told: Explained[] = []
  for (const pli of plis) told.push(await explained(context, pli))
  const lines = told.flatMap((pli) => linesOf(context, pli))
  if (passedOver > 0) context.note(exchangeWord('plisPassedOver', language, { count: passedOver }))
  return { value: told, text: lines.join('\n'), exit: told.some((pli) => pli.outcome === 'refused') ? 1 : 0 }
}

/** As many files at a time as memory bears: each answer stands where its file does, those that had waited come after. */
async function takeFiles(context: CommandContext, paths: readonly string[]): Promise<TakenPli[]> {
  const { session } = context
  const [first, after]: [TakenPli[], TakenPli[]] = [[], []]
  for (let from = 0; from < paths.length; ) {
    const fileIds: string[] = []
    for (let bytes = 0; from + fileIds.length < paths.length && (fileIds.length === 0 || bytes < BYTES_AT_ONCE); ) {
      const file = readWhole(paths[from + fileIds.length] ?? '')
      bytes += file.bytes.byteLength
      fileIds.push(session.files.put(file.name, 'application/octet-stream', file.bytes))
    }
    const answer = (await context.call('pli.take', { fileIds })) as { readonly plis: readonly TakenPli[] }
    for (const fileId of fileIds) session.files.release(fileId)
    answer.plis.forEach((pli, index) => (index < fileIds.length ? first.push({ ...pli, file: paths[from + index] ?? pli.file }) : after.push(pli)))
    from += fileIds.length
  }
  return [...first, ...after]
}

async function explained(context: CommandContext, pli: TakenPli): Promise<Explained> {
  const said = [...pli.refused, ...pli.notices]
  return { ...pli, messages: said.length > 0 ? await context.messages(said) : [] }
}

/** One line for the pli, then one for each thing a person should know of it. */
function linesOf({ language }: CommandContext, pli: Explained, said: 'outcome' | 'shown' = 'outcome'): string[] {
  const segments = pli.segments.map((segment) => `${streamWord(segment, language)} ${exchangeWord(`answer_${segment.answer}`, language, valuesOf(segment))}`)
  const head = `${pli.file} : ${exchangeWord(`${said}_${pli.outcome}`, language)}${segments.length > 0 ? ` · ${segments.join(' · ')}` : ''}`
  return [head, ...pli.messages.map((message) => `  ${message}`)]
}

/** `ATELIER/B`; what everybody receives has no code that a person knows. */
function streamWord({ stream }: TakenSegment, language: Language): string {
  return stream.startsWith('~') ? exchangeWord('network', language) : stream
}

function valuesOf(segment: TakenSegment): Record<string, string | number> {
  return { facts: segment.facts, from: segment.missing?.from ?? segment.from, to: segment.missing?.to ?? segment.to, at: segment.forkedAt ?? '' }
}

/** What the file of `-w` wrote after its history parted from headquarters' is booked again in a new one that joined. */
export async function repairFork(context: CommandContext): Promise<CommandAnswer> {
  const repaired = (await context.call('fork.repair', { newPath: resolve(context.given.arguments[0] ?? '') })) as { readonly path: string; readonly entriesBookedAgain: number }
  return { value: repaired, text: exchangeWord('forkRepaired', context.language, { count: repaired.entriesBookedAgain, what: repaired.path }) }
}
