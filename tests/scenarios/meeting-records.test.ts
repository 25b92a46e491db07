import { expect, test } from 'vitest'
import { foreignStream } from '../../core/chain/foreign-stream.command.ts'
import type { EntityId } from '../../core/kernel/ids.ts'
import { ok } from '../../core/kernel/result.ts'
import { closePeriod } from '../../core/ledger/close-period.command.ts'
import { findEntry } from '../../core/ledger/entry.query.ts'
import { matchLines, undoMatch } from '../../core/ledger/match-lines.command.ts'
import { openFiscalYear, recordAccount, recordAxisValue, recordJournal, recordParty } from '../../core/ledger/records.command.ts'
import { reverseEntry } from '../../core/ledger/reverse-entry.command.ts'
import { sealingKeyOf } from '../../core/sync/format/sealing-key.ts'
import { receiveFacts, settle } from '../../core/sync/taking/receive-facts.command.ts'
import { sha256 } from '../../electron/machine/hash.ts'
import { must, type TestBooks } from '../fixtures/books.ts'
import { balance, carry, type Machine, machines, meet, notices, post } from '../fixtures/machines.ts'
import { type Receiver, type WrittenFact, writeStream } from '../fixtures/streams.ts'

const at = (machine: Machine, entry: { readonly entry: string }, line: number) => ({ entryId: must(findEntry(machine.ctx, machine.entityId, entry.entry)).id, line })

/** Facts of headquarters, taken by each of the machines. */
function fromHeadquarters(facts: readonly WrittenFact[], ...all: readonly Machine[]): void {
  for (const machine of all) {
    const uid = machine.db.prepare('SELECT uid FROM entity').pluck().get() as EntityId
    const stream = writeStream('siege', 'S', facts, uid)
    must(machine.ctx.write((tx) => {
      const local = foreignStream(tx, machine.entityId, stream.author, 'S')
      const known = machine.db.prepare('SELECT COUNT(*) FROM fact WHERE stream_id = ?').pluck().get(local.id) as number
      receiveFacts(tx, local, stream.facts.slice(known))
      settle(tx, [machine.entityId])
      return ok(null)
    }))
  }
}

test('an account closed on one side while the other uses it: the entry counts, and both are told which', () => {
  const [anna, boris] = machines(2) as [TestBooks, Receiver]
  post(anna, '2026-02-15 ACH Loyer de février | 610 10.00 | 440 -10.00')
  carry(anna, boris)
  post(boris, '2026-04-15 ACH Loyer d’avril | 610 10.00 | 440 -10.00')
  must(recordAccount(anna.ctx, anna.entityId, { number: '610', label: 'Loyers', closedOn: '2026-03-31' }))
  meet(anna, boris)
  meet(anna, boris)
  const used = { code: 'account_used_closed', account: '610', closedOn: '2026-03-31', entry: 'ACH-2026-B1', label: 'Loyer d’avril' }
  for (const machine of [anna, boris]) {
    expect(notices(machine).filter(({ code }) => code === 'account_used_closed')).toEqual([used])
    expect(balance(machine, '2026-12-31', '610')).toBe(2000)
  }
})

test('one code for two things, and a new name: whoever has the other one is told, once', () => {
  const [anna, boris] = machines(2) as [TestBooks, Receiver]
  must(recordParty(anna.ctx, anna.entityId, { code: 'DUPONT', name: 'Dupont Jean', kind: 'customer' }))
  anna.clock.milliseconds += 60_000
  must(recordParty(boris.ctx, boris.entityId, { code: 'DUPONT', name: 'Dupont SA', kind: 'supplier' }))
  must(recordAxisValue(boris.ctx, boris.entityId, { axis: 'project', code: 'ETE', label: 'Été' }))
  carry(boris, anna)
  must(recordJournal(anna.ctx, anna.entityId, { code: 'VEN', label: 'Factures', kind: 'sales' }))
  must(recordAxisValue(anna.ctx, anna.entityId, { axis: 'project', code: 'ETE', label: 'Été 2026' }))
  meet(anna, boris)
  meet(anna, boris)
  const name = anna.db.prepare('SELECT name FROM party').pluck().get()
  expect(name).toBe('Dupont SA')
  expect(notices(anna)).toEqual([{ code: 'record_renamed', field: 'party', record: 'DUPONT', before: 'Dupont Jean', label: 'Dupont SA', device: 'B' }])
  expect(notices(boris)).toEqual([
    { code: 'record_name_kept', field: 'party', record: 'DUPONT', label: 'Dupont SA', aside: 'Dupont Jean', device: 'A' },
    { code: 'record_renamed', field: 'journal', record: 'VEN', before: 'Ventes', label: 'Factures', device: 'A' },
    { code: 'record_renamed', field: 'project', record: 'ETE', before: 'Été', label: 'Été 2026', device: 'A' },
  ])
})

