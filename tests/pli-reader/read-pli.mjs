#!/usr/bin/env node
// Reads a pli as resources/pli-format.md describes it, and shares no code with the program that makes them: only node:crypto and node:zlib.
//   node read-pli.mjs IDENTITY FILE…      IDENTITY: a file that holds an AGE-SECRET-KEY-1… line
// One JSON line per file: {"file", "ok": true, "sender", "number", "segments", "facts", "documents"} or {"file", "ok": false, "why"}. Exit 1 when one is refused.
// It proves that a pli is whole and signed as it says. Whose keys count is a matter of trust, which lives in the facts themselves.
import { createDecipheriv, createHash, createHmac, createPrivateKey, createPublicKey, diffieHellman, hkdfSync, timingSafeEqual, verify } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'

class Refused extends Error {}
const must = (condition, why) => {
  if (!condition) throw new Refused(why)
}
const sha256 = (data) => createHash('sha256').update(data).digest()

// age (C2SP age.md), X25519 recipients
const BECH32 = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l'
function checksum(prefix, words) {
  const values = [...[...prefix].map((c) => c.charCodeAt(0) >> 5), 0, ...[...prefix].map((c) => c.charCodeAt(0) & 31), ...words]
  return values.reduce((sum, value) => {
    const top = sum >>> 25
    const next = ((sum & 0x1ffffff) << 5) ^ value
    return [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3].reduce((each, generator, bit) => ((top >> bit) & 1 ? each ^ generator : each), next)
  }, 1)
}

// Bech32 (BIP 173); undefined when the prefix or the sum is not right.
function bech32(wanted, text) {
  const [prefix, data = ''] = text.toLowerCase().split(/1(?=[^1]+$)/u)
  const words = [...data].map((c) => BECH32.indexOf(c))
  if (prefix !== wanted || words.includes(-1) || checksum(prefix, words) !== 1) return undefined
  const bits = words.slice(0, -6).map((word) => word.toString(2).padStart(5, '0')).join('')
  return Buffer.from(Array.from({ length: bits.length >> 3 }, (_, at) => Number.parseInt(bits.slice(at * 8, at * 8 + 8), 2)))
}

const privateX25519 = (raw) => createPrivateKey({ key: Buffer.concat([Buffer.from('302e020100300506032b656e04220420', 'hex'), raw]), format: 'der', type: 'pkcs8' })
const publicX25519 = (raw) => createPublicKey({ key: Buffer.concat([Buffer.from('302a300506032b656e032100', 'hex'), raw]), format: 'der', type: 'spki' })
const rawPublic = (secret) => createPublicKey(privateX25519(secret)).export({ format: 'der', type: 'spki' }).subarray(-32)
const derive = (key, salt, info) => Buffer.from(hkdfSync('sha256', key, salt, info, 32))

function decrypt(key, nonce, sealed) {
  try {
    const cipher = createDecipheriv('chacha20-poly1305', key, nonce, { authTagLength: 16 }).setAuthTag(sealed.subarray(-16))
    return Buffer.concat([cipher.update(sealed.subarray(0, -16)), cipher.final()])
  } catch {
    return undefined
  }
}

function unwrap(header, secret) {
  const own = rawPublic(secret)
  for (const [, share, body] of header.matchAll(/^-> X25519 ([A-Za-z0-9+/]{43})\n([A-Za-z0-9+/]{43})$/gmu)) {
    const ephemeral = Buffer.from(share, 'base64')
    const wrapKey = derive(diffieHellman({ privateKey: privateX25519(secret), publicKey: publicX25519(ephemeral) }), Buffer.concat([ephemeral, own]), 'age-encryption.org/v1/X25519')
    const fileKey = decrypt(wrapKey, Buffer.alloc(12), Buffer.from(body, 'base64'))
    if (fileKey) return fileKey
  }
  throw new Refused('not_sealed_for_us')
}

