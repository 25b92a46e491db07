import { expect, test } from 'vitest'
import { setAppointment } from '../../core/advising/appointments.command.ts'
import { appointments } from '../../core/advising/appointments.query.ts'
import { savePrivateNote, shareNote } from '../../core/advising/notes.command.ts'
import { notes } from '../../core/advising/notes.query.ts'
import { recordAdvice } from '../../core/advising/record-advice.command.ts'
import { portfolio } from '../../core/advising/portfolio.query.ts'
import { acceptProposal, declineProposal, makeProposal, withdrawProposal } from '../../core/advising/proposals.command.ts'
import { proposals } from '../../core/advising/proposals.query.ts'
import { calendarDate } from '../../core/kernel/calendar-date.ts'
import { ok } from '../../core/kernel/result.ts'
import { trialBalance } from '../../core/ledger/trial-balance.query.ts'
import { verify } from '../../core/reporting/verify.query.ts'
import { recordTrust } from '../../core/sync/trust/trust-fact.command.ts'
import { anEntry, must } from '../fixtures/books.ts'
import { aloneActivity, foundHeadquarters, join, joinEmpty, type TestWorkspace, testWorkspace } from '../fixtures/pli-workspaces.ts'

const ENTRY = anEntry('2026-05-31 OD Part du bureau | 610 45.00 | 440 -45.00')

function federation() {
  const siege = foundHeadquarters()
  const atelier = aloneActivity('atelier', 'ATELIER')
  atelier.post('ATELIER', '2026-03-01 VEN Facture 1 | 400 100.00 | 700 -100.00')
  expect(join(siege, atelier, 'ATELIER').outcome).toBe('taken')
  siege.take(atelier.make('headquarters'))
  const second = testWorkspace('second', 'entity')
  expect(joinEmpty(siege, second, ['ATELIER']).outcome).toBe('taken')
  const bureau = testWorkspace('bureau', 'office')
  expect(joinEmpty(siege, bureau, ['ATELIER'], { role: 'adviser', office: 'LILLE' }).outcome).toBe('taken')
  // Who reads now is known to the porteur before anything is written to him.
  for (const each of [atelier, second]) each.take(siege.make('ATELIER'))
  return { siege, atelier, second, bureau, all: [siege, atelier, second, bureau] }
}

/** Time passes for everybody. */
function later(all: readonly TestWorkspace[]): void {
  for (const each of all) each.clock.milliseconds += 60_000
}

/** Everything everybody holds comes to everybody, through headquarters, twice. */
function meet({ siege, atelier, second, bureau }: ReturnType<typeof federation>): void {
  for (let round = 0; round < 2; round += 1) {
    for (const each of [atelier, second, bureau]) siege.take(each.make('headquarters'))
    const [toPorteur, toOffice] = [siege.make('ATELIER'), siege.make('LILLE')]
    for (const each of [atelier, second]) each.take(toPorteur)
    bureau.take(toOffice)
  }
}

function heard(workspace: TestWorkspace) {
  const entity = workspace.entity('ATELIER')
  return {
    proposals: proposals(workspace.ctx, entity).map(({ state, reason, answerReason, answeredAt, booked, bookedAgain }) => ({ state, reason, answerReason, answeredAt, booked: booked?.entry, again: bookedAgain.map((each) => each.entry) })),
    notes: notes(workspace.ctx, entity).map(({ id, text, withdrawn, changedAt, entry }) => ({ id, text, withdrawn, changedAt, entry: entry?.entry })),
    appointments: appointments(workspace.ctx, entity).map(({ id, on, state, subject }) => ({ id, on, state, subject })),
    balance: trialBalance(workspace.ctx, entity, calendarDate('2026-12-31')).rows.map((row) => [row.account, row.balanceCents]).filter(([, cents]) => cents !== 0),
  }
}

