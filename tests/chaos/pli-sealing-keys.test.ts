import fc from 'fast-check'
import { expect, test } from 'vitest'
import { appendFact } from '../../core/chain/append-fact.command.ts'
import type { AppliedFact } from '../../core/chain/fact.ts'
import { ok } from '../../core/kernel/result.ts'
import { checkFact } from '../../core/sync/format/fact-shapes.ts'
import { isSealingKey, sealingKeyOf } from '../../core/sync/format/sealing-key.ts'
import { acceptRequest } from '../../core/sync/enrolment/enrol-accept.command.ts'
import { makeRequest } from '../../core/sync/enrolment/enrol-request.ts'
import { writeRequest } from '../../core/sync/enrolment/enrol.command.ts'
import { composePli } from '../../core/sync/making/compose-pli.command.ts'
import { previewPli } from '../../core/sync/making/preview-pli.query.ts'
import { rotationText } from '../../core/sync/trust/root.ts'
import type { KeyRotated } from '../../core/sync/sync-facts.ts'
import { SYNC_APPLIERS } from '../../core/sync/trust/trust.apply.ts'
import { sha256 } from '../../electron/machine/hash.ts'
import { sealBytes } from '../../electron/machine/seal.ts'
import { must, refusedCodes } from '../fixtures/books.ts'
import { aloneActivity, foundHeadquarters, joinEmpty, pairOf, testWorkspace, type TestWorkspace, uidOf } from '../fixtures/pli-workspaces.ts'

const SALE = '2026-02-10 VEN Facture | 400 121.00 | 700 -121.00'
/** The base point of no secret: well written, and nobody may seal with it. */
const POINTS_WITHOUT_SECRET = [
  '00'.repeat(32), `01${'00'.repeat(31)}`, `${'00'.repeat(31)}80`, `ec${'ff'.repeat(30)}7f`, `ed${'ff'.repeat(30)}7f`, `ee${'ff'.repeat(31)}`,
  'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800', '5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157',
]

test('a key is one for sealing exactly when something can be sealed for it', async () => {
  const keys = fc.sample(fc.uint8Array({ minLength: 32, maxLength: 32 }), { seed: 20_261_121, numRuns: 40 }).map((bytes) => sealingKeyOf(Buffer.from(bytes).toString('hex')))
  for (const key of keys) expect([key, isSealingKey(key), (await sealBytes(new Uint8Array(3), [key])).ok]).toEqual([key, true, true])
  const [key = ''] = keys
  const spoilt = [
    '', 'age1', 'age1abc', `${key.slice(0, -1)}${key.endsWith('q') ? 'p' : 'q'}`, `${key.slice(0, 20)}${key[20] === 'z' ? 'y' : 'z'}${key.slice(21)}`, key.toUpperCase(), `${key} `, `x${key.slice(1)}`,
    `age1${'q'.repeat(58)}`, ...POINTS_WITHOUT_SECRET.map(sealingKeyOf),
  ]
  for (const wrong of spoilt) {
    const sealed = await sealBytes(new Uint8Array(3), [wrong]).then((outcome) => outcome.ok, () => false)
    expect([wrong, isSealingKey(wrong), sealed]).toEqual([wrong, false, false])
  }
  for (const value of [undefined, null, 7, ['age1'], { length: 62 }]) expect(isSealingKey(value)).toBe(false)
})

/** Announces other keys in the books as a program without the rule would: signed, chained, applied, whatever their form. */
function announce(who: TestWorkspace, code: string, sealingKey: string): void {
  const entity = uidOf(who, code)
  const { author, identity } = who
  must(who.ctx.write((tx) => {
    const sequence = (who.db.prepare('SELECT ifnull(MAX(fact.sequence), 0) AS at FROM fact JOIN stream ON stream.id = fact.stream_id WHERE author = ? AND entity_id = ?').get(author, who.entity(code)) as { at: number }).at + 1
    const proof = identity.sign?.(rotationText({ entity, author, sequence, signingKey: identity.signingKey, sealingKey })) ?? ''
    const fact = appendFact(tx, who.entity(code), 'KeyRotated', 1, { signingKey: identity.signingKey, sealingKey, proof })
    SYNC_APPLIERS.KeyRotated(tx, fact as unknown as AppliedFact<KeyRotated>)
    return ok(null)
  }))
}

