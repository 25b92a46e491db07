import { afterAll, beforeAll, expect, test } from 'vitest'
import { canonicalJson, type Json } from '../../core/chain/canonical-json.ts'
import type { ComposedPli } from '../../core/sync/making/compose-pli.command.ts'
import { calendarDate } from '../../core/kernel/calendar-date.ts'
import { readNotices } from '../../core/sync/history/notice.command.ts'
import { notices } from '../../core/sync/history/notice.query.ts'
import { publishParameters } from '../../core/sync/publishing/parameters.command.ts'
import type { CheckedFacts } from '../../core/sync/format/placed-facts.ts'
import { signedText } from '../../core/sync/format/pli-header.ts'
import type { PliHeader, TakenPli } from '../../core/sync/pli.ts'
import { takePlis } from '../../core/sync/taking/take-pli.command.ts'
import { grantAccess } from '../../core/sync/trust/trust-grant.command.ts'
import { recordTrust } from '../../core/sync/trust/trust-fact.command.ts'
import { ok } from '../../core/kernel/result.ts'
import { sha256 } from '../../electron/machine/hash.ts'
import { preparePli } from '../../electron/machine/prepare-pli.ts'
import { openSealed, sealBytes } from '../../electron/machine/seal.ts'
import { must, testIdentity } from '../fixtures/books.ts'
import { openBytes } from '../fixtures/database.ts'
import { buildPli, BuiltStream, fixedSigner } from '../fixtures/pli-builder.ts'
import { aloneActivity, copyOf, foundHeadquarters, join, joinEmpty, pairOf, stateHash, testWorkspace, type TestWorkspace, uidOf } from '../fixtures/pli-workspaces.ts'
import { seeded } from '../fixtures/seeded.ts'

const EVERY = process.env['ARCHIPEL_EVERY_BIT'] === '1'
const SEED = Number(process.env['ARCHIPEL_SEED'] ?? 20_261_121)
const DAY = 86_400_000

let siege: TestWorkspace
let atelier: TestWorkspace
/** Two good plis that headquarters has not taken. */
let good: ComposedPli
let other: ComposedPli
let secret: string
let recipient: string

beforeAll(async () => {
  siege = foundHeadquarters()
  atelier = aloneActivity('brume', 'ATELIER')
  join(siege, atelier, 'ATELIER')
  atelier.post('ATELIER', '2026-02-10 VEN Facture | 400 121.00 | 700 -121.00')
  good = atelier.make('headquarters')
  atelier.post('ATELIER', '2026-03-01 ACH Loyer | 610 500.00 | 440 -500.00')
  other = atelier.make('headquarters')
  const { generateIdentity, identityToRecipient } = await import('age-encryption')
  secret = await generateIdentity()
  recipient = await identityToRecipient(secret)
})

afterAll(() => {
  // Whatever was tried, the two good ones are still good.
  expect(siege.take(good).outcome).toBe('taken')
  expect(siege.take(other).outcome).toBe('taken')
})

/** Every other one as it comes from the folder of headquarters: its facts were read by the thread that opened it. */
function checkedByTurns(opened: Uint8Array, index: number): CheckedFacts | undefined {
  return index % 2 === 0 ? undefined : preparePli(opened).checked
}

/** Takes altered plis a few hundred at a time; all must be refused, and the books stay as they were. */
function refuseAll(workspace: TestWorkspace, altered: Iterable<Uint8Array>): Map<string, number> {
  const before = stateHash(workspace)
  const codes = new Map<string, number>()
  let batch: Uint8Array[] = []
  const flush = (): void => {
    const answers = takePlis(workspace.ctx, batch.map((opened, index) => ({ name: `${index}.pli`, hash: sha256(opened), opened, checked: checkedByTurns(opened, index) })))
    for (const [index, answer] of answers.entries()) {
      if (answer.outcome !== 'refused') throw new Error(`seed ${SEED}: not refused: ${answer.outcome}, ${Buffer.from(batch[index] ?? []).toString('latin1').slice(0, 300)}`)
      for (const { code } of answer.refused) codes.set(code, (codes.get(code) ?? 0) + 1)
    }
    expect(stateHash(workspace)).toBe(before)
    batch = []
  }
  for (const bytes of altered) {
    batch.push(bytes)
    if (batch.length === 500) flush()
  }
  if (batch.length > 0) flush()
  return codes
}

