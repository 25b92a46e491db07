import { and, desc, eq, gt, lt, max } from 'drizzle-orm'
import type { Context, Outcome, Reader, Writer } from '../context.ts'
import { err, ok } from '../kernel/result.ts'
import { draftStateTable, draftTable } from './ledger.schema.ts'
import type { ProposedEntry } from './entry.ts'
import { bookEntry, type PostedEntry } from './post-entry.command.ts'

/** What a person is typing: any of it may be missing or wrong until it is posted. */
export interface DraftBody {
  readonly journal?: string | undefined
  readonly date?: string | undefined
  readonly label?: string | undefined
  readonly documentRef?: string | undefined
  readonly documentOn?: string | undefined
  readonly lines: readonly {
    readonly account?: string | undefined
    readonly debitCents?: number | undefined
    readonly creditCents?: number | undefined
    readonly label?: string | undefined
    readonly party?: string | undefined
    readonly project?: string | undefined
    readonly funder?: string | undefined
  }[]
}

export interface Draft {
  readonly id: string
  readonly version: number
  readonly changedAt: number
  readonly body: DraftBody
  readonly canUndo: boolean
  readonly canRedo: boolean
}

/** States kept of a draft, for undo across restarts. */
const UNDO_STEPS = 100

/**
 * Saves a draft. `version` is the one the person was shown; when another window saved since, the draft is not
 * overwritten: `draft_changed_meanwhile`. Without `id` a new draft is made.
 */
export function saveDraft(ctx: Context, entityId: number, body: DraftBody, id?: string, version?: number): Outcome<Draft> {
  return ctx.write((tx) => writeDraft(tx, entityId, body, id, version))
}

/** `saveDraft` inside the transaction under way. */
export function writeDraft(tx: Writer, entityId: number, body: DraftBody, id?: string, version?: number): Outcome<Draft> {
  const draftId = id ?? tx.ports.newId()
  const known = findDraft(tx, entityId, draftId)
  if (id !== undefined && !known) return err([{ code: 'draft_unknown' }])
  if (known && version !== known.version) return err([{ code: 'draft_changed_meanwhile', version: known.version }])
  const text = JSON.stringify(body)
  if (known && known.body === text) return ok(toDraft(tx, known))
  const next = (known?.version ?? 0) + 1
  tx.orm.delete(draftStateTable).where(and(eq(draftStateTable.draftId, draftId), gt(draftStateTable.version, known?.version ?? 0))).run()
  tx.orm.insert(draftStateTable).values({ draftId, version: next, body: text }).run()
  tx.orm.delete(draftStateTable).where(and(eq(draftStateTable.draftId, draftId), lt(draftStateTable.version, next - UNDO_STEPS))).run()
  store(tx, { id: draftId, entityId, body: text, version: next, changedAt: tx.ports.now() })
  return ok(toDraft(tx, { id: draftId, entityId, body: text, version: next, changedAt: tx.ports.now() }))
}

type StoredDraft = typeof draftTable.$inferSelect

/** A draft of these books, as it is kept. */
export function findDraft(tx: Writer, entityId: number, id: string): StoredDraft | undefined {
  return tx.orm.select().from(draftTable).where(and(eq(draftTable.id, id), eq(draftTable.entityId, entityId))).get() as StoredDraft | undefined
}

function store(tx: Writer, draft: StoredDraft): void {
  const { body, version, changedAt } = draft
  tx.orm.insert(draftTable).values(draft).onConflictDoUpdate({ target: draftTable.id, set: { body, version, changedAt } }).run()
  tx.changed('drafts')
}

function toDraft(tx: Writer, draft: StoredDraft): Draft {
  const newest = tx.orm.select({ version: max(draftStateTable.version) }).from(draftStateTable).where(eq(draftStateTable.draftId, draft.id)).get() as { version: number | null } | undefined
  const older = tx.orm.select({ version: draftStateTable.version }).from(draftStateTable)
    .where(and(eq(draftStateTable.draftId, draft.id), lt(draftStateTable.version, draft.version))).limit(1).get()
  return {
    id: draft.id, version: draft.version, changedAt: draft.changedAt, body: JSON.parse(draft.body) as DraftBody,
    canUndo: older !== undefined, canRedo: (newest?.version ?? 0) > draft.version,
  }
}

