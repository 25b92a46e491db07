import { describe, expect, onTestFinished, test } from 'vitest'
import type { Json } from '../../core/chain/canonical-json.ts'
import { foreignStream } from '../../core/chain/foreign-stream.command.ts'
import type { EntityId } from '../../core/kernel/ids.ts'
import { ok } from '../../core/kernel/result.ts'
import { attachDocument } from '../../core/ledger/attach-document.command.ts'
import { closePeriod, reopenPeriod } from '../../core/ledger/close-period.command.ts'
import { openDocument } from '../../core/ledger/document.query.ts'
import { entryById, findEntry } from '../../core/ledger/entry.query.ts'
import { matchLines, undoMatch } from '../../core/ledger/match-lines.command.ts'
import { postEntry } from '../../core/ledger/post-entry.command.ts'
import { openFiscalYear, recordParty } from '../../core/ledger/records.command.ts'
import { reverseEntry } from '../../core/ledger/reverse-entry.command.ts'
import { verify } from '../../core/reporting/verify.query.ts'
import { receiveFacts, settle } from '../../core/sync/taking/receive-facts.command.ts'
import { anEntry, must, openTestBooks, refusedCodes, type TestBooks } from '../fixtures/books.ts'
import { balance, carry, type Machine, machines, meet, notices, post, told } from '../fixtures/machines.ts'
import { type Receiver, writeStream } from '../fixtures/streams.ts'

describe('a period closed while entries for it are on the way', () => {
  test('they stand on the first open day with their document date, both sides alike, and go back when it is reopened', () => {
    const [anna, boris] = machines(2) as [TestBooks, Receiver]
    post(anna, '2026-01-15 VEN Facture 12 | 400 121.00 | 700 -121.00')
    const late = post(boris, '2026-01-20 ACH Facture du 20 | 610 50.00 | 440 -50.00')
    must(closePeriod(anna.ctx, anna.entityId, '2026-01-31'))
    meet(anna, boris)
    for (const machine of [anna, boris]) {
      expect(told(machine)).toEqual(['entry_moved'])
      expect(notices(machine)[0]).toEqual({ code: 'entry_moved', entry: late.entry, askedOn: '2026-01-20', on: '2026-02-01', closedUntil: '2026-01-31', label: 'Facture du 20' })
      expect(balance(machine, '2026-01-31', '610')).toBe(0)
      expect(balance(machine, '2026-02-28', '610')).toBe(5000)
      const moved = must(findEntry(machine.ctx, machine.entityId, 'ACH-2026-B1'))
      expect({ date: moved.date, documentOn: moved.documentOn }).toEqual({ date: '2026-02-01', documentOn: '2026-01-20' })
    }
    must(reopenPeriod(anna.ctx, anna.entityId, 'Une facture manquait'))
    meet(anna, boris)
    expect(told(boris)).toEqual(['entry_moved', 'entry_moved_back'])
    expect(boris.db.prepare("SELECT COUNT(*) FROM balance WHERE month = '2026-02'").pluck().get()).toBe(0)
    expect(balance(boris, '2026-01-31', '610')).toBe(5000)
    expect(must(findEntry(boris.ctx, boris.entityId, 'ACH-2026-B1')).date).toBe('2026-01-20')
  })

  test('an entry that no year can hold waits, tells so, and goes in by itself when the year is opened', () => {
    const [anna, boris] = machines(2) as [TestBooks, Receiver]
    post(boris, '2026-12-20 ACH Facture de décembre | 610 50.00 | 440 -50.00')
    post(boris, '2026-12-21 ACH Facture suivante | 610 7.00 | 440 -7.00')
    must(closePeriod(anna.ctx, anna.entityId, '2026-12-31'))
    meet(anna, boris)
    expect(told(boris)).toContain('entry_waits_for_year')
    expect(balance(boris, '2026-12-31', '610')).toBe(0)
    must(openFiscalYear(anna.ctx, anna.entityId, { startOn: '2027-01-01', endOn: '2027-12-31' }))
    meet(anna, boris)
    expect(balance(boris, '2027-12-31', '610')).toBe(5700)
    expect(must(findEntry(anna.ctx, anna.entityId, 'ACH-2026-B2')).date).toBe('2027-01-01')
    // Its numbers go on where they were.
    expect(post(boris, '2027-02-01 ACH La suite | 610 1.00 | 440 -1.00').entry).toBe('ACH-2027-B1')
    meet(anna, boris)
  })
})