test('a member who announces a key that nothing can be sealed for is refused by everybody, and stops nobody', () => {
  const { hq, brume } = pairOf()
  const portable = testWorkspace('portable', 'entity')
  joinEmpty(hq, portable, ['ATELIER'])
  brume.take(hq.make('ATELIER'))
  const before = hq.make('ATELIER').recipients
  for (const bad of ['age1abc', sealingKeyOf('00'.repeat(32))]) {
    announce(portable, 'ATELIER', bad)
    const pli = portable.make('headquarters')
    expect(hq.take(pli)).toMatchObject({ outcome: 'refused', refused: [{ code: 'pli_tampered' }] })
    expect(brume.take({ bytes: portable.make('ATELIER').bytes })).toMatchObject({ outcome: 'refused', refused: [{ code: 'pli_tampered' }] })
  }
  hq.post('SIEGE', SALE)
  expect(hq.make('ATELIER').recipients).toEqual(before)
  expect(checkFact('AccessGranted', 1, { author: 'X', role: 'porteur', person: { name: 'X' }, device: 'C', signingKey: 'A'.repeat(43), sealingKey: 'age1abc' })).toBe('malformed')
})

test('books that already hold such a key go on: its reader is left out, and the sender is told', async () => {
  const { hq, brume } = pairOf()
  const portable = testWorkspace('portable', 'entity')
  joinEmpty(hq, portable, ['ATELIER'])
  announce(portable, 'ATELIER', 'age1abc')
  // Taken when the rule was not there: the fact is in the chain of headquarters, as it would be in an older file.
  const stream = must(hq.ctx.write((tx) => {
    const rows = portable.db.prepare("SELECT fact.body, fact.logical_time AS logicalTime, lower(hex(fact.hash)) AS hash FROM fact WHERE kind = 'KeyRotated'").all() as { body: string; logicalTime: number; hash: string }[]
    tx.write('INSERT INTO stream (entity_id, author, device) VALUES (?, ?, ?)').run(hq.entity('ATELIER'), portable.author, 'B')
    const id = (hq.db.prepare('SELECT id FROM stream WHERE author = ? AND entity_id = ?').get(portable.author, hq.entity('ATELIER')) as { id: number }).id
    for (const [at, row] of rows.entries()) {
      tx.write('INSERT INTO fact (id, logical_time, kind, version, body, hash) VALUES (?, ?, ?, 1, ?, unhex(?))').run(id * 2 ** 32 + at + 1, row.logicalTime, 'KeyRotated', row.body, row.hash)
      SYNC_APPLIERS.KeyRotated(tx, { id: (id * 2 ** 32 + at + 1) as never, stream: { id, entityId: hq.entity('ATELIER'), entity: uidOf(hq, 'ATELIER'), author: portable.author, device: 'B' }, logicalTime: row.logicalTime, kind: 'KeyRotated', version: 1, body: JSON.parse(row.body) as KeyRotated })
    }
    return ok(id)
  }))
  expect(stream).toBeGreaterThan(0)
  const made = must(composePli(hq.ctx, 'ATELIER', 'acknowledged'))
  expect(made.header.recipients.map((each) => each.name)).toEqual(['brume'])
  expect(made.notices).toEqual([{ code: 'reader_left_out', person: 'portable' }])
  expect((await sealBytes(made.bytes, made.recipients)).ok).toBe(true)
  expect(must(previewPli(hq.ctx, 'ATELIER', 'acknowledged')).recipients.map((each) => each.name)).toEqual(['brume'])
  expect(hq.db.prepare("SELECT data FROM notice WHERE code = 'reader_left_out'").all()).toEqual([{ data: '{"person":"portable"}' }])
  expect(brume.take(made).outcome).toBe('taken')
})

test('a request with such a key is refused before headquarters decides anything', () => {
  const [siege, atelier] = [foundHeadquarters(), aloneActivity('brume', 'ATELIER')]
  const asked = JSON.parse(must(writeRequest(atelier.ctx, { person: 'Ana', role: 'porteur' })).text.split('\n')[0] ?? '') as Parameters<typeof makeRequest>[0]
  for (const sealingKey of ['age1abc', sealingKeyOf('00'.repeat(32)), `${asked.sealingKey.slice(0, -1)}q`, `${asked.sealingKey.slice(0, -1)}p`].filter((key) => key !== asked.sealingKey)) {
    const { text } = makeRequest({ ...asked, sealingKey }, (line) => atelier.identity.sign?.(line) ?? '', { sha256 })
    expect([sealingKey, refusedCodes(acceptRequest(siege.ctx, text, {}))]).toEqual([sealingKey, ['enrolment_altered']])
  }
})
