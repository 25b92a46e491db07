import { sealingKeyOf } from '../../core/sync/format/sealing-key.ts'
import { expect, test } from 'vitest'
import { createContext } from '../../core/context.ts'
import type { AuthorId } from '../../core/kernel/ids.ts'
import { preparePli } from '../../electron/machine/prepare-pli.ts'
import { sha256 } from '../../electron/machine/hash.ts'
import { takePli } from '../../core/sync/taking/take-pli.command.ts'
import { base64UrlOfHex } from '../../core/sync/format/base64url.ts'
import type { PliReceipt, TakenPli } from '../../core/sync/pli.ts'
import { buildPli, BuiltStream, fixedSigner, type Parcel, type Signer } from '../fixtures/pli-builder.ts'
import { aloneActivity, join, joinEmpty, pairOf, testWorkspace, type TestWorkspace, uidOf } from '../fixtures/pli-workspaces.ts'

const SALE = '2026-02-10 VEN Facture | 400 121.00 | 700 -121.00'

/** What a workspace could sign if its program were another. */
function signerOf(who: TestWorkspace, name: string = who.name): Signer {
  return { author: who.author, name, key: who.identity.signingKey, sign: (text) => who.identity.sign?.(text) ?? '' }
}

function forgedFor(reader: TestWorkspace, sender: Signer, more: Pick<Parcel, 'runs' | 'receipts' | 'number'>): Uint8Array {
  return buildPli({ sender, role: 'headquarters', recipients: [{ author: reader.author, sealingKey: reader.identity.sealingKey, name: reader.name }], to: 'headquarters', ...more }).bytes
}

test('a sender is called as headquarters named him, whatever he says of himself', () => {
  const { hq, brume } = pairOf()
  const receipt = new BuiltStream(uidOf(brume, 'ATELIER'), 'ATELIER', signerOf(brume), 'A').receipt({ entries: 0, debitCents: 0 }, 0)
  expect(hq.take(forgedFor(hq, signerOf(brume, 'siege'), { runs: [], receipts: [receipt], number: 7 }))).toMatchObject({ sender: 'brume' })
  expect(hq.db.prepare('SELECT DISTINCT sender_name AS name FROM received_pli WHERE sender = ?').all(brume.author)).toEqual([{ name: 'brume' }])
  // A stranger may say what he wants; the name of someone who is known is marked.
  const stranger = { ...fixedSigner('voleur'), name: 'Siege' }
  expect(brume.take(forgedFor(brume, stranger, { runs: [], receipts: [] }))).toMatchObject({ outcome: 'refused', sender: 'Siege (?)', refused: [{ code: 'pli_sender_unknown', sender: 'Siege (?)' }] })
  expect(brume.take(forgedFor(brume, { ...stranger, name: 'Voisine' }, { runs: [], receipts: [] }))).toMatchObject({ sender: 'Voisine' })
})

test('a sender speaks only of books that were granted to him: no false alarm in those of others', () => {
  const { hq, brume } = pairOf()
  brume.post('ATELIER', SALE)
  hq.take(brume.make('headquarters'))
  const lande = aloneActivity('lande', 'LANDE')
  join(hq, lande, 'LANDE')
  const parted = (author: TestWorkspace['author'], forkedAt: number): PliReceipt =>
    ({ entity: uidOf(brume, 'ATELIER'), author, sequence: 1, hash: base64UrlOfHex('0'.repeat(64)), entries: 0, debitCents: 0, forkedAt })
  const lie = hq.take(forgedFor(hq, signerOf(lande), { runs: [], receipts: [parted(brume.author, 1), parted(hq.author, 1)] }))
  expect(lie.notices).toEqual([])
  expect(hq.db.prepare('SELECT COUNT(*) AS count FROM peer_head WHERE peer = ? AND forked_at IS NOT NULL').get(lande.author)).toEqual({ count: 0 })
  expect(hq.db.prepare("SELECT code FROM notice WHERE code GLOB 'fork*'").all()).toEqual([])
  // Of those that he reads, he does; and an office of what is entrusted to it.
  const office = testWorkspace('bureau', 'office')
  joinEmpty(hq, office, ['ATELIER'], { role: 'adviser', office: 'LIEGE' })
  hq.take(office.make('headquarters'))
  expect(hq.db.prepare('SELECT COUNT(*) > 0 AS heard FROM peer_head WHERE peer = ?').get(office.author)).toEqual({ heard: 1 })
})