describe('what two machines did without knowing of each other', () => {
  test('an entry reversed twice, a document without its bytes', () => {
    const [anna, boris] = machines(2) as [TestBooks, Receiver]
    const sale = post(anna, '2026-01-15 VEN Facture 12 | 400 121.00 | 700 -121.00')
    carry(anna, boris)
    must(reverseEntry(anna.ctx, anna.entityId, sale.id, 'Annulée'))
    const there = must(findEntry(boris.ctx, boris.entityId, sale.entry))
    must(reverseEntry(boris.ctx, boris.entityId, there.id, 'Erreur'))
    must(attachDocument(anna.ctx, anna.entityId, sale.id, anna.ports.files.put('facture.pdf', 'application/pdf', 'facture'), 'application/pdf'))
    meet(anna, boris)
    expect(notices(boris)).toEqual([{ code: 'entry_reversed_twice', entry: 'VEN-2026-1', first: 'VEN-2026-2', second: 'VEN-2026-B1' }])
    expect(balance(anna, '2026-12-31', '400')).toBe(-12_100)
    const paper = boris.db.prepare('SELECT id FROM entry_document').pluck().get() as number
    expect(refusedCodes(openDocument(boris.ctx, boris.entityId, paper))).toEqual(['document_not_here'])
  })

  test('lines matched twice: the first keeps them; undone, the other takes them', () => {
    const [anna, boris] = machines(2) as [TestBooks, Receiver]
    const [sale, paid, again] = [
      post(anna, '2026-01-15 VEN Facture | 400 121.00 | 700 -121.00'), post(anna, '2026-01-20 BNQ Payée | 550 121.00 | 400 -121.00'), post(anna, '2026-01-21 BNQ Payée encore | 550 121.00 | 400 -121.00'),
    ]
    carry(anna, boris)
    const at = (machine: Machine, entry: { readonly entry: string }, line: number) => ({ entryId: must(findEntry(machine.ctx, machine.entityId, entry.entry)).id, line })
    anna.clock.milliseconds += 1000
    must(matchLines(anna.ctx, anna.entityId, [at(anna, sale, 1), at(anna, paid, 2)]))
    must(matchLines(boris.ctx, boris.entityId, [at(boris, sale, 1), at(boris, again, 2)]))
    meet(anna, boris)
    const matched = (machine: Machine, entry: { readonly entry: string }) => entryById(machine.ctx, machine.entityId, at(machine, entry, 2).entryId)?.lines[1]?.match
    // The clock of Boris was behind: his match is the earlier one.
    expect([matched(anna, paid), matched(anna, again)]).toEqual([null, 'B.AAA'])
    expect(told(anna)).toEqual(['match_superseded'])
    must(undoMatch(boris.ctx, boris.entityId, '400', 'B.AAA'))
    meet(anna, boris)
    expect([matched(boris, paid), matched(boris, again)].filter((code) => code !== null)).toHaveLength(1)
  })

  test('years that overlap: the earliest stands everywhere, and entries count in the year that holds their day', () => {
    const [anna, boris, chloe] = machines(3) as [TestBooks, Receiver, Receiver]
    anna.clock.milliseconds += 60_000
    must(openFiscalYear(anna.ctx, anna.entityId, { startOn: '2027-01-01', endOn: '2027-12-31' }))
    post(anna, '2027-02-10 VEN Vente de février | 400 10.00 | 700 -10.00')
    must(openFiscalYear(boris.ctx, boris.entityId, { startOn: '2027-01-01', endOn: '2028-06-30' }))
    post(boris, '2028-02-10 VEN Vente lointaine | 400 3.00 | 700 -3.00')
    carry(anna, chloe)
    meet(anna, boris, chloe)
    expect(anna.db.prepare("SELECT code FROM fiscal_year ORDER BY start_on").pluck().all()).toEqual(['2026', '2027/2028'])
    expect(told(chloe)).toContain('year_overlap')
    expect(balance(chloe, '2028-06-30', '400')).toBe(1300)
  })
})

test('a record changed by a machine whose clock runs years ahead is changed again by whoever sees it', () => {
  const [anna, boris] = machines(2) as [TestBooks, Receiver]
  const uid = anna.db.prepare('SELECT uid FROM entity').pluck().get() as EntityId
  const ahead = writeStream('chloe', 'C', [{ kind: 'PartyRecorded', version: 1, logicalTime: (anna.clock.milliseconds + 5 * 365 * 86_400_000) * 1024, body: { code: 'DUPONT', name: 'Dupond', kind: 'customer' } }], uid)
  for (const machine of [anna, boris]) {
    must(machine.ctx.write((tx) => {
      receiveFacts(tx, foreignStream(tx, machine.entityId, ahead.author, 'C'), ahead.facts)
      settle(tx, [machine.entityId])
      return ok(null)
    }))
    expect(notices(machine)).toEqual([{ code: 'clock_ahead', device: 'C', days: 1825 }])
  }
  must(recordParty(anna.ctx, anna.entityId, { code: 'DUPONT', name: 'Dupont', kind: 'customer' }))
  meet(anna, boris)
  expect(boris.db.prepare('SELECT name FROM party').pluck().all()).toEqual(['Dupont'])
})

