import { expect, test } from 'vitest'
import { receiptsByStream } from '../../core/sync/history/pli-history.query.ts'
import { freshness } from '../../core/reporting/freshness.query.ts'
import { buildPli, BuiltStream, fixedSigner, type Signer } from '../fixtures/pli-builder.ts'
import { pairOf, type TestWorkspace, uidOf } from '../fixtures/pli-workspaces.ts'

/** What another machine signed, as it lies in its file: whoever got it may pass it on. */
function carried(who: TestWorkspace): BuiltStream {
  const signer: Signer = { author: who.author, name: who.name, key: who.identity.signingKey, sign: (text) => who.identity.sign?.(text) ?? '' }
  const stream = new BuiltStream(uidOf(who, 'ATELIER'), 'ATELIER', signer, 'A')
  stream.facts.push(...(who.db.prepare(
    'SELECT logical_time AS logicalTime, kind, version, body, sequence, lower(hex(hash)) AS hash FROM fact JOIN stream ON stream.id = stream_id WHERE author = ? ORDER BY fact.id',
  ).all(who.author) as BuiltStream['facts']))
  return stream
}

test('who carries the facts of others under a borrowed name is taken for nobody: numbers, freshness and names stay those of people known', () => {
  const { hq, brume } = pairOf()
  const before = hq.db.prepare('SELECT COUNT(*) AS count FROM received_pli WHERE sender = ?').get(brume.author)
  brume.post('ATELIER', '2026-02-10 VEN Facture | 400 121.00 | 700 -121.00')
  const thief: Signer = { ...fixedSigner('voleur'), author: brume.author, name: 'Brume' }
  const recipients = [{ author: hq.author, sealingKey: hq.identity.sealingKey, name: hq.name }]
  const forged = buildPli({ sender: thief, role: 'porteur', recipients, to: 'headquarters', number: 4_000_000, logicalTime: 8_000_000_000_000 * 1024, runs: [{ stream: carried(brume) }] })
  // The facts are those that brume signed, and are taken; the words around them are nobody's.
  expect(hq.take(forged.bytes)).toMatchObject({ outcome: 'taken', sender: 'Brume (?)' })
  expect(hq.db.prepare('SELECT COUNT(*) AS count FROM received_pli WHERE sender = ?').get(brume.author)).toEqual(before)
  const [row] = freshness(hq.ctx, { offset: 0, limit: 10, incompleteOnly: false, order: 'entity', descending: false }).rows
  expect(row).toMatchObject({ entity: 'ATELIER', missingPlis: 0 })
  brume.clock.milliseconds += 1000
  const next = hq.take(brume.make('headquarters'))
  expect(next.notices.map((notice) => notice.code)).not.toContain('plis_missing')
  expect(next.sender).toBe('brume')
  const names = receiptsByStream(hq.ctx, hq.entity('ATELIER')).flatMap((stream) => stream.peers.map((peer) => peer.name))
  expect(new Set(names)).toEqual(new Set(['brume']))
  // Refused, it leaves no name behind either.
  expect(hq.take(buildPli({ sender: { ...thief, name: 'Siège' }, role: 'porteur', recipients, to: 'headquarters', number: 4_000_001, runs: [] }).bytes)).toMatchObject({ outcome: 'refused' })
  expect(new Set(receiptsByStream(hq.ctx, hq.entity('ATELIER')).flatMap((stream) => stream.peers.map((peer) => peer.name)))).toEqual(new Set(['brume']))
})
