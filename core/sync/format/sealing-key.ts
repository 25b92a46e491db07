const CHARSET = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l'
const GENERATOR = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3] as const
const CHECKSUM_DIGITS = 6
const KEY_BYTES = 32
/** `age1`, 32 bytes in digits of five bits, and the checksum. */
const KEY_LENGTH = 4 + Math.ceil((KEY_BYTES * 8) / 5) + CHECKSUM_DIGITS

/** The prefix `age` as the checksum of bech32 (BIP 173) takes it in. */
const PREFIX = ((codes) => [...codes.map((code) => code >> 5), 0, ...codes.map((code) => code & 31)])(Array.from('age', (letter) => letter.charCodeAt(0)))

/**
 * Points of X25519 with which every secret comes to nothing (RFC 7748, 6.1), as bytes in hexadecimal, the highest bit cleared as the curve reads
 * them: nobody may seal with them.
 */
const WITHOUT_SECRET = new Set([
  '00'.repeat(32), `01${'00'.repeat(31)}`,
  'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800', '5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157',
  `ec${'ff'.repeat(30)}7f`, `ed${'ff'.repeat(30)}7f`, `ee${'ff'.repeat(30)}7f`,
])

function checksum(values: readonly number[]): number {
  let sum = 1
  for (const value of values) {
    const top = sum >>> 25
    sum = ((sum & 0x1ffffff) << 5) ^ value
    for (let bit = 0; bit < 5; bit += 1) if ((top >> bit) & 1) sum ^= GENERATOR[bit] ?? 0
  }
  return sum
}

/** Numbers of `from` bits each, cut anew into numbers of `to` bits; the last one filled with zeros. */
function regrouped(numbers: readonly number[], from: number, to: number): number[] {
  const all: number[] = []
  let [held, bits] = [0, 0]
  for (const number of numbers) {
    held = (held << from) | number
    bits += from
    while (bits >= to) {
      bits -= to
      all.push((held >> bits) & ((1 << to) - 1))
    }
    held &= (1 << bits) - 1
  }
  if (bits > 0) all.push((held << (to - bits)) & ((1 << to) - 1))
  return all
}

/** The age recipient of an X25519 public key, 32 bytes in hexadecimal: bech32 (BIP 173) under the prefix `age`. */
export function sealingKeyOf(hex: string): string {
  const data = regrouped(Array.from({ length: KEY_BYTES }, (_, at) => Number.parseInt(hex.slice(at * 2, at * 2 + 2), 16)), 8, 5)
  const sum = checksum([...PREFIX, ...data, 0, 0, 0, 0, 0, 0]) ^ 1
  const tail = [0, 1, 2, 3, 4, 5].map((at) => (sum >> (5 * (5 - at))) & 31)
  return `age1${[...data, ...tail].map((digit) => CHARSET.charAt(digit)).join('')}`
}

/**
 * Can a pli be sealed for this? An age recipient (`age1…`): whole, in lower case, with its right checksum, and a key that keeps a secret. Announced
 * by one member, anything else would keep everybody from writing to all who read with him.
 */
export function isSealingKey(value: unknown): value is string {
  if (typeof value !== 'string' || value.length !== KEY_LENGTH || !value.startsWith('age1')) return false
  const digits = Array.from(value.slice(4), (letter) => CHARSET.indexOf(letter))
  if (digits.includes(-1) || checksum([...PREFIX, ...digits]) !== 1) return false
  const bytes = regrouped(digits.slice(0, -CHECKSUM_DIGITS), 5, 8)
  // Four bits are left beyond the 32 bytes: the same key has one name only.
  if (bytes[KEY_BYTES] !== 0) return false
  const hex = bytes.slice(0, KEY_BYTES).map((byte, at) => (at === KEY_BYTES - 1 ? byte & 0x7f : byte).toString(16).padStart(2, '0')).join('')
  return !WITHOUT_SECRET.has(hex)
}