function* bitFlips(bytes: Uint8Array): Generator<Uint8Array> {
  for (let bit = 0; bit < bytes.length * 8; bit += 1) yield flipped(bytes, bit)
}

function flipped(bytes: Uint8Array, bit: number): Uint8Array {
  const copy = Uint8Array.from(bytes)
  copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7))
  return copy
}

function* cuts(bytes: Uint8Array): Generator<Uint8Array> {
  for (let length = 0; length < bytes.length; length += 1) yield bytes.subarray(0, length)
}

function* splices(a: Uint8Array, b: Uint8Array, count: number): Generator<Uint8Array> {
  const random = seeded(SEED)
  for (let made = 0; made < count; made += 1) {
    const bytes = Buffer.concat([a.subarray(0, 1 + random(a.length - 1)), b.subarray(1 + random(b.length - 1))])
    if (!bytes.equals(a) && !bytes.equals(b)) yield bytes
  }
}

/** The header changed as its own sender could, and signed again by it. */
function signedAgain(pli: ComposedPli, by: TestWorkspace, change: (header: PliHeader) => unknown): Uint8Array {
  const bytes = Buffer.from(pli.bytes)
  const content = bytes.subarray(bytes.indexOf(10, bytes.indexOf(10) + 1) + 1)
  const line = String(change(structuredClone(pli.header)))
  const signature = canonicalJson({ key: by.identity.signingKey, signature: by.identity.sign?.(signedText(line)) ?? '' })
  return Buffer.concat([Buffer.from(`${line}\n${signature}\n`), content])
}

const canonicalOf = (header: object): string => canonicalJson(header as Json)

const total = (codes: ReadonlyMap<string, number>): number => [...codes.values()].reduce((sum, count) => sum + count, 0)

test('every bit of an opened pli, turned: refused, and nothing written', () => {
  const codes = refuseAll(siege, bitFlips(good.bytes))
  expect(total(codes)).toBe(good.bytes.length * 8)
  for (const code of ['pli_malformed', 'pli_signature_wrong', 'pli_content_altered', 'pli_unsigned']) expect(codes.get(code), code).toBeGreaterThan(0)
}, 120_000)

test('every length at which an opened pli may be cut', () => {
  expect(total(refuseAll(siege, cuts(good.bytes)))).toBe(good.bytes.length)
}, 60_000)

test('a thousand splices of two plis of the same sender', () => {
  expect(total(refuseAll(siege, splices(good.bytes, other.bytes, 500)))).toBeGreaterThan(450)
  expect(total(refuseAll(siege, splices(other.bytes, good.bytes, 500)))).toBeGreaterThan(450)
}, 60_000)

async function refusedSealed(altered: Iterable<Uint8Array>): Promise<Set<string>> {
  const codes = new Set<string>()
  for (const bytes of altered) {
    const opened = await openSealed(bytes, secret)
    if (opened.ok) throw new Error(`seed ${SEED}: opened although altered`)
    for (const { code } of opened.error) codes.add(code)
  }
  return codes
}

test('a sealed pli: every bit, every length, and splices', async () => {
  atelier.post('ATELIER', '2026-03-02 ACH Papier | 610 5.00 | 440 -5.00')
  const small = atelier.make('headquarters', 'sent')
  const sealed = must(await sealBytes(small.bytes, [recipient]))
  const twin = must(await sealBytes(good.bytes, [recipient]))
  expect(sealed.length).toBeGreaterThan(1500)
  expect(must(await openSealed(sealed, secret))).toEqual(Uint8Array.from(small.bytes))
  expect([...(await refusedSealed(bitFlips(sealed)))].sort()).toEqual(['pli_altered', 'pli_not_for_us', 'pli_not_sealed'])
  await refusedSealed(cuts(sealed))
  await refusedSealed(splices(sealed, twin, EVERY ? 1000 : 250))
}, 900_000)