/** Walks a draft back or forth among its last hundred states. */
export function stepDraft(ctx: Context, entityId: number, id: string, direction: 'undo' | 'redo'): Outcome<Draft> {
  return ctx.write((tx) => stepOneDraft(tx, entityId, id, direction))
}

/** `stepDraft` inside the transaction under way. */
export function stepOneDraft(tx: Writer, entityId: number, id: string, direction: 'undo' | 'redo'): Outcome<Draft> {
  const known = findDraft(tx, entityId, id)
  if (!known) return err([{ code: 'draft_unknown' }])
  const beyond = direction === 'undo' ? lt(draftStateTable.version, known.version) : gt(draftStateTable.version, known.version)
  const state = tx.orm.select().from(draftStateTable).where(and(eq(draftStateTable.draftId, id), beyond))
    .orderBy(direction === 'undo' ? desc(draftStateTable.version) : draftStateTable.version).limit(1).get() as { version: number; body: string } | undefined
  if (!state) return err([{ code: direction === 'undo' ? 'nothing_to_undo' : 'nothing_to_redo' }])
  const next = { ...known, body: state.body, version: state.version, changedAt: tx.ports.now() }
  store(tx, next)
  return ok(toDraft(tx, next))
}

export function deleteDraft(ctx: Context, entityId: number, id: string): Outcome<null> {
  return ctx.write((tx) => {
    if (!findDraft(tx, entityId, id)) return err([{ code: 'draft_unknown' }])
    removeDraft(tx, id)
    return ok(null)
  })
}

/** Lets a draft go with all its states. */
export function removeDraft(tx: Writer, id: string): void {
  tx.orm.delete(draftStateTable).where(eq(draftStateTable.draftId, id)).run()
  tx.orm.delete(draftTable).where(eq(draftTable.id, id)).run()
  tx.changed('drafts')
}

/** Books a draft and lets it go, in the transaction under way: never both, never neither. */
export function bookDraft(tx: Writer, entityId: number, id: string, version: number): Outcome<PostedEntry> {
  const known = findDraft(tx, entityId, id)
  if (!known) return err([{ code: 'draft_unknown' }])
  if (known.version !== version) return err([{ code: 'draft_changed_meanwhile', version: known.version }])
  const result = bookEntry(tx, entityId, proposedFrom(JSON.parse(known.body) as DraftBody))
  if (result.ok) removeDraft(tx, id)
  return result
}

/** A draft as an entry: lines left wholly empty are not lines. */
function proposedFrom(body: DraftBody): ProposedEntry {
  return {
    journal: body.journal ?? '', date: body.date ?? '', label: body.label ?? '',
    documentRef: body.documentRef, documentOn: body.documentOn,
    lines: body.lines
      .filter((line) => line.account || line.debitCents || line.creditCents)
      .map((line) => ({ ...line, account: line.account ?? '', debitCents: line.debitCents ?? 0, creditCents: line.creditCents ?? 0 })),
  }
}

export function drafts(ctx: Reader, entityId: number): Draft[] {
  const rows = ctx.select().from(draftTable).where(eq(draftTable.entityId, entityId)).orderBy(desc(draftTable.changedAt)).all() as StoredDraft[]
  return rows.map((row) => ({
    id: row.id, version: row.version, changedAt: row.changedAt, body: JSON.parse(row.body) as DraftBody,
    canUndo: ctx.read('SELECT 1 FROM draft_state WHERE draft_id = ? AND version < ?').get(row.id, row.version) !== undefined,
    canRedo: ctx.read('SELECT 1 FROM draft_state WHERE draft_id = ? AND version > ?').get(row.id, row.version) !== undefined,
  }))
}
