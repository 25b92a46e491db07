const CHARSET = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l'
const GENERATOR = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3] as const

function checksum(values: readonly number[]): number {
  let sum = 1
  for (const value of values) {
    const top = sum >>> 25
    sum = ((sum & 0x1ffffff) << 5) ^ value
    for (let bit = 0; bit < 5; bit += 1) if ((top >> bit) & 1) sum ^= GENERATOR[bit] ?? 0
  }
  return sum
}

/** Bytes written with 5 bits a digit; the last digit filled with zeros. */
function fives(bytes: readonly number[]): number[] {
  const digits: number[] = []
  let [held, bits] = [0, 0]
  for (const byte of bytes) {
    held = (held << 8) | byte
    bits += 8
    while (bits >= 5) {
      bits -= 5
      digits.push((held >> bits) & 31)
    }
    held &= (1 << bits) - 1
  }
  if (bits > 0) digits.push((held << (5 - bits)) & 31)
  return digits
}

const bytesOf = (hex: string): number[] => Array.from({ length: hex.length / 2 }, (_, at) => Number.parseInt(hex.slice(at * 2, at * 2 + 2), 16))

/** The age recipient of 32 bytes, which are always an X25519 public key: bech32 (BIP 173) under the prefix `age`. */
export function ageRecipient(hex: string): string {
  const prefix = [...'age'].map((letter) => letter.charCodeAt(0))
  const spread = [...prefix.map((code) => code >> 5), 0, ...prefix.map((code) => code & 31)]
  const data = fives(bytesOf(hex))
  const sum = checksum([...spread, ...data, 0, 0, 0, 0, 0, 0]) ^ 1
  const tail = [0, 1, 2, 3, 4, 5].map((at) => (sum >> (5 * (5 - at))) & 31)
  return `age1${[...data, ...tail].map((digit) => CHARSET[digit] ?? '').join('')}`
}