test('what a revoked author signed after the stated position counts nowhere, even where it came first', () => {
  const [anna, boris] = machines(2) as [TestBooks, Receiver]
  post(boris, '2026-01-15 VEN Avant | 400 10.00 | 700 -10.00')
  post(boris, '2026-01-16 VEN Après | 400 90.00 | 700 -90.00')
  const uid = anna.db.prepare('SELECT uid FROM entity').pluck().get() as EntityId
  const last = boris.db.prepare("SELECT MIN(sequence) FROM fact WHERE kind = 'EntryPosted' AND stream_id = (SELECT id FROM stream WHERE author = 'boris')").pluck().get() as number
  const revoked: Json = { author: 'boris', lastSequence: last, reason: 'Machine volée' }
  const siege = writeStream('siege', 'S', [{ kind: 'AccessRevoked', version: 1, logicalTime: 2e15, body: revoked }], uid)
  const take = (machine: Machine): void => void must(machine.ctx.write((tx) => {
    receiveFacts(tx, foreignStream(tx, machine.entityId, siege.author, 'S'), siege.facts)
    settle(tx, [machine.entityId])
    return ok(null)
  }))
  // Anna knows of the revocation before the facts, Boris after.
  take(anna)
  carry(boris, anna)
  take(boris)
  expect(balance(anna, '2026-12-31', '400')).toBe(1000)
  meet(anna, boris)
  expect(balance(boris, '2026-12-31', '400')).toBe(1000)
})

describe('verify finds what somebody changed behind the program', () => {
  function movedBooks(): TestBooks {
    const [anna, boris] = machines(2) as [TestBooks, Receiver]
    post(boris, '2026-01-20 ACH Facture du 20 | 610 50.00 | 440 -50.00')
    post(boris, '2026-12-20 ACH Facture de décembre | 610 50.00 | 440 -50.00')
    must(closePeriod(anna.ctx, anna.entityId, '2026-01-31'))
    carry(boris, anna)
    return anna
  }
  const spoil = (anna: TestBooks, sql: string): string[] => {
    const triggers = anna.db.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").all() as { name: string; sql: string }[]
    for (const { name } of triggers) anna.db.exec(`DROP TRIGGER ${name}`)
    anna.db.exec(sql)
    for (const trigger of triggers) anna.db.exec(trigger.sql)
    return [...new Set(verify(anna.ctx, true).problems.map(({ code }) => code))].sort()
  }

  test('an entry slipped back into the closed period', () => {
    expect(spoil(movedBooks(), "DELETE FROM entry_move; UPDATE line SET on_date = '2026-01-20' WHERE on_date = '2026-02-01'; UPDATE entry SET on_date = '2026-01-20', document_on = NULL WHERE on_date = '2026-02-01'"))
      .toEqual(['balance_wrong', 'entry_in_closed_period'])
  })

  test('a move that no closing asks for', () => {
    expect(spoil(movedBooks(), "UPDATE entry_move SET on_date = '2026-03-01'")).toEqual(['move_wrong'])
  })

  test('an entry set aside as if it waited', () => {
    const anna = movedBooks()
    expect(spoil(anna, "INSERT INTO held_fact (id, entity_id, needs) SELECT id, entity_id, 'year:2027-01-01' FROM entry LIMIT 1")).toContain('fact_held_wrongly')
  })

  test('a half of a pair that says another amount', () => {
    const anna = openTestBooks()
    onTestFinished(() => anna.close())
    const sale = anEntry('2026-01-15 VEN Facture | 400 121.00 | 700 -121.00')
    must(postEntry(anna.ctx, anna.entityId, { ...sale, lines: sale.lines.map((line, at) => (at === 0 ? { ...line, pair: { id: 'P1', with: 'AUTRE' as EntityId } } : line)) }))
    expect(verify(anna.ctx, true).problems).toEqual([])
    expect(spoil(anna, 'UPDATE pair_half SET cents = cents + 1')).toEqual(['pair_half_wrong', 'pair_sum_wrong'])
  })

  test('an entry in no year', () => {
    expect(spoil(movedBooks(), "UPDATE fiscal_year SET end_on = '2026-11-30'")).toEqual(expect.arrayContaining(['entry_without_year', 'row_altered']))
  })
})
