import { rotationText } from '../../core/sync/trust/root.ts'
import type { Role } from '../../core/sync/sync-facts.ts'
import { base64UrlOfHex } from '../../core/sync/format/base64url.ts'
import { sealingKeyOf } from '../../core/sync/format/sealing-key.ts'
import { makeFrame } from '../../core/sync/format/pli-frames.ts'
import { sha256 } from '../../electron/machine/hash.ts'
import { type Bend, buildPli, BuiltStream, fixedSigner, type Parcel, tools } from '../fixtures/pli-builder.ts'

/** A pli of the test vectors: opened bytes, and what is wrong with it. `wrong` undefined: it is good. */
export interface Vector {
  readonly name: string
  readonly says: string
  readonly opened: Buffer
  /** Changes the sealed bytes. */
  readonly sealed?: (sealed: Buffer, other: Buffer) => Buffer
  /** Sealed for someone else. */
  readonly forAnother?: boolean
}

export const ENTITY = '01J00000000000000000ATEL01'
export const FEDERATION = '01J00000000000000000FEDE01'
const headquarters = fixedSigner('siege')
const porteur = fixedSigner('porteur')
const second = fixedSigner('portable')
const adviser = fixedSigner('conseil')

const DOCUMENT = Buffer.from('%PDF-1.4\nUne facture de démonstration, telle qu’elle fut reçue.\n%%EOF\n', 'utf8')

function entry(number: number, cents: number, label = `Facture ${number}`): Record<string, unknown> {
  return {
    journal: 'VEN', year: '2026', number, date: '2026-02-10', label, validatedOn: '2026-02-10',
    lines: [{ account: '400', debitCents: cents }, { account: '700', creditCents: cents }],
  }
}

const DESCRIBED = { name: 'Atelier Brume', kind: 'entity', country: 'BE', chart: 'be-pcmn', currency: 'EUR', demonstration: false }

function books(): BuiltStream {
  return new BuiltStream(ENTITY, 'ATELIER', porteur, 'A')
    .add('EntityDescribed', DESCRIBED).add('JournalRecorded', { code: 'VEN', label: 'Ventes', kind: 'sales' })
    .add('FiscalYearOpened', { code: '2026', startOn: '2026-01-01', endOn: '2026-12-31' })
    .add('AccountRecorded', { number: '400', label: 'Clients' }).add('EntryPosted', entry(1, 12_100)).add('EntryPosted', entry(2, 45_000, 'Œuvre « Marée » — 2ᵉ 🎨'))
}

function trust(): BuiltStream {
  const grant = (author: typeof porteur, role: Role, device: string) => ({
    author: author.author, role, person: { name: author.name }, device, signingKey: author.key, sealingKey: sealingKeyOf(sha256('archipel test age1test')),
  })
  return new BuiltStream(ENTITY, 'ATELIER', headquarters, 'S').add('AccessGranted', grant(porteur, 'porteur', 'A')).add('AccessGranted', grant(second, 'porteur', 'B')).add('AccessGranted', grant(adviser, 'adviser', 'P1'))
}

const federation = (): BuiltStream => new BuiltStream(FEDERATION, '~01J0000000', headquarters, 'A').add('OfficeRecorded', { code: 'LIEGE', name: 'Bureau de Liège' })
const device = (): BuiltStream => new BuiltStream(ENTITY, 'ATELIER', second, 'B').add('EntryPosted', entry(1, 7500, 'Stage')).add('EntryPosted', entry(2, 2500, 'Atelier'))

function attached(): BuiltStream {
  const hash = sha256(DOCUMENT)
  return books().add('DocumentAttached', { entry: { author: porteur.author, sequence: 5 }, hash, name: 'facture.pdf', mediaType: 'application/pdf', sizeBytes: DOCUMENT.length })
}

function rotated(): BuiltStream {
  const stream = books()
  const fresh = fixedSigner('porteur', 'porteur, second key')
  const rotation = { signingKey: fresh.key, sealingKey: sealingKeyOf(sha256('archipel test age1fresh')), entity: stream.stream.entity, author: stream.stream.author, sequence: stream.facts.length + 1 }
  stream.add('KeyRotated', { signingKey: rotation.signingKey, sealingKey: rotation.sealingKey, proof: porteur.sign(rotationText(rotation)) })
  stream.signer = fresh
  return stream.add('EntryPosted', entry(3, 900, 'Après le changement de clé'))
}

function long(): BuiltStream {
  const stream = books()
  for (let number = 3; number <= 5200; number += 1) stream.add('EntryPosted', entry(number, number * 7))
  return stream
}

export interface Addressed { readonly sealingKey: string; readonly name: string }