function openAge(bytes, secret) {
  const text = bytes.subarray(0, 262144).toString('latin1')
  const found = /^age-encryption\.org\/v1\n(?:->[^\n]*\n(?:[A-Za-z0-9+/]{64}\n)*[A-Za-z0-9+/]{0,63}\n)+---/u.exec(text)
  const mac = found && /^ ([A-Za-z0-9+/]{43})\n/u.exec(text.slice(found[0].length, found[0].length + 60))
  must(mac, 'not_an_age_file')
  const fileKey = unwrap(found[0], secret)
  const expected = createHmac('sha256', derive(fileKey, '', 'header')).update(Buffer.from(found[0], 'latin1')).digest()
  must(timingSafeEqual(expected, Buffer.from(mac[1], 'base64')), 'envelope_altered')
  const body = bytes.subarray(found[0].length + mac[0].length)
  const key = derive(fileKey, body.subarray(0, 16), 'payload')
  const parts = []
  for (let at = 16, count = 0; ; count += 1) {
    const last = body.length - at <= 65552
    const nonce = Buffer.alloc(12)
    nonce.writeUInt32BE(count, 7)
    nonce[11] = last ? 1 : 0
    must(body.length - at >= 16, 'envelope_cut')
    parts.push(decrypt(key, nonce, body.subarray(at, at + 65552)))
    must(parts.at(-1) && (!last || count === 0 || parts.at(-1).length > 0), 'envelope_altered')
    if (last) return Buffer.concat(parts)
    at += 65552
  }
}

