import { canonicalJson, type Json } from '../chain/canonical-json.ts'
import { type AppliedFact, effectiveTime } from '../chain/fact.ts'
import type { Writer } from '../context.ts'
import type { FactName } from '../ledger/ledger-facts.ts'
import type { Appliers } from '../ledger/ledger.apply.ts'
import type { AdvisingFacts, AppointmentSet, EntryProposed, NoteShared, ProposalAnswered, ProposalWithdrawn } from './advising-facts.ts'

// A note (by its own author) and an appointment (by any adviser) are set again whole: the latest stands, by effective time, then by author,
// whatever came first.
const NOTE = `INSERT INTO note (entity_id, id, on_date, text, entry_author, entry_sequence, withdrawn, logical_time, author) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (entity_id, id, author) DO UPDATE SET on_date = excluded.on_date, text = excluded.text, entry_author = excluded.entry_author,
    entry_sequence = excluded.entry_sequence, withdrawn = excluded.withdrawn, logical_time = excluded.logical_time
  WHERE excluded.logical_time > note.logical_time`
const APPOINTMENT = `INSERT INTO appointment (entity_id, id, on_date, at_time, place, subject, state, logical_time, author) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (entity_id, id) DO UPDATE SET on_date = excluded.on_date, at_time = excluded.at_time, place = excluded.place, subject = excluded.subject,
    state = excluded.state, logical_time = excluded.logical_time, author = excluded.author
  WHERE (excluded.logical_time, excluded.author) > (appointment.logical_time, appointment.author)`
const PROPOSAL = 'INSERT INTO proposal (id, entity_id, entry, reason) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO NOTHING'
const ANSWER = `INSERT INTO proposal_answer (id, entity_id, proposal_author, proposal_sequence, answer, reason, entry_author, entry_sequence)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`

function applyNoteShared(tx: Writer, fact: AppliedFact<NoteShared>): void {
  const { body, stream } = fact
  tx.write(NOTE).run(
    stream.entityId, body.id, body.on, body.text, body.entry?.author ?? null, body.entry?.sequence ?? null, body.withdrawn ? 1 : 0, effectiveTime(fact), stream.author,
  )
}

function applyAppointmentSet(tx: Writer, fact: AppliedFact<AppointmentSet>): void {
  const { body, stream } = fact
  tx.write(APPOINTMENT).run(stream.entityId, body.id, body.on, body.at ?? null, body.place ?? null, body.subject, body.state, effectiveTime(fact), stream.author)
}

function applyEntryProposed(tx: Writer, { id, body, stream }: AppliedFact<EntryProposed>): void {
  tx.write(PROPOSAL).run(id, stream.entityId, canonicalJson(body.entry as unknown as Json), body.reason)
}

function insertAnswer(tx: Writer, fact: AppliedFact, proposal: FactName, answer: string, reason: string | undefined, entry?: FactName): void {
  tx.write(ANSWER).run(fact.id, fact.stream.entityId, proposal.author, proposal.sequence, answer, reason ?? null, entry?.author ?? null, entry?.sequence ?? null)
}

function applyProposalAnswered(tx: Writer, fact: AppliedFact<ProposalAnswered>): void {
  const { proposal, answer, reason, entry } = fact.body
  insertAnswer(tx, fact, proposal, answer, reason, entry)
}

/** Only who proposed may take back: what another adviser signs about it changes nothing. */
function applyProposalWithdrawn(tx: Writer, fact: AppliedFact<ProposalWithdrawn>): void {
  const { proposal, reason } = fact.body
  if (proposal.author === fact.stream.author) insertAnswer(tx, fact, proposal, 'withdrawn', reason)
}

/**
 * Who writes the rows of each kind of fact of an adviser. Facts that they name (an entry, a proposal) are kept by their names and found
 * when read, so that any order of arrival gives the same rows.
 */
export const ADVISING_APPLIERS: Appliers<AdvisingFacts> = {
  NoteShared: applyNoteShared,
  AppointmentSet: applyAppointmentSet,
  EntryProposed: applyEntryProposed,
  ProposalAnswered: applyProposalAnswered,
  ProposalWithdrawn: applyProposalWithdrawn,
}