/** All vectors for one recipient. Always the same opened bytes. */
export function vectors(recipient: Addressed): { readonly good: Vector[]; readonly bad: Vector[] } {
  const to = { author: headquarters.author, ...recipient }
  const parcel = (more: Partial<Parcel> = {}): Parcel => ({ sender: porteur, role: 'porteur', recipients: [to], to: 'headquarters', runs: [{ stream: books() }], ...more })
  const good = (name: string, says: string, more: Partial<Parcel> = {}, bend: Bend = {}): Vector => ({ name, says, opened: buildPli(parcel(more), bend).bytes })
  const lastShows: Bend['header'] = (header) => ({ ...header, segments: (header['segments'] as object[]).map((each, at, all) => (at === all.length - 1 ? { ...each, witness: true } : each)) })
  const first = buildPli(parcel())
  const goods = [
    good('one-segment', 'six facts of one stream'),
    good('several-streams', 'the federation, headquarters, and two devices', { runs: [federation, trust, books, device].map((stream) => ({ stream: stream() })) }),
    good('relay', 'an office passes on what others signed', { sender: adviser, role: 'adviser', runs: [{ stream: books(), from: 3 }, { stream: device() }] }),
    good('next-of-the-line', 'the second pli of a line, going on from the first', { number: 2, previous: base64UrlOfHex(sha256(first.line)), runs: [{ stream: books(), from: 5 }] }),
    good('documents', 'a fact attaches a document, which travels too', { runs: [{ stream: attached() }], documents: [DOCUMENT] }),
    good('rotation', 'the key changes inside the segment; the new key signs its head', { sender: { ...porteur, ...fixedSigner('porteur', 'porteur, second key') }, runs: [{ stream: rotated() }] }),
    good('receipts-only', 'nothing new, only what the sender holds', { runs: [], receipts: [books().receipt({ entries: 2, debitCents: 57_100 }), { ...device().receipt({ entries: 2, debitCents: 57_100 }), forkedAt: 2 }] }),
    good('witness', 'facts of a second stream show a reader who holds another history where they part', { runs: [{ stream: books() }, { stream: device(), from: 2 }] }, { header: lastShows }),
    good('enrolment', 'headquarters answers a request', { sender: headquarters, role: 'headquarters', to: 'enrolment:PORTEUR', request: base64UrlOfHex(sha256('a request')), runs: [{ stream: federation() }, { stream: trust() }] }),
    good('several-frames', 'more than a mebibyte of facts', { runs: [{ stream: long() }] }),
  ]
  return { good: goods, bad: [...bent(parcel), ...sealedWrong(first.bytes)] }
}

type ParcelOf = (more?: Partial<Parcel>) => Parcel
type Header = Record<string, unknown> & { segments: Record<string, unknown>[]; frames: Record<string, unknown>[]; sender: Record<string, unknown>; recipients: Record<string, unknown>[] }