test('strangers wait in a corner of the room, and keep nobody out', () => {
  const { hq, brume } = pairOf()
  const gapOf = (signer: Signer): Uint8Array => {
    // It claims to follow facts of headquarters that have not come: who signs may be said in them.
    const stream = new BuiltStream(uidOf(brume, 'ATELIER'), 'ATELIER', { ...signer, author: hq.author }, 'S')
    for (let fact = 0; fact < 9; fact += 1) stream.add('OfficeRecorded', { code: 'X', name: 'x' })
    return forgedFor(brume, signer, { runs: [{ stream, from: 9 }] })
  }
  const take = (opened: Uint8Array, sealed: number): TakenPli => takePli(brume.ctx, { name: 'x.pli', hash: sha256(opened), opened, sealed: new Uint8Array(sealed) })
  expect(take(gapOf(fixedSigner('voleur')), 40_000_000)).toMatchObject({ outcome: 'waiting' })
  expect(take(gapOf(fixedSigner('pirate')), 40_000_000)).toMatchObject({ outcome: 'refused', refused: [{ code: 'waiting_room_full' }] })
  expect(take(gapOf(signerOf(hq)), 40_000_000)).toMatchObject({ outcome: 'waiting' })
})

test('a pli made of nothing but grants is refused before it fills the memory', () => {
  const { hq, brume } = pairOf()
  const member = signerOf(brume)
  const stream = new BuiltStream(uidOf(brume, 'ATELIER'), 'ATELIER', { ...member, author: 'AUTREMACHINE' as AuthorId }, 'Z')
  const long = 'x'.repeat(2000)
  for (let fact = 0; fact < 17_000; fact += 1) {
    stream.add('AccessGranted', { author: 'X', role: 'porteur', person: { name: long, email: long }, device: 'Z', signingKey: member.key, sealingKey: sealingKeyOf('42'.repeat(32)) })
  }
  const grants = (sender: Signer): Uint8Array => forgedFor(hq, sender, { runs: [{ stream }] })
  const own = grants(member)
  expect(own.length).toBeLessThan(4_000_000)
  expect(hq.take(own)).toMatchObject({ outcome: 'refused', refused: [{ code: 'pli_content_altered' }] })
  // From a stranger, none of it is even inflated.
  expect(hq.take(grants(fixedSigner('voleur')))).toMatchObject({ outcome: 'refused', refused: [{ code: 'pli_of_stranger_too_large', sender: 'voleur', maximumBytes: 16_777_216 }] })
})

/** Counts what is inflated for a pli that announces a lot: documents of zeros, a thousand times smaller sealed. */
function inflatedFor(reader: TestWorkspace, sender: Signer, frames: number): { readonly taken: TakenPli; readonly inflated: number; readonly bytes: number } {
  const recipients = [{ author: reader.author, sealingKey: reader.identity.sealingKey, name: reader.name }]
  // Compressed once, and said many times.
  const bytes = buildPli({ sender, role: 'headquarters', recipients, to: 'headquarters', runs: [], documents: [Buffer.alloc(40_000_000)] }, { frames: (made) => Array.from({ length: frames }, () => made).flat() }).bytes
  let inflated = 0
  const { crypto } = reader.ctx.ports
  const ports = { ...reader.ctx.ports, crypto: { ...crypto, gunzip: (member: Uint8Array, most: number) => {
    const raw = crypto.gunzip(member, most)
    inflated += raw?.length ?? 0
    return raw
  } } }
  const taken = takePli(createContext(ports), { name: 'x.pli', hash: sha256(bytes), opened: bytes })
  return { taken, inflated, bytes: bytes.length }
}

test('what a stranger announces is looked at before it is inflated; a member has more room, and an end too', () => {
  const { hq, brume } = pairOf()
  const stranger = inflatedFor(hq, fixedSigner('voleur'), 50)
  expect(stranger.bytes).toBeLessThan(3_000_000)
  expect(stranger).toMatchObject({ inflated: 0, taken: { outcome: 'refused', refused: [{ code: 'pli_of_stranger_too_large', sizeBytes: 2_000_000_000 }] } })
  const member = inflatedFor(hq, signerOf(brume), 20)
  expect(member).toMatchObject({ inflated: 0, taken: { outcome: 'refused', refused: [{ code: 'pli_inflates_too_much', sender: 'brume', maximumBytes: 536_870_912 }] } })
  const small = inflatedFor(hq, signerOf(brume), 2)
  expect(small.taken).toMatchObject({ refused: [{ code: 'pli_content_altered' }] })
  expect(small.inflated).toBeGreaterThan(0)
})

test('the thread beside the writer leaves alone what grows a thousand times', () => {
  const { hq } = pairOf()
  const stranger = fixedSigner('voleur')
  const stream = new BuiltStream('X', 'X', stranger, 'Z').add('NoteShared', { id: 'x', on: '2026-01-01', text: 'a'.repeat(90_000) })
  const prepared = preparePli(forgedFor(hq, stranger, { runs: [{ stream }] }))
  expect([prepared.members, prepared.checked]).toEqual([[], undefined])
  const honest = new BuiltStream('X', 'X', stranger, 'Z').add('NoteShared', { id: 'x', on: '2026-01-01', text: 'Vu avec la porteuse : la facture 12 reste due.' })
  expect(preparePli(forgedFor(hq, stranger, { runs: [{ stream: honest }] })).checked?.hashes).toHaveLength(64)
})
