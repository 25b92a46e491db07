import { canonicalJson, type Json } from '../chain/canonical-json.ts'
import { type AppliedFact, effectiveTime } from '../chain/fact.ts'
import type { Writer } from '../context.ts'
import type { FactName } from '../ledger/ledger-facts.ts'
import type { Appliers } from '../ledger/ledger.apply.ts'
import { countsNowhere } from '../ledger/meeting.query.ts'
import { factOf, type StoredRow, streamsOf } from '../ledger/stored-fact.query.ts'
import { ADVICE_KINDS, type AdvisingFacts, type AppointmentSet, type EntryProposed, type NoteShared, type ProposalAnswered, type ProposalWithdrawn } from './advising-facts.ts'

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

/** Advice, and answers to it, beyond the place where their author was revoked count nowhere: not here either, though they came before they were revoked. */
function counting<Body>(apply: (tx: Writer, fact: AppliedFact<Body>) => void): (tx: Writer, fact: AppliedFact<Body>) => void {
  return (tx, fact) => {
    if (!countsNowhere(tx, fact)) apply(tx, fact)
  }
}

/**
 * Who writes the rows of each kind of fact of an adviser. Facts that they name (an entry, a proposal) are kept by their names and found
 * when read, so that any order of arrival gives the same rows.
 */
export const ADVISING_APPLIERS: Appliers<AdvisingFacts> = {
  NoteShared: counting(applyNoteShared),
  AppointmentSet: counting(applyAppointmentSet),
  EntryProposed: counting(applyEntryProposed),
  ProposalAnswered: counting(applyProposalAnswered),
  ProposalWithdrawn: counting(applyProposalWithdrawn),
}

const OF_KINDS = `kind IN (${ADVICE_KINDS.map((kind) => `'${kind}'`).join(', ')})`
const BEYOND = `SELECT 1 FROM access_revoked JOIN stream ON stream.entity_id = access_revoked.entity_id AND stream.author = access_revoked.author
  CROSS JOIN fact ON fact.id > (stream.id << 32) + last_sequence AND fact.id < (stream.id + 1) << 32
  WHERE access_revoked.entity_id = ? AND access_revoked.author = ? AND ${OF_KINDS} LIMIT 1`
const ALL = `SELECT fact.id, logical_time AS logicalTime, kind, version, body FROM stream CROSS JOIN fact ON fact.id > stream.id << 32 AND fact.id < (stream.id + 1) << 32
  WHERE entity_id = ? AND ${OF_KINDS} ORDER BY fact.id`

/** Headquarters granted or revoked a right to sign: where that says something of advice that is here, all of it is written again from the facts that count. */
export function adviceRightsChanged(tx: Writer, entityId: number, author: string): void {
  if (tx.read(BEYOND).get(entityId, author) === undefined) return
  for (const table of ['note', 'appointment', 'proposal', 'proposal_answer']) tx.write(`DELETE FROM ${table} WHERE entity_id = ?`).run(entityId)
  const streams = streamsOf(tx, entityId)
  for (const row of tx.read<StoredRow>(ALL).all(entityId)) {
    const apply = ADVISING_APPLIERS[row.kind as keyof AdvisingFacts] as (tx: Writer, fact: AppliedFact) => void
    apply(tx, factOf(row, streams))
  }
  tx.changed('advising')
}