/** Each differs from a good one in one thing, and is signed again wherever its sender could have signed it. */
function bent(parcel: ParcelOf): Vector[] {
  const bad = (name: string, says: string, bend: Bend, more: Partial<Parcel> = {}): Vector => ({ name, says, opened: buildPli(parcel(more), bend).bytes })
  const header = (name: string, says: string, change: (header: Header) => void, more: Partial<Parcel> = {}): Vector =>
    bad(name, says, { header: (made) => { const copy = structuredClone(made) as Header; change(copy); return copy } }, more)
  const segment = (name: string, says: string, change: (segment: Record<string, unknown>) => void): Vector => header(name, says, ({ segments }) => change(segments[0] ?? {}))
  const zeros = (bytes: number): string => Buffer.alloc(bytes).toString('base64url')
  const other = fixedSigner('voleur')
  return [
    bad('unsigned', 'no second line', { signature: () => '' }),
    bad('signature-empty', 'a second line without a signature', { signature: () => `{"key":"${porteur.key}","signature":""}` }),
    bad('signature-of-zeros', 'a signature of zeros', { signature: () => `{"key":"${porteur.key}","signature":"${zeros(64)}"}` }),
    bad('algorithm-none', 'a second line that asks for no algorithm', { signature: () => `{"alg":"none","key":"${porteur.key}","signature":""}` }),
    bad('algorithm-other', 'a second line that names another algorithm', { signature: (_, signed) => `{"alg":"ES256",${signed.slice(1)}` }),
    bad('signature-by-another', 'signed by a key that is not the one of the sender', { signature: (line) => `{"key":"${other.key}","signature":"${other.sign(`archipel-pli-1\n${line}`)}"}` }),
    bad('signature-of-another-kind', 'a signature made for a head', { signature: (line) => `{"key":"${porteur.key}","signature":"${porteur.sign(`archipel-head-1\n${line}`)}"}` }),
    bad('signature-with-space', 'a second line that is not canonical', { signature: (_, signed) => signed.replace(',', ', ') }),
    header('witness-false', 'a segment that says it is no witness', ({ segments }) => void ((segments[0] ?? {})['witness'] = false)),
    bad('header-with-space', 'a header that is not canonical', { line: (line) => line.replace(',"', ', "') }),
    bad('header-out-of-order', 'members in another order', { line: (line) => line.replace(/^\{"format":"archipel-pli",(.*)\}$/u, '{$1,"format":"archipel-pli"}') }),
    bad('member-twice', 'a member that comes twice', { line: (line) => line.replace('"number":1', '"number":1,"number":1') }),
    bad('escape-not-needed', 'a letter written as an escape', { line: (line) => line.replace('"books"', String.raw`"book\u0073"`) }),
    bad('lone-surrogate', 'half a character in a name', { line: (line) => line.replace('"name":"porteur"', String.raw`"name":"\ud800"`) }),
    header('member-unknown', 'a member that the format does not have', (made) => void (made['extra'] = 1)),
    header('version-next', 'a version that does not exist yet', (made) => void (made['version'] = 2)),
    header('format-other', 'another format', (made) => void (made['format'] = 'archipel-plis')),
    header('number-2-53', 'a number beyond the safe integers', (made) => void (made['number'] = 9_007_199_254_740_992)),
    header('number-zero', 'numbers begin at 1', (made) => void (made['number'] = 0)),
    header('number-with-fraction', 'a number that is no integer', (made) => void (made['logicalTime'] = 1.5)),
    segment('sequence-2-53', 'a stream wound forward', (made) => void (made['to'] = 9_007_199_254_740_992)),
    segment('sequence-2-32', 'a sequence beyond what a stream holds', (made) => void (made['to'] = 4_294_967_296)),
    segment('segment-backwards', 'a segment that ends before it begins', (made) => void Object.assign(made, { from: 6, to: 5 })),
    segment('head-hash-other', 'another head than the one of its facts', (made) => void (made['headHash'] = zeros(32))),
    segment('head-signed-by-another', 'the signature of the head is not by its key', (made) => void (made['key'] = other.key)),
    segment('head-of-another-stream', 'a head signed for another letter', (made) => void (made['device'] = 'B')),
    segment('previous-hash-other', 'a predecessor that it does not follow', (made) => void (made['previousHash'] = base64UrlOfHex(sha256('x')))),
    segment('hash-too-short', 'a hash of 31 bytes', (made) => void (made['headHash'] = zeros(31))),
    segment('hash-with-a-bit-more', 'a hash whose last digit holds bits beyond its bytes', (made) => void (made['headHash'] = `${String(made['headHash']).slice(0, -1)}B`)),
    header('stream-twice', 'the same stream twice', (made) => void made.segments.push(structuredClone(made.segments[0] ?? {}))),
    header('recipients-other', 'sealed for us, addressed to someone else', (made) => void (made.recipients = [{ author: 'X', name: 'X', sealingKey: 'age1x' }])),
    header('recipients-none', 'addressed to nobody', (made) => void (made.recipients = [])),
    header('sender-key-other', 'the header names another key than the one that signs', (made) => void (made.sender['key'] = other.key)),
    header('role-unknown', 'a role that does not exist', (made) => void (made.sender['role'] = 'root')),
    header('purpose-without-request', 'an enrolment that answers no request', (made) => void (made['purpose'] = 'enrolment')),
    header('frame-longer', 'a frame that announces more than it holds', ({ frames }) => void ((frames[0] ?? {})['rawBytes'] = 5000)),
    header('frame-hash-other', 'a frame with the hash of another', ({ frames }) => void ((frames[0] ?? {})['hash'] = zeros(32))),
    header('frame-kind-other', 'facts said to be a document', ({ frames }) => void ((frames[0] ?? {})['kind'] = 'document')),
    header('endless', 'frames that announce more than a pli may hold', ({ frames }) => void Array.from({ length: 200 }, () => frames.push({ ...frames[0], rawBytes: 16_000_000 }))),
    header('frame-missing', 'content without a frame', (made) => void (made.frames = [])),
    bad('content-missing', 'a frame without content', { members: () => [] }),
    bad('bytes-behind', 'bytes after the last frame', { members: (members) => [...members, Buffer.from('more')] }),
    bad('two-members-in-a-frame', 'two gzip members in one frame', { frames: ([frame]) => (frame ? [doubled(frame.member)] : []) }),
    bad('bomb', 'a frame that inflates to far more than it announces', { frames: () => [{ ...makeFrame('facts', Buffer.alloc(4_000_000, 32), tools), rawBytes: 1000 }] }),
    bad('fact-missing', 'one fact less than announced', { facts: (facts) => facts.slice(0, -1) }),
    bad('fact-more', 'one fact more than announced', { facts: (facts) => [...facts, facts[0] ?? { logicalTime: 1, kind: 'X', version: 1, body: '{}' }] }),
    bad('fact-changed', 'an amount changed, all hashes of frames and the header made again', { facts: (facts) => facts.map((fact) => ({ ...fact, body: fact.body.replaceAll('12100', '12101') })) }),
    bad('facts-swapped', 'two facts in the other order', { facts: (facts) => facts.toReversed() }),
    bad('manifest-of-another', 'the header of one, the frames of another', { members: () => [...buildPli(parcel({ runs: [{ stream: device() }] })).bytes.subarray(-400)].map((byte) => Buffer.of(byte)) }),
    bad('document-not-attached', 'a document that no fact names', {}, { documents: [DOCUMENT] }),
    bad('document-changed', 'another document than the one attached', {}, { runs: [{ stream: attached() }], documents: [Buffer.concat([DOCUMENT, Buffer.from(' ')])] }),
    bad('fact-not-canonical', 'a fact whose body is not canonical, though its chain is right', {}, { runs: [{ stream: books().add('EntryPosted', {}, { text: JSON.stringify(entry(3, 100)) }) }] }),
    bad('fact-with-a-float', 'an amount that is no integer', {}, { runs: [{ stream: books().add('AccountRecorded', {}, { text: '{"label":"x","number":1.5}' }) }] }),
    bad('time-back', 'logical time that goes back', {}, { runs: [{ stream: books().add('AccountRecorded', { number: '401', label: 'x' }, { logicalTime: 1024 }) }] }),
    bad('time-same', 'logical time that stands still', {}, { runs: [{ stream: books().add('AccountRecorded', { number: '401', label: 'x' }, { logicalTime: books().facts.at(-1)?.logicalTime ?? 0 }) }] }),
    header('receipt-of-less-than-nothing', 'a receipt of fewer than no entries', (made) => void (made['receipts'] = [{ ...device().receipt({ entries: -1, debitCents: 0 }) }])),
    header('receipt-forked-at-zero', 'a fork before the first fact', (made) => void (made['receipts'] = [{ ...device().receipt({ entries: 0, debitCents: 0 }), forkedAt: 0 }])),
    header('frame-with-more', 'a frame with a member that the format does not have', ({ frames }) => void ((frames[0] ?? {})['name'] = 'x')),
    bad('kind-malformed', 'a kind that is no name', {}, { runs: [{ stream: books().add('entry posted', {}) }] }),
  ]
}