test('a sealed file of 64 KB: a seeded sample of its bits, all of them when asked', async () => {
  const random = seeded(SEED)
  const opened = Buffer.from(Array.from({ length: 65_536 }, () => random(256)))
  const sealed = must(await sealBytes(opened, [recipient]))
  const sample = function* (): Generator<Uint8Array> {
    for (let made = 0; made < 300; made += 1) yield flipped(sealed, random(sealed.length * 8))
  }
  // Nearly all of it is payload: only all its bits touch the header of the seal, which names its format and its recipients.
  expect([...(await refusedSealed(EVERY ? bitFlips(sealed) : sample()))].sort()).toEqual(EVERY ? ['pli_altered', 'pli_not_for_us', 'pli_not_sealed'] : ['pli_altered'])
}, 3_600_000)

test('wrong recipient, no signature, another algorithm, a swapped signature: each its own answer', () => {
  const lines = Buffer.from(good.bytes).toString('latin1').split('\n')
  const [first = '', second = ''] = lines
  const [, swapped = ''] = Buffer.from(other.bytes).toString('latin1').split('\n')
  const content = Buffer.from(good.bytes).subarray(first.length + second.length + 2)
  const before = stateHash(siege)
  const withSecond = (line: string): Uint8Array => Buffer.concat([Buffer.from(`${first}\n${line}\n`, 'latin1'), content])
  const codesOf = (opened: Uint8Array): string[] => siege.take(opened).refused.map((refusal) => refusal.code)
  expect(codesOf(withSecond(swapped))).toEqual(['pli_signature_wrong'])
  expect(codesOf(withSecond(''))).toEqual(['pli_unsigned'])
  expect(codesOf(withSecond(`{"alg":"none","key":"${atelier.identity.signingKey}","signature":""}`))).toEqual(['pli_unsigned'])
  expect(codesOf(withSecond(`{"alg":"none",${second.slice(1)}`))).toEqual(['pli_algorithm_unknown'])
  // Key confusion: a thief signs the same header with his own key, named or not.
  const thief = testIdentity('VOLEUR')
  const stolen = thief.sign?.(signedText(first)) ?? ''
  expect(codesOf(withSecond(canonicalJson({ key: thief.signingKey, signature: stolen })))).toEqual(['pli_signature_wrong'])
  expect(codesOf(withSecond(canonicalJson({ key: atelier.identity.signingKey, signature: stolen })))).toEqual(['pli_signature_wrong'])
  // The pli of someone else, given to us.
  expect(stateHash(siege)).toBe(before)
  const autre = aloneActivity('autre', 'AUTRE')
  join(siege, autre, 'AUTRE')
  expect(autre.take(good)).toMatchObject({ outcome: 'refused', refused: [{ code: 'pli_for_another', recipients: ['siege'] }] })
})

test('a number, a sequence, a version beyond what may be: refused even when its own sender signs them', () => {
  const wrong: [string, (header: PliHeader) => string, string][] = [
    ['number 2^53', (header) => canonicalOf(header).replace(/"number":\d+/u, '"number":9007199254740992'), 'pli_malformed'],
    ['sequence 2^53', (header) => canonicalOf(header).replace(/"to":\d+/u, '"to":9007199254740992'), 'pli_malformed'],
    ['sequence 2^32', (header) => canonicalOf(header).replace(/"to":\d+/u, '"to":4294967296'), 'pli_malformed'],
    ['a longer segment', (header) => canonicalOf({ ...header, segments: header.segments.map((each) => ({ ...each, to: each.to + 1 })) }), 'pli_content_altered'],
    ['endless', (header) => canonicalOf({ ...header, frames: header.frames.map((each) => ({ ...each, rawBytes: 16_000_000 })) }), 'pli_content_altered'],
    ['a frame of 5 GB', (header) => canonicalOf({ ...header, frames: header.frames.map((each) => ({ ...each, rawBytes: 5_000_000_000 })) }), 'pli_malformed'],
    ['version 2', (header) => canonicalOf({ ...header, version: 2 }), 'pli_too_new'],
    ['no facts', (header) => canonicalOf({ ...header, segments: [] }), 'pli_malformed'],
  ]
  const before = stateHash(siege)
  for (const [name, change, code] of wrong) expect(siege.take(signedAgain(good, atelier, change)).refused, name).toEqual([expect.objectContaining({ code })])
  expect(stateHash(siege)).toBe(before)
})

