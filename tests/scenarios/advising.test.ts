import { expect, test } from 'vitest'
import { setAppointment, writeAppointment } from '../../core/advising/appointments.command.ts'
import { appointments } from '../../core/advising/appointments.query.ts'
import { deletePrivateNote, savePrivateNote, shareNote, withdrawNote } from '../../core/advising/notes.command.ts'
import { notes, privateNotes } from '../../core/advising/notes.query.ts'
import { entrusted, portfolio } from '../../core/advising/portfolio.query.ts'
import { editProposal, postDraftAndAnswer } from '../../core/advising/proposal-draft.command.ts'
import { acceptProposal, declineProposal, makeProposal, withdrawProposal } from '../../core/advising/proposals.command.ts'
import { findProposal, proposals } from '../../core/advising/proposals.query.ts'
import { closePeriod } from '../../core/ledger/close-period.command.ts'
import { deleteDraft, drafts, saveDraft } from '../../core/ledger/draft.command.ts'
import { entryById } from '../../core/ledger/entry.query.ts'
import { preparedProcedures } from '../../core/prepared-procedures.ts'
import { procedures } from '../../core/procedures.ts'
import { verify } from '../../core/reporting/verify.query.ts'
import { openAdvisedBooks } from '../fixtures/advised-books.ts'
import { anEntry, must, refusedCodes } from '../fixtures/books.ts'

const ENTRY = anEntry('2026-05-31 OD Frais de bureau à répartir | 610 45.00 | 440 -45.00')

test('a proposed entry is booked as it is, and the answer names it', () => {
  const { adviser, porteur, entityId, balances, close } = openAdvisedBooks()
  const { id } = must(makeProposal(adviser, entityId, ENTRY, 'La part du bureau revient à votre Activité'))
  expect(proposals(porteur, entityId)).toMatchObject([
    { id, state: 'open', totalCents: 4500, reason: 'La part du bureau revient à votre Activité', by: { person: 'Luc Ferrand', office: 'LILLE', own: false }, problems: [], booked: null },
  ])
  expect(balances('2026-12-31')).toEqual({})
  const booked = must(acceptProposal(porteur, entityId, id))
  expect(balances('2026-12-31')).toEqual({ 440: -4500, 610: 4500 })
  expect(findProposal(adviser, entityId, id)).toMatchObject({ state: 'accepted', booked: { id: booked.id, entry: booked.entry }, bookedAgain: [], problems: [] })
  expect(entryById(porteur, entityId, booked.id)?.lines).toHaveLength(2)
  expect(refusedCodes(acceptProposal(porteur, entityId, id))).toEqual(['proposal_already_answered'])
  expect(refusedCodes(declineProposal(porteur, entityId, id, 'trop tard'))).toEqual(['proposal_already_answered'])
  expect(refusedCodes(withdrawProposal(adviser, entityId, id))).toEqual(['proposal_already_answered'])
  expect(verify(porteur, true)).toMatchObject({ ok: true, problems: [] })
  close()
})

test('only an adviser proposes and only the porteur answers', () => {
  const { adviser, porteur, headquarters, as, grant, revoke, entityId, close } = openAdvisedBooks()
  for (const who of [porteur, headquarters, as('passant')]) expect(refusedCodes(makeProposal(who, entityId, ENTRY, 'essai'))).toEqual(['advice_needs_adviser'])
  const { id } = must(makeProposal(adviser, entityId, ENTRY, 'essai'))
  grant('associe', 'associate', 'Noé', 'B')
  for (const who of [adviser, headquarters, as('associe')]) {
    expect(refusedCodes(acceptProposal(who, entityId, id))).toEqual(['answer_needs_porteur'])
    expect(refusedCodes(declineProposal(who, entityId, id, 'non'))).toEqual(['answer_needs_porteur'])
    expect(refusedCodes(editProposal(who, entityId, id))).toEqual(['answer_needs_porteur'])
  }
  revoke('conseil')
  expect(refusedCodes(makeProposal(adviser, entityId, ENTRY, 'essai'))).toEqual(['advice_needs_adviser'])
  expect(portfolio(adviser).entities).toEqual([])
  expect(refusedCodes(entrusted(adviser, entityId))).toEqual(['entity_not_entrusted'])
  close()
})

