/** ISO 8859-15, one of the two encodings that the law names for the file, and what of a text it cannot hold. */

/** The eight places where ISO 8859-15 differs from the first 256 code points of Unicode. */
const OWN = new Map<number, number>([
  [0x20ac, 0xa4], [0x160, 0xa6], [0x161, 0xa8], [0x17d, 0xb4], [0x17e, 0xb8], [0x152, 0xbc], [0x153, 0xbd], [0x178, 0xbe],
])
const TAKEN = new Set(OWN.values())
const PLAIN = new Map<string, string>([['’', "'"], ['‘', "'"], ['“', '"'], ['”', '"'], ['–', '-'], ['—', '-'], ['…', '...'], ['\u202f', '\u00a0'], ['\u2009', ' '], ['−', '-']])

export interface Latin9Replacement {
  readonly character: string
  readonly by: string
  /** 1-based line of its first occurrence. */
  readonly line: number
  readonly count: number
}

export interface Latin9Text {
  readonly bytes: Uint8Array
  /** What could not be written as it is, each character once, for the person to know before sending the file. */
  readonly replaced: readonly Latin9Replacement[]
}

/** Encodes a text; a character without a place becomes its nearest plain form (`–` to `-`, `ő` to `o`), else `?`. */
export function encodeLatin9(text: string): Latin9Text {
  const bytes = new Uint8Array(text.length * 3)
  const replaced = new Map<string, { character: string; by: string; line: number; count: number }>()
  let length = 0
  let line = 1
  for (const character of text) {
    const byte = byteOf(character.codePointAt(0) ?? 0)
    if (byte === 10) line += 1
    if (byte !== undefined) {
      bytes[length++] = byte
      continue
    }
    const by = nearest(character)
    for (let at = 0; at < by.length; at += 1) bytes[length++] = byteOf(by.charCodeAt(at)) ?? 63
    const known = replaced.get(character)
    if (known) known.count += 1
    else replaced.set(character, { character, by, line, count: 1 })
  }
  return { bytes: bytes.slice(0, length), replaced: [...replaced.values()] }
}

function byteOf(code: number): number | undefined {
  if (code < 0x100) return TAKEN.has(code) ? undefined : code
  return OWN.get(code)
}

function nearest(character: string): string {
  const plain = PLAIN.get(character)
  if (plain !== undefined) return plain
  const base = character.normalize('NFKD').replace(/\p{M}/gu, '')
  return base !== '' && base.length <= 3 && [...base].every((part) => byteOf(part.codePointAt(0) ?? 0) !== undefined) ? base : '?'
}
