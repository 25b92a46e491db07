const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const VALUES: ReadonlyMap<string, number> = new Map([...DIGITS].map((digit, value) => [digit, value]))

/** The bytes that hexadecimal digits write, in base64url without padding (RFC 4648, 5). */
export function base64UrlOfHex(hex: string): string {
  let text = ''
  for (let at = 0; at < hex.length; at += 6) {
    const part = hex.slice(at, at + 6)
    const value = Number.parseInt(part.padEnd(6, '0'), 16)
    const digits = DIGITS.charAt(value >> 18) + DIGITS.charAt((value >> 12) & 63) + DIGITS.charAt((value >> 6) & 63) + DIGITS.charAt(value & 63)
    text += digits.slice(0, Math.ceil((part.length * 4) / 6))
  }
  return text
}

/** The hexadecimal digits of base64url, `bytes` of them; undefined for anything that is not the one way to write them. */
export function hexOfBase64Url(text: string, bytes: number): string | undefined {
  if (text.length !== Math.ceil((bytes * 4) / 3)) return undefined
  let hex = ''
  for (let at = 0; at < text.length; at += 4) {
    let value = 0
    for (let place = 0; place < 4; place += 1) {
      const digit = at + place < text.length ? VALUES.get(text.charAt(at + place)) : 0
      if (digit === undefined) return undefined
      value = value * 64 + digit
    }
    hex += value.toString(16).padStart(6, '0')
  }
  // Bits beyond the last byte must be zero: the same bytes have one name only.
  return /^0*$/u.test(hex.slice(bytes * 2)) ? hex.slice(0, bytes * 2) : undefined
}
