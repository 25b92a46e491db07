import { expect, test } from 'vitest'
import { setAppointment } from '../../core/advising/appointments.command.ts'
import { appointments } from '../../core/advising/appointments.query.ts'
import { shareNote } from '../../core/advising/notes.command.ts'
import { notes } from '../../core/advising/notes.query.ts'
import { makeProposal } from '../../core/advising/proposals.command.ts'
import { proposals, waitingProposals } from '../../core/advising/proposals.query.ts'
import { verify } from '../../core/reporting/verify.query.ts'
import { revokeAccess } from '../../core/sync/trust/trust-grant.command.ts'
import { anEntry, must } from '../fixtures/books.ts'
import { joinEmpty, pairOf, testWorkspace, type TestWorkspace } from '../fixtures/pli-workspaces.ts'

const SALE = '2026-02-10 VEN Facture | 400 121.00 | 700 -121.00'

/** What the porteur or headquarters reads of the advice in these books, in names that both share. */
function advice(who: TestWorkspace): unknown {
  const id = who.entity('ATELIER')
  return {
    notes: notes(who.ctx, id).map((note) => note.text), appointments: appointments(who.ctx, id).map((each) => [each.subject, each.state]),
    proposals: proposals(who.ctx, id).map((each) => [each.reason, each.state]), waiting: waitingProposals(who.ctx, id)?.count ?? 0,
  }
}

test('advice signed after the place of a revocation is shown nowhere, even where it had come before', () => {
  const { hq, brume } = pairOf()
  brume.post('ATELIER', SALE)
  hq.take(brume.make('headquarters'))
  const office = testWorkspace('bureau', 'office')
  joinEmpty(hq, office, ['ATELIER'], { role: 'adviser', office: 'LIEGE' })
  brume.take(hq.make('ATELIER'))
  const entity = office.entity('ATELIER')
  const entry = anEntry('2026-05-31 VEN Frais | 400 45.00 | 700 -45.00')
  must(shareNote(office.ctx, entity, { text: 'Avant' }))
  const { id } = must(setAppointment(office.ctx, entity, { on: '2026-06-20', subject: 'Point', state: 'proposed' }))
  must(makeProposal(office.ctx, entity, entry, 'avant'))
  hq.take(office.make('headquarters'))
  brume.take(office.make('ATELIER'))
  const before = advice(hq)
  expect(advice(brume)).toEqual(before)
  // He goes on; the porteur hears of it directly, headquarters does not, and ends his access where it holds him.
  office.clock.milliseconds += 1000
  must(shareNote(office.ctx, entity, { text: 'Après' }))
  must(setAppointment(office.ctx, entity, { id, on: '2026-06-20', subject: 'Déplacé', state: 'confirmed' }))
  must(makeProposal(office.ctx, entity, entry, 'après'))
  expect(brume.take(office.make('ATELIER')).outcome).toBe('taken')
  expect(advice(brume)).not.toEqual(before)
  hq.clock.milliseconds += 5000
  must(revokeAccess(hq.ctx, { author: office.author, reason: 'fin de mission' }))
  brume.take(hq.make('ATELIER'))
  expect(advice(brume)).toEqual(before)
  for (const who of [hq, brume]) expect([who.name, verify(who.ctx, true)]).toMatchObject([who.name, { ok: true }])
  expect(brume.db.prepare("SELECT COUNT(*) AS count FROM notice WHERE code = 'revoked_facts_here'").get()).toEqual({ count: 1 })
})