test('what the books would refuse is not proposed, and what they refuse by now is not accepted', () => {
  const { adviser, porteur, entityId, clock, close } = openAdvisedBooks()
  expect(refusedCodes(makeProposal(adviser, entityId, anEntry('2027-05-31 OD Trop tard | 999 45.00 | 440 -44.00'), ' ')))
    .toEqual(['reason_missing', 'date_outside_years', 'account_unknown', 'entry_unbalanced'])
  const { id } = must(makeProposal(adviser, entityId, ENTRY, 'essai'))
  clock.milliseconds += 1000
  must(closePeriod(porteur, entityId, '2026-05-31'))
  expect(refusedCodes(acceptProposal(porteur, entityId, id))).toEqual(['period_closed'])
  expect(findProposal(porteur, entityId, id)).toMatchObject({ state: 'open', problems: [{ code: 'period_closed' }] })
  close()
})

test('a proposal is changed in a draft: posting it answers "edited", letting it go leaves the proposal open', () => {
  const { adviser, porteur, entityId, balances, close } = openAdvisedBooks()
  const { id } = must(makeProposal(adviser, entityId, ENTRY, 'essai'))
  const first = must(editProposal(porteur, entityId, id))
  expect(must(editProposal(porteur, entityId, id))).toEqual(first)
  must(deleteDraft(porteur, entityId, first.draft))
  expect(findProposal(porteur, entityId, id)).toMatchObject({ state: 'open', draft: null })
  const { draft } = must(editProposal(porteur, entityId, id))
  const [stored] = drafts(porteur, entityId)
  const changed = must(saveDraft(porteur, entityId, { ...stored!.body, lines: stored!.body.lines.map((line) => ({ ...line, debitCents: line.debitCents ? 4000 : 0, creditCents: line.creditCents ? 4000 : 0 })) }, draft, 1))
  const booked = must(postDraftAndAnswer(porteur, entityId, draft, changed.version))
  expect(balances('2026-12-31')).toEqual({ 440: -4000, 610: 4000 })
  expect(findProposal(adviser, entityId, id)).toMatchObject({ state: 'edited', booked: { id: booked.id }, draft: null })
  // A draft of one's own answers nothing.
  const own = must(saveDraft(porteur, entityId, stored!.body))
  must(postDraftAndAnswer(porteur, entityId, own.id, own.version))
  expect(proposals(porteur, entityId)).toHaveLength(1)
  expect(verify(porteur, true)).toMatchObject({ ok: true, problems: [] })
  close()
})

test('a proposal is declined with a reason, or taken back by who made it', () => {
  const { adviser, porteur, as, grant, entityId, clock, close } = openAdvisedBooks()
  const one = must(makeProposal(adviser, entityId, ENTRY, 'essai')).id
  clock.milliseconds += 1000
  const two = must(makeProposal(adviser, entityId, ENTRY, 'encore')).id
  expect(refusedCodes(declineProposal(porteur, entityId, one, '  '))).toEqual(['reason_missing'])
  must(declineProposal(porteur, entityId, one, 'Déjà encodé le 12'))
  expect(findProposal(adviser, entityId, one)).toMatchObject({ state: 'declined', answerReason: 'Déjà encodé le 12', booked: null })
  grant('collegue', 'adviser', 'Mia', 'P2', 'LILLE')
  expect(refusedCodes(withdrawProposal(as('collegue'), entityId, two))).toEqual(['proposal_not_yours'])
  must(withdrawProposal(adviser, entityId, two, 'Je me suis trompé de mois'))
  expect(findProposal(porteur, entityId, two)).toMatchObject({ state: 'withdrawn', answerReason: 'Je me suis trompé de mois' })
  expect(refusedCodes(acceptProposal(porteur, entityId, two))).toEqual(['proposal_already_answered'])
  close()
})

