import { join } from 'node:path'
import { expect } from 'vitest'
import type { EnrolmentAccepted, IdentityInfo, MadeFileInfo, PliMade } from '../../core/workspace.ts'
import type { Session } from '../../electron/machine/session.ts'
import { anEntry, temporaryFolder, testSession } from '../shells/folder.ts'

export const ROOT = ['granit lanterne orge dimanche', 'velours marée tilleul onze', 'boussole craie jardin tempête']

export async function ask<T>(session: Session, name: string, input: unknown): Promise<T> {
  const reply = await session.answer(name, input)
  expect(reply, name).toMatchObject({ ok: true })
  return (reply as { value: T }).value
}

export async function refusalOf(session: Session, name: string, input: unknown): Promise<unknown> {
  const reply = (await session.answer(name, input)) as { refused?: readonly { code: string }[] }
  return reply.refused?.[0]?.code
}

/** Hands a made file over, as a stick or a mail does. */
export function carry(from: Session, fileId: string, to: Session): string {
  const file = from.files.get(fileId)
  if (!file) throw new Error('no such file')
  return to.files.put(file.name, file.mediaType, file.bytes)
}

/** Request, acceptance and answer, between two workspaces. */
export async function enrol(member: Session, headquarters: Session, request: Record<string, unknown>): Promise<void> {
  const asked = await ask<MadeFileInfo>(member, 'enrol.request', request)
  const accepted = await ask<EnrolmentAccepted>(headquarters, 'enrol.accept', { fileId: carry(member, asked.fileId, headquarters) })
  await ask(member, 'enrol.finish', { fileId: carry(headquarters, accepted.fileId, member) })
}

export interface Taken {
  readonly outcome: string
  readonly refused: readonly { readonly code: string }[]
}

export async function take(to: Session, fileId: string): Promise<Taken> {
  const { plis } = await ask<{ plis: readonly Taken[] }>(to, 'pli.take', { fileIds: [fileId] })
  const [taken] = plis
  if (!taken) throw new Error('no answer')
  return taken
}

/** Makes a pli and takes it at once at the other end. */
export async function send(from: Session, addressee: string, to: Session): Promise<Taken> {
  return take(to, carry(from, (await ask<PliMade>(from, 'pli.make', { to: addressee })).fileId, to))
}

export interface Pair {
  readonly headquarters: Session
  readonly porteur: Session
  /** File ids of the root keys, in the session of headquarters. */
  readonly rootFiles: readonly string[]
  readonly made: IdentityInfo
}

/** Headquarters and one Activité, enrolled, each holding what the other has. */
export async function enrolledPair(): Promise<Pair> {
  const folder = temporaryFolder()
  const [headquarters, porteur] = [testSession(), testSession()]
  await ask(headquarters, 'workspace.create', { path: join(folder, 'siege.archipel'), kind: 'headquarters', country: 'BE', name: 'Siège', entityCode: 'SIEGE', entityName: 'Siège' })
  await ask(headquarters, 'identity.make', {})
  const { files } = await ask<{ files: readonly MadeFileInfo[] }>(headquarters, 'trust.found', { passphrases: ROOT })
  await ask(porteur, 'workspace.create', {
    path: join(folder, 'atelier.archipel'), kind: 'entity', country: 'BE', name: 'Atelier', entityCode: 'A1', entityName: 'Atelier', firstYear: { startOn: '2026-01-01', endOn: '2026-12-31' },
  })
  const made = await ask<IdentityInfo>(porteur, 'identity.make', {})
  await ask(porteur, 'entries.post', { entity: 'A1', entries: [anEntry(100), anEntry(250)] })
  await enrol(porteur, headquarters, { person: 'Ada', role: 'porteur' })
  expect(await send(porteur, 'headquarters', headquarters)).toMatchObject({ outcome: 'taken' })
  expect(await send(headquarters, 'A1', porteur)).toMatchObject({ outcome: 'taken' })
  return { headquarters, porteur, rootFiles: files.map((file) => file.fileId), made }
}
