import { expect, test } from 'vitest'
import { ok } from '../../core/kernel/result.ts'
import { bookDocument } from '../../core/ledger/attach-document.command.ts'
import { describeEntity } from '../../core/ledger/describe-entity.command.ts'
import { entities } from '../../core/ledger/books.query.ts'
import { repairFork } from '../../core/sync/forks/fork-repair.command.ts'
import { composePli, forgetPli } from '../../core/sync/making/compose-pli.command.ts'
import { previewPli } from '../../core/sync/making/preview-pli.query.ts'
import { regrantAccess, revokeAccess } from '../../core/sync/trust/trust-grant.command.ts'
import { must, testIdentity } from '../fixtures/books.ts'
import { aloneActivity, copyOf, join, joinEmpty, pairOf, testWorkspace, type TestWorkspace } from '../fixtures/pli-workspaces.ts'

const SALE = '2026-02-10 VEN Facture | 400 121.00 | 700 -121.00'
const count = (who: TestWorkspace, table: string): number => (who.db.prepare(`SELECT COUNT(*) AS count FROM ${table}`).get() as { count: number }).count

test('what was signed by a key that was lost, in a pli that was lost too, leaves under the key that replaced it', () => {
  const { hq, brume } = pairOf()
  brume.post('ATELIER', SALE)
  brume.make('headquarters')
  // The pli never arrives, and the key is lost; headquarters grants other keys to the same author, from what it holds on.
  const restored = testWorkspace('brume', 'entity', { identity: testIdentity(brume.author), db: brume.db })
  hq.clock.milliseconds += 1000
  must(regrantAccess(hq.ctx, { author: brume.author, signingKey: restored.identity.signingKey, sealingKey: restored.identity.sealingKey }))
  expect(restored.take(hq.make('ATELIER')).outcome).toBe('taken')
  restored.clock.milliseconds += 2000
  expect(hq.take(restored.make('headquarters'))).toMatchObject({ outcome: 'taken', refused: [] })
  expect(count(hq, 'entry')).toBe(count(restored, 'entry'))
})

test('a document travels with the fact that attaches it: what does not fit in one pli leaves in the next', () => {
  const { hq, brume } = pairOf()
  brume.post('ATELIER', SALE)
  const { id } = brume.db.prepare('SELECT id FROM entry').get() as { id: never }
  must(brume.ctx.write((tx) => {
    for (let number = 1; number <= 8010; number += 1) must(bookDocument(tx, brume.entity('ATELIER'), id, { name: `${number}.txt`, mediaType: 'text/plain', bytes: Buffer.from(`pièce ${number}`) }))
    return ok(null)
  }))
  const preview = must(previewPli(brume.ctx, 'headquarters', 'acknowledged'))
  const first = brume.make('headquarters')
  expect(first.documents).toBe(8000)
  expect(first.facts).toBe(preview.facts)
  expect(first.notices).toEqual([{ code: 'pli_continues', number: first.header.number }])
  brume.clock.milliseconds += 1000
  const second = brume.make('headquarters', 'sent')
  expect([second.documents, second.notices]).toEqual([10, []])
  for (const pli of [first, second]) expect(hq.take(pli)).toMatchObject({ outcome: 'taken', refused: [] })
  expect(count(hq, 'document')).toBe(8010)
  expect(count(hq, 'entry_document')).toBe(8010)
}, 120_000)

test('a pli that could not be sealed was never made: the next one has its number and its facts', () => {
  const { hq, brume } = pairOf()
  brume.post('ATELIER', SALE)
  const made = must(composePli(brume.ctx, 'headquarters', 'sent'))
  forgetPli(brume.ctx, made)
  const again = brume.make('headquarters', 'sent')
  expect([again.header.number, again.facts]).toEqual([made.header.number, made.facts])
  expect(hq.take(again)).toMatchObject({ outcome: 'taken', notices: [] })
})

test('a repair brings back what the Activité said of itself too', () => {
  const { hq, brume } = pairOf()
  const twin = copyOf(brume)
  brume.post('ATELIER', SALE)
  hq.take(brume.make('headquarters'))
  must(describeEntity(twin.ctx, twin.entity('ATELIER'), { name: 'Atelier Brume et Marée' }))
  hq.take(twin.make('headquarters'))
  hq.clock.milliseconds += 1000
  twin.take(hq.make('ATELIER'))
  const repaired = testWorkspace('nouveau', 'entity')
  joinEmpty(hq, repaired, ['ATELIER'])
  expect(must(repairFork(repaired.ctx, twin.ctx))).toMatchObject({ othersBookedAgain: 1 })
  expect(entities(repaired.ctx).map((entity) => entity.name)).toEqual(['Atelier Brume et Marée'])
})

test('a repair done again in another new file books nothing twice', () => {
  const { hq, brume } = pairOf()
  const twin = copyOf(brume)
  brume.post('ATELIER', SALE)
  hq.take(brume.make('headquarters'))
  twin.post('ATELIER', '2026-03-01 VEN Autre | 400 5.00 | 700 -5.00')
  hq.take(twin.make('headquarters'))
  hq.clock.milliseconds += 1000
  twin.take(hq.make('ATELIER'))
  const [first, second] = [testWorkspace('premier', 'entity'), testWorkspace('second', 'entity')]
  joinEmpty(hq, first, ['ATELIER'])
  expect(must(repairFork(first.ctx, twin.ctx)).entriesBookedAgain).toBe(1)
  hq.take(first.make('headquarters'))
  hq.clock.milliseconds += 1000
  joinEmpty(hq, second, ['ATELIER'])
  expect(count(second, 'entry')).toBe(2)
  const again = repairFork(second.ctx, twin.ctx)
  expect(again.ok ? again.value.entriesBookedAgain : again.error.map((refusal) => refusal.code)).toEqual(['fork_nothing_to_repair'])
  expect(count(second, 'entry')).toBe(2)
})

test('somebody of an office who reads less than the others is not left out in silence', () => {
  const { hq } = pairOf()
  const lande = aloneActivity('lande', 'LANDE')
  join(hq, lande, 'LANDE')
  hq.take(lande.make('headquarters'))
  const [cleo, dan] = [testWorkspace('cleo', 'office'), testWorkspace('dan', 'office')]
  joinEmpty(hq, cleo, ['ATELIER', 'LANDE'], { role: 'adviser', office: 'LIEGE' })
  joinEmpty(hq, dan, ['ATELIER', 'LANDE'], { role: 'adviser', office: 'LIEGE' })
  expect(hq.make('LIEGE').notices).toEqual([])
  hq.clock.milliseconds += 1000
  must(revokeAccess(hq.ctx, { author: dan.author, entityId: hq.entity('LANDE'), reason: 'une seule' }))
  const made = hq.make('LIEGE')
  expect(made.header.recipients.map((each) => each.name)).toEqual(['cleo'])
  expect(made.notices).toEqual([{ code: 'reader_reads_less', person: 'dan' }])
})
