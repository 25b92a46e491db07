import { isAbsolute } from 'node:path'
import { assert } from '../../core/kernel/assert.ts'
import { err, ok } from '../../core/kernel/result.ts'
import type { TakenPli } from '../../core/sync/pli.ts'
import type { Addressee, PliMade, PliPreview } from '../../core/workspace.ts'
import type { DoorOutcome } from './door.ts'
import { beginWork, fileName, handOut, type Work } from './exchange-work.ts'
import { PLI_EXTENSION } from './folder-names.ts'
import { sha256 } from './hash.ts'
import { takeFolder } from './inbox.ts'
import { openSealed, sealBytes } from './seal.ts'
import type { Session } from './session.ts'
import { Taking } from './taking.ts'

type Since = 'acknowledged' | 'sent'

/** Screens that show what came, what left and what it changed. */
const CHANGED = ['sync']

export async function addressees(session: Session): Promise<DoorOutcome<readonly Addressee[]>> {
  const workspace = session.workspace
  if (!workspace) return err([{ code: 'no_workspace' }])
  const { exchange } = await import('../../core/exchange.ts')
  return ok(exchange.addressees(workspace.ctx))
}

export async function preview(session: Session, to: string, since: Since): Promise<DoorOutcome<PliPreview>> {
  const workspace = session.workspace
  if (!workspace) return err([{ code: 'no_workspace' }])
  const { exchange } = await import('../../core/exchange.ts')
  return exchange.previewPli(workspace.ctx, to, since)
}

/** Composed and recorded by the core, sealed here; the file goes out by its id. */
export async function make(session: Session, to: string, since: Since): Promise<DoorOutcome<PliMade>> {
  const work = await beginWork(session, 'write')
  if (!work.ok) return work
  const { ctx, exchange } = work.value
  const composed = exchange.composePli(ctx, to, since)
  const changed = session.wrote()
  if (!composed.ok) return composed
  const { bytes, recipients, header, facts, documents, notices } = composed.value
  const sealed = await sealBytes(bytes, recipients)
  if (!sealed.ok) {
    exchange.forgetPli(ctx, composed.value)
    return sealed
  }
  const name = fileName([await senderWord(session), 'vers', to === 'headquarters' ? 'siege' : to, numberWord(header.number)], PLI_EXTENSION)
  const file = handOut(session, name, sealed.value)
  const readers = header.recipients.map((recipient) => recipient.name)
  return { ok: true, value: { ...file, to, number: header.number, facts, documents, sizeBytes: sealed.value.byteLength, recipients: readers, notices }, changed: [...changed, ...CHANGED] }
}

/** Four digits sort as they count; a line of plis that outgrows them still reads. */
export function numberWord(number: number): string {
  return String(number).padStart(4, '0')
}

interface OwnRoles {
  readonly own: { readonly roles: readonly { readonly entity: string; readonly device: string }[] }
}

/** Who sends, as words of a file name: `siege`, the only Activité with the letter of its second device, or the name of the workspace. */
export async function senderWord(session: Session): Promise<string> {
  const info = session.workspace?.info()
  if (!info || info.kind === 'headquarters') return 'siege'
  const entities = info.kind === 'entity' ? await session.ask<readonly { readonly code: string }[]>('entity.list', {}) : []
  const code = entities.length === 1 ? entities[0]?.code : undefined
  if (code === undefined) return info.name
  const { own } = await session.ask<OwnRoles>('trust.root', {})
  const device = own.roles.find((each) => each.entity === code)?.device ?? 'A'
  return device === 'A' ? code : `${code}-${device}`
}

/** What a file holds and what taking it would answer; writes nothing. */
export async function show(session: Session, fileId: string): Promise<DoorOutcome> {
  const work = await beginWork(session, 'read')
  if (!work.ok) return work
  const file = session.files.get(fileId)
  if (!file) return err([{ code: 'file_unknown' }])
  const opened = await openSealed(file.bytes, work.value.secrets)
  if (!opened.ok) return opened
  const shown = work.value.exchange.showPli(work.value.ctx, { name: file.name, opened: opened.value })
  return ok({ ...shown, sizeBytes: file.bytes.byteLength })
}

/** Takes files of this session, each by itself: one answer each, then of those that waited for them. */
export async function take(session: Session, fileIds: readonly string[]): Promise<DoorOutcome<{ readonly plis: readonly TakenPli[] }>> {
  const work = await beginWork(session, 'write')
  if (!work.ok) return work
  const plis: TakenPli[] = []
  // Told after the files: those that wait since another day and could follow.
  const followers = new Map<string, TakenPli>()
  const placeOf = new Map<string, number>()
  const taking = new Taking(work.value)
  for (const [index, fileId] of fileIds.entries()) {
    const file = session.files.get(fileId)
    if (!file) return err([{ code: 'file_unknown' }])
    const hash = sha256(file.bytes)
    const taken = await takeOne(work.value, taking, { name: file.name, hash, bytes: file.bytes })
    placeOf.set(hash, index)
    plis.push(taken)
    for (const [waited, answer] of await taking.follow([taken])) {
      const place = placeOf.get(waited)
      if (place === undefined) followers.set(waited, answer)
      else plis[place] = answer
    }
    session.openOptions.progress({ step: 'taking', done: index + 1, total: fileIds.length })
  }
  return { ok: true, value: { plis: [...plis, ...followers.values()] }, changed: [...session.wrote(), ...CHANGED] }
}

async function takeOne(work: Work, taking: Taking, file: { readonly name: string; readonly hash: string; readonly bytes: Uint8Array }): Promise<TakenPli> {
  const opened = await openSealed(file.bytes, work.secrets)
  if (!opened.ok) return taking.refuse(file.name, file.hash, opened.error)
  const [answer] = taking.take([{ name: file.name, hash: file.hash, opened: opened.value, sealed: file.bytes }])
  assert(answer, 'each pli has its answer')
  return answer
}

export async function takeFrom(session: Session, folder: string, recursive: boolean): Promise<DoorOutcome> {
  if (!isAbsolute(folder)) return err([{ code: 'folder_not_whole', path: folder }])
  const work = await beginWork(session, 'write')
  if (!work.ok) return work
  try {
    const taken = await takeFolder(work.value, folder, recursive)
    return taken.ok ? { ok: true, value: taken.value, changed: [...session.wrote(), ...CHANGED] } : taken
  } finally {
    // Batches that were committed before it was stopped stay.
    session.backups?.changed()
  }
}