test('advice travels by pli to the porteur, the answer comes back, private notes stay in the office', () => {
  const world = federation()
  const { siege, atelier, bureau, all } = world
  const [here, there] = [bureau.entity('ATELIER'), atelier.entity('ATELIER')]
  expect(portfolio(bureau.ctx).entities).toMatchObject([{ entity: 'ATELIER', porteurs: ['atelier', 'second'], lastNewsOn: '2026-06-15' }])
  expect(portfolio(siege.ctx).entities).toEqual([])
  expect(portfolio(atelier.ctx).entities).toEqual([])
  must(shareNote(bureau.ctx, here, { text: 'Facture 1 vue', entryId: (bureau.db.prepare('SELECT id FROM entry').get() as { id: number }).id }))
  must(setAppointment(bureau.ctx, here, { on: '2026-06-20', at: '10:00', subject: 'Point', state: 'proposed' }))
  must(savePrivateNote(bureau.ctx, here, { text: 'à nous seuls' }))
  must(makeProposal(bureau.ctx, here, ENTRY, 'Convenu'))
  later(all)
  const pli = bureau.make('ATELIER')
  expect(atelier.take(pli)).toMatchObject({ outcome: 'taken', segments: expect.arrayContaining([expect.objectContaining({ stream: 'ATELIER/P1', answer: 'new', facts: 3 })]) })
  expect(atelier.take(pli).outcome).toBe('known')
  expect(heard(atelier).notes).toMatchObject([{ text: 'Facture 1 vue', entry: expect.stringMatching(/^VEN-2026-/u) }])
  const [proposal] = proposals(atelier.ctx, there)
  expect(proposal).toMatchObject({ state: 'open', by: { person: 'bureau' }, problems: [] })
  must(acceptProposal(atelier.ctx, there, proposal!.id))
  bureau.take(atelier.make('LILLE'))
  expect(proposals(bureau.ctx, here)).toMatchObject([{ state: 'accepted', booked: { entry: expect.stringMatching(/^OD-2026-/u) } }])
  meet(world)
  for (const each of all) {
    expect(heard(each), each.name).toEqual(heard(siege))
    expect(verify(each.ctx, true).problems, each.name).toEqual([])
    expect(each.db.prepare('SELECT COUNT(*) FROM private_note').pluck().get()).toBe(each === bureau ? 1 : 0)
    expect(each.db.prepare("SELECT COUNT(*) FROM fact WHERE body LIKE '%nous seuls%'").pluck().get()).toBe(0)
  }
})

test('two devices that answer before they met: the first answer stands everywhere, and both entries are named', () => {
  const world = federation()
  const { siege, atelier, second, bureau, all } = world
  for (const reason of ['un', 'deux', 'trois']) {
    must(makeProposal(bureau.ctx, bureau.entity('ATELIER'), ENTRY, reason))
    later(all)
  }
  for (const each of [atelier, second]) each.take(bureau.make('ATELIER'))
  const find = (workspace: TestWorkspace, reason: string): number => proposals(workspace.ctx, workspace.entity('ATELIER')).find((each) => each.reason === reason)!.id
  const at = (workspace: TestWorkspace): number => workspace.entity('ATELIER')
  must(declineProposal(second.ctx, at(second), find(second, 'un'), 'Non merci'))
  must(acceptProposal(second.ctx, at(second), find(second, 'deux')))
  later(all)
  must(acceptProposal(atelier.ctx, at(atelier), find(atelier, 'un')))
  must(acceptProposal(atelier.ctx, at(atelier), find(atelier, 'deux')))
  // Taken back before the porteur answers, and he answers without knowing.
  must(withdrawProposal(bureau.ctx, at(bureau), find(bureau, 'trois')))
  later(all)
  must(acceptProposal(atelier.ctx, at(atelier), find(atelier, 'trois')))
  meet(world)
  const said = heard(siege)
  expect(said.proposals).toMatchObject([
    { reason: 'trois', state: 'accepted', again: [] },
    { reason: 'deux', state: 'accepted', again: [expect.stringMatching(/^OD-2026-/u)] },
    { reason: 'un', state: 'declined', answerReason: 'Non merci', booked: undefined, again: [expect.stringMatching(/^OD-2026-/u)] },
  ])
  for (const each of all) {
    expect(heard(each), each.name).toEqual(said)
    expect(verify(each.ctx, true).problems, each.name).toEqual([])
  }
})