function doubled(member: Uint8Array): ReturnType<typeof makeFrame> {
  const both = Buffer.concat([member, member])
  return { kind: 'facts', bytes: both.length, rawBytes: 2 * (both.readUInt32LE(member.length - 4)), hash: base64UrlOfHex(sha256(both)), member: both }
}

/** Good inside; what is wrong is the envelope. */
function sealedWrong(opened: Buffer): Vector[] {
  const flip = (sealed: Buffer, at: number): Buffer => {
    const copy = Buffer.from(sealed)
    copy[at] = (copy[at] ?? 0) ^ 1
    return copy
  }
  return [
    { name: 'sealed-for-another', says: 'sealed for another key', opened, forAnother: true },
    { name: 'bit-flipped', says: 'one bit of the sealed content', opened, sealed: (sealed) => flip(sealed, sealed.length - 100) },
    { name: 'bit-flipped-in-header', says: 'one bit of the envelope’s header', opened, sealed: (sealed) => flip(sealed, 60) },
    { name: 'cut', says: 'the last byte is missing', opened, sealed: (sealed) => sealed.subarray(0, -1) },
    { name: 'cut-to-the-header', says: 'nothing but the envelope’s header', opened, sealed: (sealed) => sealed.subarray(0, sealed.indexOf('\n--- ') + 49) },
    { name: 'spliced', says: 'the envelope’s header of one, the content of another', opened, sealed: (sealed, other) => Buffer.concat([sealed.subarray(0, sealed.indexOf('\n--- ') + 49), other.subarray(other.indexOf('\n--- ') + 49)]) },
    { name: 'not-sealed', says: 'the opened bytes as they are', opened, sealed: () => opened },
    { name: 'empty', says: 'an empty file', opened, sealed: () => Buffer.alloc(0) },
  ]
}
