import { clockOf } from '../chain/fact.ts'
import type { Reader } from '../context.ts'
import { type AuthorId, type EntryId, type FactId, sequenceOf } from '../kernel/ids.ts'
import type { Refusal } from '../kernel/result.ts'
import { booksView } from '../ledger/books.query.ts'
import { decideEntry } from '../ledger/entry.ts'
import { entryHeads } from '../ledger/entry.query.ts'
import { type Answer, type Signer, standingAnswer, totalOf } from './advice.ts'
import type { EntryProposed } from './advising-facts.ts'
import { findNamed } from './named.query.ts'
import { signerOf } from './people.query.ts'

export interface BookedEntry {
  readonly id: EntryId
  readonly entry: string
}

export interface Proposal {
  /** Local: what the doors ask for. */
  readonly id: FactId
  readonly by: Signer
  readonly madeAt: number
  readonly entry: EntryProposed['entry']
  readonly totalCents: number
  readonly reason: string
  readonly state: 'open' | Answer['answer']
  readonly answeredAt: number | null
  /** Why it was declined or taken back, when it was said. */
  readonly answerReason: string | null
  /** What was booked of it, once that entry is here. */
  readonly booked: BookedEntry | null
  /** Two machines that had not met each booked it: these entries were booked as well, and one of them is to be reversed. */
  readonly bookedAgain: readonly BookedEntry[]
  /** A draft made of it that waits to be posted. */
  readonly draft: string | null
  /** While it is open: what these books, as they are now, would say against booking it. */
  readonly problems: readonly Refusal[]
}

interface StoredProposal { readonly id: FactId; readonly author: AuthorId; readonly logicalTime: number; readonly entry: string; readonly reason: string; readonly draft: string | null }

interface StoredAnswer extends Answer {
  readonly reason: string | null
  readonly entryAuthor: string | null
  readonly entrySequence: number | null
}

const PROPOSALS = `SELECT proposal.id, author, logical_time AS logicalTime, entry, reason,
    (SELECT draft.id FROM proposal_draft JOIN draft ON draft.id = draft_id WHERE proposal_id = proposal.id LIMIT 1) AS draft
  FROM proposal JOIN fact ON fact.id = proposal.id JOIN stream ON stream.id = proposal.id >> 32 WHERE proposal.entity_id = ? AND proposal.id = ifnull(?, proposal.id)
  ORDER BY logical_time DESC, author, proposal.id`
const ANSWERS = `SELECT proposal_answer.id, logical_time AS logicalTime, author, proposal_answer.id & 4294967295 AS sequence, answer, reason,
    entry_author AS entryAuthor, entry_sequence AS entrySequence
  FROM proposal_answer JOIN fact ON fact.id = proposal_answer.id JOIN stream ON stream.id = proposal_answer.id >> 32
  WHERE proposal_answer.entity_id = ? AND proposal_author = ? AND proposal_sequence = ?`

/** Entries proposed in the books of an entity, the latest first, each with what became of it. */
export function proposals(reader: Reader, entityId: number): Proposal[] {
  return reader.read<StoredProposal>(PROPOSALS).all(entityId, null).map((row) => toProposal(reader, entityId, row))
}

export function findProposal(reader: Reader, entityId: number, id: number): Proposal | undefined {
  const row = reader.read<StoredProposal>(PROPOSALS).get(entityId, id)
  return row && toProposal(reader, entityId, row)
}

function toProposal(reader: Reader, entityId: number, row: StoredProposal): Proposal {
  const entry = JSON.parse(row.entry) as EntryProposed['entry']
  const answers = reader.read<StoredAnswer>(ANSWERS).all(entityId, row.author, sequenceOf(row.id))
  const standing = standingAnswer(answers)
  const others = answers.filter((each) => each !== standing).flatMap((each) => bookedBy(reader, entityId, each))
  return {
    id: row.id, by: signerOf(reader, entityId, row.author), madeAt: clockOf(row.logicalTime), entry, totalCents: totalOf(entry), reason: row.reason,
    state: standing?.answer ?? 'open', answeredAt: standing ? clockOf(standing.logicalTime) : null, answerReason: standing?.reason ?? null,
    booked: standing ? (bookedBy(reader, entityId, standing)[0] ?? null) : null,
    bookedAgain: others, draft: standing ? null : row.draft, problems: standing ? [] : whyNot(reader, entityId, entry),
  }
}

function bookedBy(reader: Reader, entityId: number, answer: StoredAnswer): BookedEntry[] {
  const id = findNamed(reader, entityId, answer.entryAuthor, answer.entrySequence)
  return id === undefined ? [] : entryHeads(reader, [id]).map((head) => ({ id: head.id, entry: head.entry }))
}

function whyNot(reader: Reader, entityId: number, entry: EntryProposed['entry']): readonly Refusal[] {
  const decided = decideEntry(entry, booksView(reader, entityId), reader.ports.today())
  return decided.ok ? [] : decided.error
}

export interface WaitingProposals {
  readonly count: number
  /** When the oldest was made, milliseconds since 1970. */
  readonly since: number
}

const WAITING = `SELECT logical_time AS logicalTime FROM proposal JOIN fact ON fact.id = proposal.id JOIN stream ON stream.id = proposal.id >> 32
  WHERE proposal.entity_id = ? AND NOT EXISTS (SELECT 1 FROM proposal_answer WHERE proposal_answer.entity_id = proposal.entity_id
    AND proposal_author = author AND proposal_sequence = proposal.id & 4294967295) ORDER BY logical_time`

/** Proposals that nothing answers; undefined when there is none. */
export function waitingProposals(reader: Reader, entityId: number): WaitingProposals | undefined {
  const rows = reader.read<{ logicalTime: number }>(WAITING).all(entityId)
  const [oldest] = rows
  return oldest ? { count: rows.length, since: clockOf(oldest.logicalTime) } : undefined
}