test('the manifest of one with the content of another', () => {
  const [a, b] = [Buffer.from(good.bytes), Buffer.from(other.bytes)]
  const contentOf = (bytes: Buffer): number => bytes.indexOf(10, bytes.indexOf(10) + 1) + 1
  const mixed = Buffer.concat([a.subarray(0, contentOf(a)), b.subarray(contentOf(b))])
  expect(siege.take(mixed)).toMatchObject({ outcome: 'refused', refused: [{ code: 'pli_content_altered' }] })
})

const codes = (answer: TakenPli): string[] => [...answer.refused, ...answer.notices].map((refusal) => refusal.code)

test('replay: the same pli again, under another name or sealed again, changes nothing', () => {
  const { hq, brume } = pairOf()
  brume.post('ATELIER', '2026-02-10 VEN Facture | 400 121.00 | 700 -121.00')
  const pli = brume.make('headquarters')
  expect(hq.take(pli).outcome).toBe('taken')
  const before = stateHash(hq)
  const [again] = takePlis(hq.ctx, [{ name: 'autre.pli', hash: sha256('sealed again'), opened: pli.bytes }])
  expect(again).toMatchObject({ outcome: 'known' })
  expect(again?.segments.every((segment) => segment.answer === 'known' && segment.facts === 0)).toBe(true)
  expect(stateHash(hq)).toBe(before)
})

test('rollback: the same number with another content is told, and older receipts do not undo later ones', () => {
  const { hq, brume } = pairOf()
  const twin = copyOf(brume)
  brume.post('ATELIER', '2026-02-10 VEN Facture | 400 121.00 | 700 -121.00')
  const first = brume.make('headquarters')
  brume.clock.milliseconds += DAY
  const second = brume.make('headquarters')
  hq.take(second)
  const held = hq.db.prepare('SELECT * FROM peer_head ORDER BY peer, stream_id').all()
  hq.take(first)
  expect(hq.db.prepare('SELECT * FROM peer_head ORDER BY peer, stream_id').all()).toEqual(held)
  twin.clock.milliseconds += 2 * DAY
  const reused = hq.take(twin.make('headquarters'))
  expect(codes(reused)).toContain('pli_number_reused')
})

test('fast-forward: a clock years ahead does not bar the way to later receipts', () => {
  const { hq, brume } = pairOf()
  brume.clock.milliseconds += 5 * 365 * DAY
  brume.post('ATELIER', '2026-02-10 VEN Facture | 400 121.00 | 700 -121.00')
  hq.take(brume.make('headquarters'))
  const stream = 'SELECT MAX(sequence) AS sequence FROM peer_head JOIN stream ON stream.id = stream_id WHERE author = ?'
  const before = hq.db.prepare(stream).get(brume.author) as { sequence: number }
  // Its clock is set right; two days later it writes again.
  brume.clock.milliseconds -= 5 * 365 * DAY - 2 * DAY
  hq.clock.milliseconds += 3 * DAY
  brume.post('ATELIER', '2026-03-10 VEN Facture 2 | 400 121.00 | 700 -121.00')
  hq.take(brume.make('headquarters'))
  expect((hq.db.prepare(stream).get(brume.author) as { sequence: number }).sequence).toBe(before.sequence + 1)
})