// canonical JSON (RFC 8785, numbers being safe integers)
function canonical(value, depth = 0) {
  must(depth <= 32, 'too_deep')
  if (typeof value === 'number') must(Number.isSafeInteger(value) && !Object.is(value, -0), 'number_out_of_range')
  if (typeof value === 'string') must(value.isWellFormed(), 'text_malformed')
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map((each) => canonical(each, depth + 1)).join(',')}]`
  return `{${Object.keys(value).sort().map((name) => `${canonical(name)}:${canonical(value[name], depth + 1)}`).join(',')}}`
}

function parse(text, why) {
  try {
    must(canonical(JSON.parse(text)) === text, 'not_canonical')
    return JSON.parse(text)
  } catch (error) {
    throw error instanceof SyntaxError ? new Refused(why) : error
  }
}

// the pli
const isBytes = (length) => (text) => typeof text === 'string' && Buffer.from(text, 'base64url').length === length && Buffer.from(text, 'base64url').toString('base64url') === text
const isCount = (least, most = Number.MAX_SAFE_INTEGER) => (value) => Number.isSafeInteger(value) && value >= least && value <= most
const isText = (most) => (text) => typeof text === 'string' && text.length > 0 && text.length <= most && !/[\u0000-\u001f\u007f]/u.test(text) // oxlint-disable-line no-control-regex -- what no text of a header holds
const isOneOf = (...values) => (value) => values.includes(value)
const isList = (most, shape, optional) => (list) => Array.isArray(list) && list.length <= most && list.every((each) => isShaped(each, shape, optional))
const isShaped = (value, shape, optional = {}) =>
  typeof value === 'object' && value !== null && Object.entries(shape).every(([name, is]) => is(value[name])) &&
  Object.keys(value).every((name) => name in shape || (name in optional && optional[name](value[name])))
const [key, hash, signature, sequence, name, id] = [isBytes(32), isBytes(32), isBytes(64), isCount(1, 2 ** 32 - 1), isText(200), isText(64)]
const SEGMENT = { entity: id, code: isText(20), author: id, device: isText(8), from: sequence, to: sequence, previousHash: hash, headHash: hash, key, signature }
const RECEIPT = { entity: id, author: id, sequence: isCount(0, 2 ** 32 - 1), hash, entries: isCount(0), debitCents: isCount(-Number.MAX_SAFE_INTEGER) }
const HEADER = {
  format: isOneOf('archipel-pli'), version: isOneOf(1), purpose: isOneOf('books', 'enrolment'), to: id, number: sequence, logicalTime: isCount(1),
  sender: (value) => isShaped(value, { author: id, key, name, role: isOneOf('porteur', 'associate', 'adviser', 'accountant', 'headquarters') }),
  recipients: isList(2048, { author: id, sealingKey: isText(100), name }), segments: isList(16384, SEGMENT, { witness: isOneOf(true) }),
  receipts: isList(65536, RECEIPT, { forkedAt: sequence }),
  frames: isList(16384, { kind: isOneOf('facts', 'document'), bytes: isCount(20), rawBytes: isCount(1, 50000000), hash }),
}

function signed(publicKey, text, sign) {
  const object = createPublicKey({ key: Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), Buffer.from(publicKey, 'base64url')]), format: 'der', type: 'spki' })
  return verify(null, Buffer.from(text), object, Buffer.from(sign, 'base64url'))
}

function readHeader(opened, own) {
  const [first, second] = [opened.indexOf(10), opened.indexOf(10, opened.indexOf(10) + 1)]
  must(first > 0 && first <= 8388608 && second > first && second - first - 1 <= 512, 'lines_missing')
  const [line, attached] = [new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(opened.subarray(0, first)), opened.subarray(first + 1, second).toString('utf8')]
  const [header, proof] = [parse(line, 'header_malformed'), parse(attached, 'signature_malformed')]
  must(isShaped(proof, { key, signature }), 'signature_malformed')
  must(isShaped(header, HEADER, { previous: hash, request: hash }), 'header_malformed')
  must((header.purpose === 'enrolment') === (header.request !== undefined) && header.recipients.length > 0, 'header_malformed')
  for (const list of [header.segments, header.receipts]) must(new Set(list.map((each) => `${each.entity} ${each.author}`)).size === list.length, 'stream_twice')
  must(header.sender.key === proof.key && signed(proof.key, `archipel-pli-1\n${line}`, proof.signature), 'signature_wrong')
  must(header.recipients.some((each) => bech32('age', each.sealingKey)?.equals(own)), 'not_addressed_to_us')
  return { header, rest: opened.subarray(second + 1) }
}

function readFrames(header, rest) {
  const [facts, documents] = [[], []]
  let at = 0
  must(header.frames.reduce((sum, frame) => sum + frame.rawBytes, 0) <= 2147483648, 'endless')
  for (const frame of header.frames) {
    const member = rest.subarray(at, (at += frame.bytes))
    must(member.length === frame.bytes && sha256(member).toString('base64url') === frame.hash, 'frame_altered')
    must(member.readUInt32LE(0) === 0x00088b1f && member.readUInt32LE(member.length - 4) === frame.rawBytes, 'frame_lies')
    const raw = gunzipSync(member, { maxOutputLength: frame.rawBytes })
    must(raw.length === frame.rawBytes, 'frame_lies')
    if (frame.kind === 'document') documents.push({ hash: sha256(raw).toString('hex'), size: raw.length })
    if (frame.kind === 'document') continue
    must(documents.length === 0 && raw.at(-1) === 10, 'frame_lies')
    const lines = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(raw).slice(0, -1).split('\n')
    must(raw.length <= (lines.length === 1 ? 16777216 : 1048576), 'frame_too_long')
    facts.push(...lines.map((text) => parse(text, 'fact_malformed')))
  }
  must(at === rest.length, 'trailing_bytes')
  return { facts, documents }
}

function checkSegment(segment, facts) {
  const { entity, author, device, from, to } = segment
  let [chain, time] = [Buffer.from(segment.previousHash, 'base64url').toString('hex'), 0]
  must(from <= to && (from === 1) === /^0{64}$/u.test(chain), 'segment_malformed')
  for (let at = from; at <= to; at += 1) {
    const [logicalTime, kind, version, body, ...more] = facts.shift() ?? []
    must(isCount(1)(logicalTime) && /^[A-Z][A-Za-z]{0,59}$/u.test(kind) && isCount(1, 1000000)(version) && body?.constructor === Object && more.length === 0, 'fact_malformed')
    must(logicalTime > time, 'time_goes_back')
    time = logicalTime
    chain = sha256(chain + canonical({ author, body, entity, kind, logicalTime, sequence: at, version })).toString('hex')
  }
  must(Buffer.from(chain, 'hex').toString('base64url') === segment.headHash, 'chain_broken')
  must(signed(segment.key, `archipel-head-1\n${canonical({ author, device, entity, hash: chain, sequence: to })}`, segment.signature), 'head_not_signed')
}

function readPli(bytes, secret) {
  const { header, rest } = readHeader(openAge(bytes, secret), rawPublic(secret))
  const { facts, documents } = readFrames(header, rest)
  const [count, attached] = [facts.length, new Map(facts.filter((fact) => fact[1] === 'DocumentAttached').map((fact) => [fact[3].hash, fact[3].sizeBytes]))]
  must(documents.every(({ hash: content, size }) => attached.get(content) === size), 'document_not_attached')
  for (const segment of header.segments) checkSegment(segment, facts)
  must(facts.length === 0, 'facts_too_many')
  return { sender: header.sender.author, number: header.number, segments: header.segments.map((each) => `${each.entity} ${each.author} ${each.from}-${each.to}`), facts: count, documents: documents.length }
}

const [identityFile, ...files] = process.argv.slice(2)
const secret = bech32('age-secret-key-', /AGE-SECRET-KEY-1[A-Z0-9]+/u.exec(readFileSync(identityFile, 'utf8'))?.[0] ?? '')
for (const file of files) {
  let answer
  try {
    answer = { file, ok: true, ...readPli(readFileSync(file), secret) }
  } catch (error) {
    process.exitCode = 1
    answer = { file, ok: false, why: error instanceof Refused ? error.message : `${error.code ?? error.name}` }
  }
  console.log(JSON.stringify(answer))
}
