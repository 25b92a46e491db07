import type { Context, Outcome, Writer } from '../context.ts'
import { ok } from '../kernel/result.ts'
import { bookDraft, type DraftBody, drafts, writeDraft } from '../ledger/draft.command.ts'
import { type ShownDraft, withEachDraft } from '../ledger/drafts-in-bulk.command.ts'
import type { PostedEntry } from '../ledger/post-entry.command.ts'
import type { EntryProposed } from './advising-facts.ts'
import { answerable, answerEdited } from './proposals.command.ts'

/**
 * Makes a draft of a proposal for the porteur to change and post; posting it answers the proposal as edited. Asked again, it answers the
 * draft that waits. Refusals: `answer_needs_porteur`, `proposal_unknown`, `proposal_already_answered`.
 */
export function editProposal(ctx: Context, entityId: number, id: number): Outcome<{ readonly draft: string }> {
  return ctx.write((tx) => {
    const open = answerable(tx, entityId, id)
    if (!open.ok) return open
    if (open.value.draft !== null) return ok({ draft: open.value.draft })
    const made = writeDraft(tx, entityId, draftOf(open.value.entry))
    if (!made.ok) return made
    tx.write('INSERT INTO proposal_draft (draft_id, proposal_id) VALUES (?, ?)').run(made.value.id, open.value.id)
    tx.changed('advising')
    return ok({ draft: made.value.id })
  })
}

/** An amount of zero is a side left empty. */
function draftOf({ journal, date, label, documentRef, documentOn, lines }: EntryProposed['entry']): DraftBody {
  return {
    journal, date, label, documentRef, documentOn,
    lines: lines.map((line) => ({
      account: line.account, debitCents: line.debitCents || undefined, creditCents: line.creditCents || undefined, label: line.label, party: line.party, project: line.project, funder: line.funder,
    })),
  }
}

/** Books a draft, and answers the proposal it was made of, in one transaction. Refusals: those of `bookDraft`. */
export function postDraftAndAnswer(ctx: Context, entityId: number, id: string, version: number): Outcome<PostedEntry> {
  return ctx.write((tx) => bookAndAnswer(tx, entityId, id, version))
}

function bookAndAnswer(tx: Writer, entityId: number, id: string, version: number): Outcome<PostedEntry> {
  const posted = bookDraft(tx, entityId, id, version)
  if (!posted.ok) return posted
  const origin = tx.read<{ proposalId: number }>('SELECT proposal_id AS proposalId FROM proposal_draft WHERE draft_id = ?').get(id)
  if (!origin) return posted
  answerEdited(tx, entityId, origin.proposalId, posted.value.id)
  tx.write('DELETE FROM proposal_draft WHERE draft_id = ?').run(id)
  return posted
}

/**
 * Books a selection of drafts, all or nothing, in the order of their dates, so that their numbers follow them. Each refusal says of which draft
 * it is (`draft`: its id).
 */
export function postDraftsAndAnswer(ctx: Context, entityId: number, shown: readonly ShownDraft[]): Outcome<PostedEntry[]> {
  return ctx.write((tx) => {
    const days = new Map(drafts(tx, entityId).map(({ id, body }) => [id, body.date ?? '']))
    const inOrder = shown.toSorted((a, b) => compareText(days.get(a.id) ?? '', days.get(b.id) ?? ''))
    return withEachDraft(tx, entityId, inOrder, ({ id, version }) => bookAndAnswer(tx, entityId, id, version))
  })
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