test('freeze: nothing from headquarters for two months is told once with a pli, and is read without any as long as it lasts', () => {
  const { hq, brume } = pairOf()
  const portable = testWorkspace('portable', 'entity')
  joinEmpty(hq, portable, ['ATELIER'])
  brume.take(hq.make('ATELIER'))
  const silence = (): unknown => notices(brume.ctx, { unreadOnly: true, offset: 0, limit: 1 }).silence
  portable.post('ATELIER', '2026-02-10 VEN Facture | 400 121.00 | 700 -121.00')
  brume.clock.milliseconds += 59 * DAY
  expect(codes(brume.take(portable.make('ATELIER')))).not.toContain('headquarters_silent')
  expect(silence()).toBeNull()
  brume.clock.milliseconds += 3 * DAY
  expect(silence()).toEqual({ code: 'headquarters_silent', days: 60, number: 1 })
  expect(codes(brume.take(portable.make('ATELIER')))).toContain('headquarters_silent')
  portable.clock.milliseconds += DAY
  expect(codes(brume.take(portable.make('ATELIER')))).not.toContain('headquarters_silent')
  // Marked as read, it is still so; a word of headquarters ends it.
  must(readNotices(brume.ctx))
  expect(silence()).not.toBeNull()
  hq.clock.milliseconds = brume.clock.milliseconds
  brume.take(hq.make('ATELIER'))
  expect(silence()).toBeNull()
  expect(notices(hq.ctx, { unreadOnly: true, offset: 0, limit: 1 }).silence).toBeNull()
})

test('freeze: headquarters says after how many days, from a day on; a clock of its that was years ahead buys no silence', () => {
  const { hq, brume } = pairOf()
  hq.clock.milliseconds += 5 * 365 * DAY
  must(publishParameters(hq.ctx, { name: 'exchange', validFrom: '2026-07-01', content: { silentDays: 20 } }))
  brume.take(hq.make('ATELIER'))
  const silence = (): unknown => notices(brume.ctx, { unreadOnly: true, offset: 0, limit: 1 }).silence
  brume.clock.milliseconds += 21 * DAY
  brume.clock.today = calendarDate('2026-06-30')
  expect(silence()).toBeNull()
  brume.clock.today = calendarDate('2026-07-06')
  expect(silence()).toEqual({ code: 'headquarters_silent', days: 20, number: 1 })
  brume.clock.milliseconds += 40 * DAY
  brume.clock.today = calendarDate('2026-06-30')
  expect(silence()).toEqual({ code: 'headquarters_silent', days: 60, number: 1 })
})

test('keys: not yet known, revoked, and a role that may not sign', () => {
  const { hq, brume } = pairOf()
  // A pli of someone whose grant has not come: it was in another pli, which is late.
  const portable = testWorkspace('portable', 'entity')
  joinEmpty(hq, portable, ['ATELIER'])
  const grant = portable.make('ATELIER', 'sent')
  portable.post('ATELIER', '2026-02-10 VEN Facture | 400 121.00 | 700 -121.00')
  const early = portable.make('ATELIER', 'sent')
  const unknowing = stateHash(brume)
  const refused = brume.take(early)
  expect(refused).toMatchObject({ outcome: 'refused', refused: [{ code: 'pli_key_unknown' }] })
  expect(refused.segments).toMatchObject([{ stream: 'ATELIER/B', answer: 'unknown-key', facts: 0 }])
  expect(stateHash(brume)).toBe(unknowing)
  expect(brume.take(grant).outcome).toBe('taken')
  expect(brume.take(early).outcome).toBe('taken')
  // Revoked at headquarters: what it signs after that position is not taken there.
  hq.take(portable.make('headquarters'))
  const entity = hq.entity('ATELIER')
  const held = hq.db.prepare('SELECT MAX(fact.sequence) AS last FROM fact JOIN stream ON stream.id = stream_id WHERE entity_id = ? AND author = ?').get(entity, portable.author) as { last: number }
  must(hq.ctx.write((tx) => ok(recordTrust(tx, entity, 'AccessRevoked', { author: portable.author, lastSequence: held.last, reason: 'portable volé' }))))
  portable.post('ATELIER', '2026-02-11 VEN Vol | 400 1.00 | 700 -1.00')
  const revoked = stateHash(hq)
  const stolen = hq.take(portable.make('headquarters'))
  expect(stolen).toMatchObject({ outcome: 'refused', refused: [{ code: 'pli_key_revoked' }] })
  expect(stolen.segments.find((segment) => segment.author === portable.author)).toMatchObject({ answer: 'revoked-key', facts: 0 })
  expect(stateHash(hq)).toBe(revoked)
  // An adviser who posts an entry although he may not.
  const bureau = testWorkspace('bureau', 'office')
  joinEmpty(hq, bureau, ['ATELIER'], { role: 'adviser', office: 'LIEGE' })
  const afterJoining = stateHash(hq)
  bureau.post('ATELIER', '2026-02-12 VEN Abus | 400 1.00 | 700 -1.00')
  const abuse = hq.take(bureau.make('headquarters'))
  expect(abuse.segments.find((segment) => segment.author === bureau.author)).toMatchObject({ answer: 'unknown-key' })
  expect(abuse.refused).toMatchObject([{ code: 'pli_key_unknown' }])
  expect(stateHash(hq)).toBe(afterJoining)
})

