import { foreignEntity } from '../../chain/foreign-stream.command.ts'
import type { Context, Outcome, Reader, Writer } from '../../context.ts'
import type { EntityId } from '../../kernel/ids.ts'
import { err, ok } from '../../kernel/result.ts'
import type { EnrolmentInfo } from '../../workspace.ts'
import { type Answer, checkAnswer } from './enrol-answer.query.ts'
import { settleRequest } from './enrol.command.ts'
import { isSameFingerprint } from '../trust/fingerprint.ts'
import type { Fingerprint, TakenPli } from '../pli.ts'
import { federationCode, pinFederation } from '../trust/root.command.ts'
import { type OpenedPli, takePli } from '../taking/take-pli.command.ts'
import { allBooks, currentRoot, isHeadquartersFile } from '../trust/trust.query.ts'

export interface Finished {
  readonly headquarters: string
  /** Of this workspace's own request. */
  readonly fingerprint: Fingerprint
  readonly rootFingerprint: Fingerprint
  /** Codes here of the books granted. */
  readonly entities: readonly string[]
  readonly taken: TakenPli
}

/** What an answer says, before this workspace believes it. Refusals as `checkAnswer`. */
export function readAnswer(reader: Reader, opened: Uint8Array): Outcome<EnrolmentInfo> {
  const answer = checkAnswer(reader, opened)
  if (!answer.ok) return answer
  const { grants, root, rootFingerprint, fingerprint } = answer.value
  const own = grants[0]?.grant
  const named = isHeadquartersFile(reader) ? root.working.findLast((key) => key.author === reader.ports.author) : undefined
  return ok({
    kind: 'answer', person: named?.name ?? own?.person.name ?? '', email: own?.person.email ?? null, role: named ? 'headquarters' : (own?.role ?? 'associate'), office: own?.office ?? null,
    entities: grants.filter((each) => each.entity !== root.federation).map(({ entity, code }) => ({ uid: entity, code, name: code, entries: 0, known: isHere(reader, entity) })),
    fingerprint, rootFingerprint, headquarters: root.name,
  })
}

function isHere(reader: Reader, uid: EntityId): boolean {
  return reader.read('SELECT 1 FROM entity WHERE uid = ?').get(uid) !== undefined
}

/**
 * Joins: believes the root inside the answer from now on, then takes the answer as any pli. Books of the same code that hold no entry yet
 * step aside. Refusals: those of `checkAnswer`, `fingerprint_differs` (of headquarters' root), and what refuses the pli itself: the workspace
 * is then as it was.
 */
export function finishEnrolment(ctx: Context, file: OpenedPli, options: { readonly fingerprint?: string | undefined }): Outcome<Finished> {
  const read = checkAnswer(ctx, file.opened)
  if (!read.ok) return read
  const answer = read.value
  const { root, rootFingerprint, fingerprint } = answer
  if (options.fingerprint !== undefined && !isSameFingerprint(options.fingerprint, rootFingerprint)) return err([{ code: 'fingerprint_differs', person: root.name }])
  const wasJoined = currentRoot(ctx) !== undefined
  const moved = begin(ctx, answer)
  const taken = takeOrUndo(ctx, file, () => undo(ctx, wasJoined, moved))
  if (taken.outcome === 'refused' || taken.outcome === 'waiting') {
    undo(ctx, wasJoined, moved)
    return err(taken.refused.length > 0 ? taken.refused : [{ code: 'enrolment_incomplete', headquarters: root.name }])
  }
  return ctx.write((tx) => {
    if (!answer.isRepeated) settleRequest(tx)
    const granted = answer.grants.filter((each) => each.entity !== root.federation)
    const codeOf = (column: 'id' | 'uid', value: EntityId | number): string[] => tx.read<{ code: string }>(`SELECT code FROM entity WHERE ${column} = ?`).all(value).map((row) => row.code)
    const entities = isHeadquartersFile(tx) ? allBooks(tx).flatMap((id) => codeOf('id', id)) : granted.flatMap(({ entity }) => codeOf('uid', entity))
    return ok({ headquarters: root.name, fingerprint, rootFingerprint, entities, taken })
  })
}

/** A full disk, a work cancelled: this workspace belongs to nobody whose root it does not hold. */
function takeOrUndo(ctx: Context, file: OpenedPli, giveUp: () => void): TakenPli {
  try {
    return takePli(ctx, file)
  } catch (error) {
    giveUp()
    throw error
  }
}

interface Moved { readonly id: number; readonly code: string }

function begin(ctx: Context, answer: Answer): readonly Moved[] {
  const began = ctx.write((tx) => {
    foreignEntity(tx, answer.root.federation, federationCode(answer.root.federation))
    pinFederation(tx, answer.root)
    return ok(answer.grants.flatMap(({ entity, code }) => stepAside(tx, entity, code)))
  })
  return began.ok ? began.value : []
}

/** The empty books that every new workspace begins with make room for those of the same code that headquarters grants. */
function stepAside(tx: Writer, entity: EntityId, code: string): Moved[] {
  const local = tx
    .read<{ id: number }>('SELECT id FROM entity WHERE code = ? AND uid <> ? AND NOT EXISTS (SELECT 1 FROM entry WHERE entity_id = entity.id) AND NOT EXISTS (SELECT 1 FROM access WHERE entity_id = entity.id)')
    .get(code, entity)
  if (!local || isHere(tx, entity)) return []
  for (let number = 2; ; number += 1) {
    const free = `${code.slice(0, 16)}${number}`
    if (tx.read('SELECT 1 FROM entity WHERE code = ?').get(free)) continue
    rename(tx, { id: local.id, code: free })
    return [{ id: local.id, code }]
  }
}

function rename(tx: Writer, { id, code }: Moved): void {
  tx.write('UPDATE entity SET code = ? WHERE id = ?').run(code, id)
  tx.memory.delete(`books:${id}`)
  tx.changed('ledger')
}

function undo(ctx: Context, wasJoined: boolean, moved: readonly Moved[]): void {
  ctx.write((tx) => {
    if (!wasJoined) tx.write("DELETE FROM setting WHERE key IN ('federation', 'headquarters')").run()
    for (const each of moved) rename(tx, each)
    tx.memory.delete('trust')
    return ok(null)
  })
}
