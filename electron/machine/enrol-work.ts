import { err, ok } from '../../core/kernel/result.ts'
import type { Outcome } from '../../core/context.ts'
import type { EnrolmentAccepted, EnrolmentInfo, MadeFileInfo, WorkspaceApi } from '../../core/workspace.ts'
import type { DoorOutcome } from './door.ts'
import { beginWork, fileName, handOut, type Work } from './exchange-work.ts'
import { PLI_EXTENSION } from './folder-names.ts'
import { sha256 } from './hash.ts'
import { numberWord, senderWord } from './pli-work.ts'
import { openSealed, sealBytes } from './seal.ts'
import type { Session } from './session.ts'
import { Taking } from './taking.ts'

const REQUEST_EXTENSION = '.demande'
/** A request is two lines of text; a larger file is none. */
const LARGEST_REQUEST = 1024 * 1024
/** Screens that show who is trusted and what books there are. */
const CHANGED = ['sync', 'trust', 'workspace', 'ledger']

type Api<Name extends keyof WorkspaceApi> = WorkspaceApi[Name]
/** As zod reads it: what was left out may stand there as undefined. */
type Read<Input> = { readonly [Name in keyof Input]: undefined extends Input[Name] ? Input[Name] | undefined : Input[Name] }

/** The request of this workspace: signed, not sealed, since nobody is known yet. Making it again makes another of the same content. */
export async function request(session: Session, input: Read<Api<'enrol.request'>['input']>): Promise<DoorOutcome<Api<'enrol.request'>['output']>> {
  const work = await beginWork(session, 'write')
  if (!work.ok) return work
  const written = work.value.exchange.writeRequest(work.value.ctx, input)
  const changed = session.wrote()
  if (!written.ok) return written
  const file = handOut(session, fileName([input.joins ?? (await senderWord(session)), input.person], REQUEST_EXTENSION), written.value.text)
  return { ok: true, value: { ...file, fingerprint: written.value.fingerprint }, changed: [...changed, 'sync'] }
}

/** What a request or an answer says; decides nothing. A request is text; an answer is sealed. */
export async function read(session: Session, fileId: string): Promise<DoorOutcome<EnrolmentInfo>> {
  const file = session.files.get(fileId)
  if (!file) return err([{ code: 'file_unknown' }])
  const workspace = session.workspace
  if (!workspace) return err([{ code: 'no_workspace' }])
  const { exchange } = await import('../../core/exchange.ts')
  const text = requestText(file.bytes)
  if (text !== undefined) return exchange.readRequest(workspace.ctx, text)
  const work = await beginWork(session, 'read')
  if (!work.ok) return work
  const opened = await openSealed(file.bytes, work.value.secrets)
  return opened.ok ? exchange.readAnswer(workspace.ctx, opened.value) : opened
}

/** Undefined for what is not the text of a request: an answer, sealed. */
function requestText(bytes: Uint8Array): string | undefined {
  if (bytes.byteLength > LARGEST_REQUEST) return undefined
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return text.startsWith('age-encryption.org/') ? undefined : text
  } catch {
    return undefined
  }
}

/**
 * Headquarters grants what was asked and answers by a pli sealed for the one who asked. Another machine of headquarters is named by two root keys first.
 * Safe to repeat: nothing is granted or named twice.
 */
export async function accept(session: Session, input: Read<Api<'enrol.accept'>['input']>): Promise<DoorOutcome<EnrolmentAccepted>> {
  const work = await beginWork(session, 'write')
  if (!work.ok) return work
  const { ctx, exchange } = work.value
  const { fileId, rootFiles, ...options } = input
  const file = session.files.get(fileId)
  if (!file) return err([{ code: 'file_unknown' }])
  const text = requestText(file.bytes)
  if (text === undefined) return err([{ code: 'enrolment_not_a_request' }])
  let accepted = exchange.acceptRequest(ctx, text, options)
  if (!accepted.ok && rootFiles && accepted.error.every((refusal) => refusal.code === 'root_needed')) {
    const asked = exchange.workingKeyOf(ctx, text)
    if (!asked.ok) return asked
    const named = await (await import('./root-work.ts')).nameMachine(session, asked.value, rootFiles)
    if (!named.ok) return named
    accepted = exchange.acceptRequest(ctx, text, options)
  }
  const changed = session.wrote()
  if (!accepted.ok) return accepted
  const { to, fingerprint, rootFingerprint, person, entities } = accepted.value
  const answer = await answerFor(work.value, to, ['reponse', (entities.length === 1 ? entities[0] : undefined) ?? person])
  if (!answer.ok) return answer
  return { ok: true, value: { ...answer.value, fingerprint, rootFingerprint, entities }, changed: [...new Set([...changed, ...session.wrote(), ...CHANGED])] }
}

async function answerFor(work: Work, to: Parameters<Work['exchange']['composeEnrolment']>[1], words: readonly string[]): Promise<Outcome<MadeFileInfo>> {
  const composed = work.exchange.composeEnrolment(work.ctx, to)
  if (!composed.ok) return composed
  const { bytes, recipients, header } = composed.value
  const sealed = await sealBytes(bytes, recipients)
  if (sealed.ok) return ok(handOut(work.session, fileName([...words, numberWord(header.number)], PLI_EXTENSION), sealed.value))
  work.exchange.forgetPli(work.ctx, composed.value)
  return sealed
}

/** Joins: headquarters' root is believed from now on, and its answer is taken like any pli; then those that waited for it. */
export async function finish(session: Session, fileId: string, fingerprint: string | undefined): Promise<DoorOutcome<Api<'enrol.finish'>['output']>> {
  const work = await beginWork(session, 'write')
  if (!work.ok) return work
  const { ctx, exchange, secrets } = work.value
  const file = session.files.get(fileId)
  if (!file) return err([{ code: 'file_unknown' }])
  const opened = await openSealed(file.bytes, secrets)
  if (!opened.ok) return opened
  const finished = exchange.finishEnrolment(ctx, { name: file.name, hash: sha256(file.bytes), opened: opened.value, sealed: file.bytes }, { fingerprint })
  if (finished.ok) await new Taking(work.value).follow([finished.value.taken])
  const changed = session.wrote()
  return finished.ok ? { ok: true, value: finished.value, changed: [...new Set([...changed, ...CHANGED])] } : finished
}
