import fc from 'fast-check'
import { expect } from 'vitest'
import { shareNote, withdrawNote } from '../../core/advising/notes.command.ts'
import { setAppointment } from '../../core/advising/appointments.command.ts'
import { acceptProposal, declineProposal, makeProposal, withdrawProposal } from '../../core/advising/proposals.command.ts'
import { proposals } from '../../core/advising/proposals.query.ts'
import { recordAdvice } from '../../core/advising/record-advice.command.ts'
import { streams } from '../../core/chain/chain.query.ts'
import type { StoredFact } from '../../core/chain/fact.ts'
import { applyFact } from '../../core/facts.ts'
import { sequenceOf, streamOf } from '../../core/kernel/ids.ts'
import { ok } from '../../core/kernel/result.ts'
import { recordTrust } from '../../core/sync/trust/trust-fact.command.ts'
import { type AdvisedBooks, openAdvisedBooks } from '../fixtures/advised-books.ts'
import { anEntry, must } from '../fixtures/books.ts'
import { property } from '../fixtures/property.ts'

const TABLES = { note: 'id', appointment: 'id', proposal: 'id', proposal_answer: 'id' }

/** Two advisers and a porteur on two machines, each saying its own: some of it contradicts the rest. */
function talk(books: AdvisedBooks): void {
  const { entityId, adviser, porteur, headquarters, as, grant, clock } = books
  grant('collegue', 'adviser', 'Mia', 'P2', 'LILLE')
  grant('porteur2', 'porteur', 'Ana Brume', 'B')
  const later = (): void => void (clock.milliseconds += 1000)
  const entry = anEntry('2026-05-31 OD Frais | 610 45.00 | 440 -45.00')
  const made = [adviser, as('collegue'), adviser].map((who) => {
    later()
    return must(makeProposal(who, entityId, entry, 'essai')).id
  })
  const { id: note } = must(shareNote(adviser, entityId, { text: 'une' }))
  later()
  must(shareNote(adviser, entityId, { id: note, text: 'deux' }))
  const appointment = { on: '2026-06-20', subject: 'Point' }
  const { id } = must(setAppointment(adviser, entityId, { ...appointment, state: 'proposed' }))
  later()
  must(setAppointment(as('collegue'), entityId, { ...appointment, id, state: 'cancelled' }))
  must(withdrawNote(adviser, entityId, note))
  const booked = must(acceptProposal(porteur, entityId, made[0]!))
  must(declineProposal(porteur, entityId, made[1]!, 'non'))
  later()
  must(withdrawProposal(adviser, entityId, made[2]!))
  // What the second machine said before it met the others; and somebody who takes back what is not his.
  const name = { author: 'conseil' as never, sequence: sequenceOf(made[0]!) }
  const second = as('porteur2')
  must(second.write((tx) => ok(recordAdvice(tx, entityId, 'ProposalAnswered', { proposal: name, answer: 'accepted', entry: { author: 'porteur' as never, sequence: sequenceOf(booked.id) } }))))
  const third = { author: 'conseil' as never, sequence: sequenceOf(made[2]!) }
  must(second.write((tx) => ok(recordAdvice(tx, entityId, 'ProposalAnswered', { proposal: third, answer: 'declined', reason: 'tard' }))))
  must(as('collegue').write((tx) => ok(recordAdvice(tx, entityId, 'ProposalWithdrawn', { proposal: name }))))
  // What the colleague said after his first word counts nowhere, come already or not.
  later()
  must(headquarters.write((tx) => ok(recordTrust(tx, entityId, 'AccessRevoked', { author: 'collegue' as never, lastSequence: 1, reason: 'parti' }))))
}

property('advice that arrives in any order leaves the same rows and the same answers', 30, fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), (numbers) => {
  const books = openAdvisedBooks()
  talk(books)
  const byId = new Map(streams(books.ctx).map((stream) => [stream.id, stream]))
  const facts = (books.db.prepare('SELECT id, logical_time AS logicalTime, kind, version, body FROM fact').all() as StoredFact[]).filter((fact) => fact.kind !== 'EntryPosted')
  const shuffled = facts.map((fact) => ({ fact, at: numbers.next().value as number })).sort((a, b) => a.at - b.at).map(({ fact }) => fact)
  const scratch = books.ports.openScratch()
  const copied = ['entity', 'stream', 'reference', 'fact'].map((table) => ({ table, rows: books.db.prepare(`SELECT * FROM ${table}`).all() as Record<string, never>[] }))
  must(scratch.ctx.write((tx) => {
    for (const { table, rows } of copied) {
      for (const row of rows) {
        const columns = Object.keys(row).filter((column) => table !== 'fact' || !['stream_id', 'sequence'].includes(column))
        tx.write(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`).run(...columns.map((column) => row[column]!))
      }
    }
    for (const fact of shuffled) {
      const applied = { ...fact, stream: byId.get(streamOf(fact.id))!, body: JSON.parse(fact.body) as unknown }
      applyFact(tx, applied)
      // Heard twice, said once.
      if (/^(?:Note|Appointment|EntryProposed|Proposal)/u.test(fact.kind)) applyFact(tx, applied)
    }
    return ok(null)
  }))
  for (const [table, key] of Object.entries(TABLES)) {
    const read = `SELECT * FROM ${table} ORDER BY ${key}`
    expect(scratch.ctx.read(read).all(), table).toEqual(books.ctx.read(read).all())
  }
  expect(proposals(scratch.ctx, books.entityId).map((each) => each.state).sort()).toEqual(['accepted', 'declined', 'declined'])
  scratch.close()
  books.close()
})