test('a stranger: unknown key, nothing written', () => {
  const { hq, brume } = pairOf()
  const thief = testWorkspace('voleur', 'entity', { identity: testIdentity('VOLEUR00000000000000000000'), db: openBytes(brume.db.serialize()) })
  // He has the whole file of the Activité, and keys of his own that he grants himself there.
  must(thief.ctx.write((tx) => ok(grantAccess(tx, thief.entity('ATELIER'), { author: thief.author, role: 'porteur', person: { name: 'voleur' }, signingKey: thief.identity.signingKey, sealingKey: thief.identity.sealingKey }))))
  expect(hq.take(thief.make('headquarters'))).toMatchObject({ outcome: 'refused', refused: [{ code: 'pli_sender_unknown' }] })
  // A history of his own in the books of another, under a letter that is free and under one that is not.
  for (const letter of ['A', 'C']) {
    const signer = fixedSigner('voleur')
    const stream = new BuiltStream(uidOf(brume, 'ATELIER'), 'ATELIER', signer, letter).add('AccountRecorded', { number: '550', label: 'À moi' })
    const { bytes } = buildPli({ sender: signer, role: 'headquarters', recipients: [{ author: hq.author, sealingKey: hq.identity.sealingKey, name: 'siege' }], to: 'headquarters', runs: [{ stream }] })
    const untouched = stateHash(hq)
    const forged = hq.take(bytes)
    expect(forged).toMatchObject({ outcome: 'refused', refused: [{ code: 'pli_key_unknown' }], segments: [{ answer: 'unknown-key', facts: 0 }] })
    expect(stateHash(hq)).toBe(untouched)
  }
  brume.post('ATELIER', '2026-02-10 VEN Facture | 400 121.00 | 700 -121.00')
  const taken = brume.make('headquarters')
  const header = { ...taken.header, sender: { ...taken.header.sender, author: thief.author, key: thief.identity.signingKey } }
  const relayed = signedAgain({ ...taken, header }, thief, canonicalOf)
  // Anyone may carry what its authors signed; what he says that he holds is not believed.
  expect(hq.take(relayed).outcome).toBe('taken')
  expect(hq.db.prepare('SELECT COUNT(*) AS count FROM peer_head WHERE peer = ?').get(thief.author)).toEqual({ count: 0 })
  const before = stateHash(hq)
  const nothing = signedAgain({ ...taken, header: { ...header, number: 3 } }, thief, canonicalOf)
  expect(hq.take(nothing)).toMatchObject({ outcome: 'refused', refused: [{ code: 'pli_sender_unknown' }] })
  expect(stateHash(hq)).toBe(before)
})