test('an appointment set by a clock that runs years ahead is set again by a colleague, everywhere', () => {
  const world = federation()
  const { siege, bureau, atelier } = world
  const colleague = testWorkspace('collegue', 'office')
  expect(joinEmpty(siege, colleague, ['ATELIER'], { role: 'adviser', office: 'LILLE' }).outcome).toBe('taken')
  for (const each of [atelier, world.second]) each.take(siege.make('ATELIER'))
  bureau.take(siege.make('LILLE'))
  const asked = { on: '2026-06-20', subject: 'Point' }
  bureau.clock.milliseconds += 3 * 365 * 86_400_000
  const { id } = must(setAppointment(bureau.ctx, bureau.entity('ATELIER'), { ...asked, state: 'proposed' }))
  const ahead = bureau.make('ATELIER')
  colleague.take(bureau.make('LILLE'))
  must(setAppointment(colleague.ctx, colleague.entity('ATELIER'), { ...asked, id, on: '2026-06-22', state: 'confirmed' }))
  const later = colleague.make('ATELIER')
  for (const [who, plis] of [[atelier, [ahead, later]], [world.second, [later, ahead]]] as const) {
    for (const pli of plis) who.take(pli)
    expect(appointments(who.ctx, who.entity('ATELIER')), who.name).toMatchObject([{ id, on: '2026-06-22', state: 'confirmed' }])
    expect(verify(who.ctx, true).problems, who.name).toEqual([])
  }
})

test('a colleague who signs a note under the id of another writes over nothing, whichever comes first', () => {
  const world = federation()
  const rogue = testWorkspace('voisin', 'office')
  expect(joinEmpty(world.siege, rogue, ['ATELIER'], { role: 'adviser', office: 'LILLE' }).outcome).toBe('taken')
  const { id } = must(shareNote(world.bureau.ctx, world.bureau.entity('ATELIER'), { text: 'La banque attend le bilan' }))
  later([...world.all, rogue])
  for (const withdrawn of [{}, { withdrawn: true as const }]) {
    must(rogue.ctx.write((tx) => ok(recordAdvice(tx, rogue.entity('ATELIER'), 'NoteShared', { id, on: calendarDate('2026-06-15'), text: 'Rien à faire', ...withdrawn }))))
    meet(world)
    world.siege.take(rogue.make('headquarters'))
    meet(world)
  }
  for (const each of world.all) expect(heard(each).notes.map((note) => [note.text, note.withdrawn]).toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1))).toEqual([['', true], ['La banque attend le bilan', false]])
  // Its author still changes it, and takes it back.
  later(world.all)
  must(shareNote(world.bureau.ctx, world.bureau.entity('ATELIER'), { id, text: 'La banque a le bilan' }))
  meet(world)
  expect(heard(world.atelier).notes.map((note) => note.text)).toContain('La banque a le bilan')
  expect(verify(world.atelier.ctx, true)).toMatchObject({ ok: true })
})

test('an adviser whose access ends keeps what was said, and says no more', () => {
  const world = federation()
  const { siege, atelier, bureau, all } = world
  must(makeProposal(bureau.ctx, bureau.entity('ATELIER'), ENTRY, 'avant'))
  atelier.take(bureau.make('ATELIER'))
  siege.take(bureau.make('headquarters'))
  later(all)
  const last = siege.db.prepare('SELECT MAX(fact.sequence) FROM fact JOIN stream ON stream.id = fact.stream_id WHERE author = ? AND entity_id = ?').pluck().get(bureau.author, siege.entity('ATELIER')) as number
  must(siege.ctx.write((tx) => ok(recordTrust(tx, siege.entity('ATELIER'), 'AccessRevoked', { author: bureau.author, lastSequence: last, reason: 'autre bureau' }))))
  later(all)
  must(makeProposal(bureau.ctx, bureau.entity('ATELIER'), ENTRY, 'après'))
  const late = bureau.make('ATELIER')
  atelier.take(siege.make('ATELIER'))
  expect(atelier.take(late).segments.map((segment) => segment.answer)).toContain('revoked-key')
  expect(proposals(atelier.ctx, atelier.entity('ATELIER'))).toMatchObject([{ reason: 'avant', state: 'open' }])
})