test('two machines match other lines of one account: each code names one match, and undoing it undoes that one', () => {
  const [anna, boris] = machines(2) as [TestBooks, Receiver]
  const [one, paidOne] = [post(anna, '2026-01-15 VEN Facture 1 | 400 10.00 | 700 -10.00'), post(anna, '2026-01-16 BNQ Payée | 550 10.00 | 400 -10.00')]
  const [two, paidTwo] = [post(anna, '2026-01-15 VEN Facture 2 | 400 20.00 | 700 -20.00'), post(anna, '2026-01-16 BNQ Payée | 550 20.00 | 400 -20.00')]
  const [three, paidThree] = [post(anna, '2026-01-15 VEN Facture 3 | 400 30.00 | 700 -30.00'), post(anna, '2026-01-16 BNQ Acompte | 550 5.00 | 400 -5.00')]
  carry(anna, boris)
  expect(must(matchLines(anna.ctx, anna.entityId, [at(anna, one, 1), at(anna, paidOne, 2)])).match).toBe('AAA')
  expect(must(matchLines(boris.ctx, boris.entityId, [at(boris, two, 1), at(boris, paidTwo, 2)])).match).toBe('B.AAA')
  meet(anna, boris)
  expect(must(matchLines(boris.ctx, boris.entityId, [at(boris, three, 1), at(boris, paidThree, 2)], true)).match).toBe('B.aab')
  must(undoMatch(boris.ctx, boris.entityId, '400', 'AAA'))
  meet(anna, boris)
  expect(anna.db.prepare('SELECT code FROM match_group WHERE undone_by IS NULL ORDER BY code').pluck().all()).toEqual(['B.AAA', 'B.aab'])
  expect(must(matchLines(anna.ctx, anna.entityId, [at(anna, one, 1), at(anna, paidOne, 2)])).match).toBe('AAB')
})

test('what reverses an entry signed after a revocation goes in alone, is told, and does not keep back those behind it', () => {
  const [anna, boris] = machines(2) as [TestBooks, Receiver]
  post(boris, '2026-01-15 VEN Avant | 400 10.00 | 700 -10.00')
  const after = post(boris, '2026-01-16 VEN Après | 400 90.00 | 700 -90.00')
  carry(boris, anna)
  const reversal = must(reverseEntry(anna.ctx, anna.entityId, at(anna, after, 1).entryId, 'Fausse'))
  post(anna, '2026-01-17 VEN La suite | 400 7.00 | 700 -7.00')
  carry(anna, boris)
  const last = boris.db.prepare("SELECT MIN(sequence) FROM fact WHERE kind = 'EntryPosted' AND stream_id = (SELECT id FROM stream WHERE author = 'boris')").pluck().get() as number
  const revoked: WrittenFact = { kind: 'AccessRevoked', version: 1, logicalTime: 1.9e15, body: { author: 'boris', lastSequence: last, reason: 'Machine volée' } }
  fromHeadquarters([revoked], anna, boris)
  meet(anna, boris)
  expect(notices(anna).filter(({ code }) => code === 'reversal_alone')).toEqual([{ code: 'reversal_alone', entry: reversal.entry, label: 'Extourne de VEN-2026-B2 : Après' }])
  expect(balance(anna, '2026-12-31', '400')).toBe(-7300)
  expect(post(anna, '2026-01-18 VEN Encore | 400 1.00 | 700 -1.00').entry).toBe('VEN-2026-3')
  must(reverseEntry(anna.ctx, anna.entityId, must(findEntry(anna.ctx, anna.entityId, reversal.entry)).id, 'Ce qu’elle annulait ne compte plus'))
  expect(balance(anna, '2026-12-31', '400')).toBe(1800)
  // Headquarters lets it sign again, from there on: what it wrote counts again, and is reversed as before.
  const granted: WrittenFact = {
    kind: 'AccessGranted', version: 1, logicalTime: 1.91e15,
    body: { author: 'boris', role: 'associate', person: { name: 'Boris' }, device: 'B', fromSequence: last + 1, signingKey: 'A'.repeat(43), sealingKey: sealingKeyOf(sha256('boris')) },
  }
  fromHeadquarters([revoked, granted], anna, boris)
  meet(anna, boris)
  expect(must(findEntry(anna.ctx, anna.entityId, after.entry)).reversedBy).toBe(must(findEntry(anna.ctx, anna.entityId, reversal.entry)).id)
  expect(balance(anna, '2026-12-31', '400')).toBe(10_800)
})

test('books made again do not tell again of what stays where it was moved', () => {
  const [anna, boris] = machines(2) as [TestBooks, Receiver]
  post(boris, '2026-01-20 ACH Facture de janvier | 610 50.00 | 440 -50.00')
  must(closePeriod(anna.ctx, anna.entityId, '2026-01-31'))
  meet(anna, boris)
  for (const machine of [anna, boris]) machine.db.prepare('UPDATE notice SET read_at = 1').run()
  post(boris, '2026-12-20 ACH Facture de décembre | 610 7.00 | 440 -7.00')
  must(closePeriod(anna.ctx, anna.entityId, '2026-12-31'))
  meet(anna, boris)
  const unread = (machine: Machine): unknown[] => machine.db.prepare('SELECT code FROM notice WHERE read_at IS NULL').pluck().all()
  // On the machine of Boris an entry that stood must wait: its books are made again.
  expect([unread(anna), unread(boris)]).toEqual([['entry_waits_for_year'], ['entry_waits_for_year']])
  must(openFiscalYear(anna.ctx, anna.entityId, { startOn: '2027-01-01', endOn: '2027-12-31' }))
  meet(anna, boris)
  expect([unread(anna), unread(boris)]).toEqual([['entry_waits_for_year', 'entry_moved'], ['entry_waits_for_year', 'entry_moved']])
})