test('notes are shared, replaced and taken back by their author; private ones leave no fact', () => {
  const { adviser, porteur, db, as, grant, entityId, clock, post, close } = openAdvisedBooks()
  const { id: entryId, entry } = post('2026-03-01 OD Loyer | 610 10.00 | 440 -10.00')
  const { id } = must(shareNote(adviser, entityId, { text: 'Vu les ventes.\r\n\n\n\nÀ suivre ', entryId }))
  expect(notes(porteur, entityId)).toMatchObject([{ id, on: '2026-06-15', text: 'Vu les ventes.\n\nÀ suivre', by: { person: 'Luc Ferrand' }, withdrawn: false, entry: { id: entryId, entry } }])
  clock.milliseconds += 1000
  must(shareNote(adviser, entityId, { id, text: 'Ventes vues' }))
  expect(notes(porteur, entityId)).toMatchObject([{ id, text: 'Ventes vues', entry: null }])
  grant('collegue', 'adviser', 'Mia', 'P2', 'LILLE')
  expect(refusedCodes(shareNote(as('collegue'), entityId, { id, text: 'Non' }))).toEqual(['note_not_yours'])
  expect(refusedCodes(withdrawNote(as('collegue'), entityId, id))).toEqual(['note_not_yours'])
  expect(refusedCodes(shareNote(porteur, entityId, { text: ' ', entryId: 99 }))).toEqual(['advice_needs_adviser', 'note_empty', 'entry_unknown'])
  must(withdrawNote(adviser, entityId, id))
  expect(notes(porteur, entityId)).toMatchObject([{ id, text: '', withdrawn: true }])
  expect(refusedCodes(withdrawNote(adviser, entityId, id))).toEqual(['note_unknown'])

  const facts = db.prepare('SELECT COUNT(*) FROM fact').pluck().get()
  const kept = must(savePrivateNote(adviser, entityId, { text: 'Rappeler Ana' }))
  must(savePrivateNote(adviser, entityId, { id: kept.id, text: 'Rappeler Ana jeudi' }))
  expect(privateNotes(adviser, entityId)).toMatchObject([{ id: kept.id, text: 'Rappeler Ana jeudi' }])
  expect(db.prepare('SELECT COUNT(*) FROM fact').pluck().get()).toBe(facts)
  must(deletePrivateNote(adviser, entityId, kept.id))
  expect(privateNotes(adviser, entityId)).toEqual([])
  expect(verify(porteur, true)).toMatchObject({ ok: true, problems: [] })
  close()
})

test('appointments go through their states; one is a file that calendars read', () => {
  const { adviser, porteur, ports, entityId, clock, close } = openAdvisedBooks()
  const asked = { on: '2026-06-25', at: '14:30', place: 'Bureau régional de Lille, 12 rue des Prés ; 2e étage', subject: 'Semestre, budget et provisions à préparer ensemble avant les congés d’été', state: 'proposed' as const }
  expect(refusedCodes(setAppointment(adviser, entityId, { on: '2026-06-31', at: '25:00', subject: ' ', state: 'proposed' }))).toEqual(['date_impossible', 'time_impossible', 'appointment_without_subject'])
  expect(refusedCodes(setAppointment(adviser, entityId, { ...asked, state: 'held' }))).toEqual(['appointment_not_yet'])
  expect(refusedCodes(setAppointment(porteur, entityId, asked))).toEqual(['advice_needs_adviser'])
  const { id } = must(setAppointment(adviser, entityId, asked))
  clock.milliseconds += 60_000
  must(setAppointment(adviser, entityId, { ...asked, id, state: 'confirmed' }))
  expect(appointments(porteur, entityId)).toMatchObject([{ id, state: 'confirmed', at: '14:30', by: { person: 'Luc Ferrand' } }])
  const file = must(writeAppointment(porteur, entityId, id))
  expect(file.fileName).toBe('ATELIER-2026-06-25.ics')
  const text = new TextDecoder().decode(ports.files.get(file.fileId)?.bytes)
  expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/u)
  for (const line of text.split('\r\n')) expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75)
  const unfolded = text.replaceAll('\r\n ', '').split('\r\n')
  expect(unfolded).toContain('DTSTART:20260625T143000')
  expect(unfolded).toContain('STATUS:CONFIRMED')
  expect(unfolded).toContain(`SUMMARY:Atelier Brume – ${asked.subject.replaceAll(',', '\\,')}`)
  expect(unfolded).toContain('LOCATION:Bureau régional de Lille\\, 12 rue des Prés \\; 2e étage')
  expect(unfolded.at(0)).toBe('BEGIN:VCALENDAR')
  expect(unfolded.at(-2)).toBe('END:VCALENDAR')
  close()
})

