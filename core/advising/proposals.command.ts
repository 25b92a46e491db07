import type { Context, Outcome, Writer } from '../context.ts'
import type { FactId } from '../kernel/ids.ts'
import { err, ok, type Refusal, type Result } from '../kernel/result.ts'
import { booksView } from '../ledger/books.query.ts'
import { decideEntry } from '../ledger/entry.ts'
import { nameFact } from '../ledger/fact-name.query.ts'
import { bookEntry, type PostedEntry } from '../ledger/post-entry.command.ts'
import { decideReason, proposalOf } from './advice.ts'
import type { EntryProposed, ProposalAnswered } from './advising-facts.ts'
import { findProposal, type Proposal } from './proposals.query.ts'
import { needAdviser, needPorteur, recordAdvice } from './record-advice.command.ts'

/**
 * Proposes an entry that the porteur will book, change or decline. The books of this workspace's copy decide as if it were booked now.
 * Refusals: `advice_needs_adviser`, `reason_missing`, and every one of `decideEntry`.
 */
export function makeProposal(ctx: Context, entityId: number, entry: EntryProposed['entry'], reason: string): Outcome<{ readonly id: FactId }> {
  return ctx.write((tx) => {
    const problems = needAdviser(tx, entityId)
    const why = decideReason(reason)
    const decided = decideEntry(entry, booksView(tx, entityId), tx.ports.today())
    if (!why.ok) problems.push(...why.error)
    if (!decided.ok) problems.push(...decided.error)
    if (!why.ok || !decided.ok || problems.length > 0) return err(problems)
    return ok({ id: recordAdvice(tx, entityId, 'EntryProposed', { entry: proposalOf(decided.value), reason: why.value }) })
  })
}

/** Takes back one's own proposal while nothing answers it. Refusals: `proposal_unknown`, `proposal_not_yours`, `proposal_already_answered`. */
export function withdrawProposal(ctx: Context, entityId: number, id: number, reason?: string): Outcome<null> {
  return ctx.write((tx) => {
    const open = openProposal(tx, entityId, id)
    if (!open.ok) return open
    if (!open.value.by.own) return err([{ code: 'proposal_not_yours' }])
    const why = reason === undefined || reason.trim() === '' ? undefined : decideReason(reason)
    if (why && !why.ok) return why
    recordAdvice(tx, entityId, 'ProposalWithdrawn', { proposal: nameFact(tx, open.value.id), ...(why ? { reason: why.value } : {}) })
    return ok(null)
  })
}

/**
 * Books the proposed entry as it is, and says so, in one transaction. The books may have changed since it was proposed: then it is
 * refused with what stands in the way. Refusals: `answer_needs_porteur`, `proposal_unknown`, `proposal_already_answered`, those of `decideEntry`.
 */
export function acceptProposal(ctx: Context, entityId: number, id: number): Outcome<PostedEntry> {
  return ctx.write((tx) => {
    const open = answerable(tx, entityId, id)
    if (!open.ok) return open
    const booked = bookEntry(tx, entityId, open.value.entry)
    if (booked.ok) answer(tx, entityId, open.value.id, 'accepted', { entry: nameFact(tx, booked.value.id) })
    return booked
  })
}

/** Refusals: `answer_needs_porteur`, `proposal_unknown`, `proposal_already_answered`, `reason_missing`. */
export function declineProposal(ctx: Context, entityId: number, id: number, reason: string): Outcome<null> {
  return ctx.write((tx) => {
    const open = answerable(tx, entityId, id)
    if (!open.ok) return open
    const why = decideReason(reason)
    if (!why.ok) return why
    answer(tx, entityId, open.value.id, 'declined', { reason: why.value })
    return ok(null)
  })
}

function answer(tx: Writer, entityId: number, proposal: FactId, said: ProposalAnswered['answer'], more: Pick<ProposalAnswered, 'reason' | 'entry'>): void {
  recordAdvice(tx, entityId, 'ProposalAnswered', { proposal: nameFact(tx, proposal), answer: said, ...more })
}

/** A proposal that the porteur may still answer here. */
export function answerable(tx: Writer, entityId: number, id: number): Result<Proposal, Refusal[]> {
  const barred = needPorteur(tx, entityId)
  return barred.length > 0 ? err(barred) : openProposal(tx, entityId, id)
}

function openProposal(tx: Writer, entityId: number, id: number): Result<Proposal, Refusal[]> {
  const found = findProposal(tx, entityId, id)
  if (!found) return err([{ code: 'proposal_unknown' }])
  return found.state === 'open' ? ok(found) : err([{ code: 'proposal_already_answered' }])
}

/** The porteur booked what he made of a proposal; one that was answered meanwhile keeps its answer. */
export function answerEdited(tx: Writer, entityId: number, proposalId: number, entry: FactId): void {
  const open = answerable(tx, entityId, proposalId)
  if (open.ok) answer(tx, entityId, open.value.id, 'edited', { entry: nameFact(tx, entry) })
}