test('the portfolio says what asks for attention and why, in the order of names', () => {
  const { adviser, as, porteur, entityId, clock, post, db, close } = openAdvisedBooks()
  post('2026-01-10 VEN Facture 1 | 400 100.00 | 700 -100.00')
  post('2026-02-10 ACH Achat | 600 300.00 | 440 -300.00')
  post('2026-02-20 BNQ Virement reçu | 550 50.00 | 499 -50.00')
  post('2026-02-21 OD Par le siège | 489 20.00 | 700 -20.00')
  // Opened again: another workspace closes the period meanwhile.
  const reasons = () => portfolio(as('conseil')).entities[0]!.reasons
  expect(portfolio(adviser).entities).toMatchObject([{ entity: 'ATELIER', name: 'Atelier Brume', porteurs: ['Ana Brume'], lastNewsOn: '2026-06-15', nextAppointment: null }])
  expect(reasons()).toEqual([
    { kind: 'internal_short', cents: 2000, debtCents: 30_000, missingCents: 28_000 },
    { kind: 'customers_overdue', items: 1, cents: 10_000, since: '2026-01-10', days: 156 },
    { kind: 'suppliers_overdue', items: 1, cents: 30_000, since: '2026-02-10', days: 125 },
    { kind: 'money_unidentified', cents: -5000 },
    { kind: 'period_open', since: '2026-01-01', days: 165 },
  ])
  post('2026-02-22 OD Par le siège | 610 30.00 | 489 -30.00')
  expect(reasons()[0]).toEqual({ kind: 'internal_negative', cents: -1000 })
  must(closePeriod(porteur, entityId, '2026-05-31'))
  must(setAppointment(adviser, entityId, { on: '2026-06-20', at: '09:00', subject: 'Point', state: 'confirmed' }))
  must(makeProposal(adviser, entityId, anEntry('2026-06-01 OD Loyer | 610 10.00 | 440 -10.00'), 'Loyer'))
  const stream = db.prepare("SELECT id FROM stream WHERE author = 'porteur'").pluck().get()
  db.prepare("INSERT INTO fork (stream_id, at_sequence, to_sequence, head_hash, key, signature, facts, found_at) VALUES (?, 7, 8, 'h', 'k', 's', '[]', 1)").run(stream)
  clock.today = '2026-07-30' as never
  clock.milliseconds += 45 * 86_400_000
  expect(reasons().map((reason) => reason.kind)).toEqual([
    'history_forked', 'pli_late', 'internal_negative', 'customers_overdue', 'suppliers_overdue', 'money_unidentified', 'proposal_waiting', 'appointment_past',
  ])
  const page = must(entrusted(adviser, entityId))
  expect(page).toMatchObject({ openProposals: 1, figures: { internalCents: -1000, closedUntil: '2026-05-31' }, readers: [{ person: 'Ana Brume', role: 'porteur' }, { person: 'Luc Ferrand', role: 'adviser', own: true }] })
  expect(JSON.stringify(page)).not.toMatch(/score|rank/u)
  close()
})

test('headquarters publishes other delays for the portfolio; nonsense is passed over', () => {
  const { adviser, db, close } = openAdvisedBooks()
  db.prepare("INSERT INTO parameters (name, valid_from, content, logical_time, author) VALUES ('portfolio', '2026-01-01', ?, 1, 'siege')").run(JSON.stringify({ latePliDays: 10, overdueDays: -4, proposalDays: 'x' }))
  expect(portfolio(adviser).rules).toEqual({ latePliDays: 10, overdueDays: 60, openPeriodDays: 100, appointmentDays: 14, proposalDays: 7 })
  close()
})

test('an adviser’s workspace reads the books and does not write in them', () => {
  const { adviser, porteur, close } = openAdvisedBooks()
  const call = (who: typeof adviser, name: 'draft.save' | 'entries.post' | 'account.record', input: unknown) => {
    const door = { ...procedures, ...preparedProcedures }[name] as unknown as { run: (ctx: typeof adviser, input: unknown) => ReturnType<typeof declineProposal> }
    return door.run(who, input)
  }
  const entries = [ENTRY]
  expect(refusedCodes(call(adviser, 'entries.post', { entity: 'ATELIER', entries, dryRun: false }))).toEqual(['books_read_only_here'])
  expect(refusedCodes(call(adviser, 'account.record', { entity: 'ATELIER', number: '6101', label: 'Loyer' }))).toEqual(['books_read_only_here'])
  expect(refusedCodes(call(adviser, 'draft.save', { entity: 'ATELIER', body: { lines: [] } }))).toEqual(['books_read_only_here'])
  must(call(porteur, 'entries.post', { entity: 'ATELIER', entries, dryRun: false }))
  expect(must(procedures['trialBalance'].run(adviser, { entity: 'ATELIER', asOf: '2026-12-31' as never })).totals).toBeDefined()
  close()
})
