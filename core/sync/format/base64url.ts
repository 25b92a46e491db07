const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
/** By character code; 64 for what is no digit. */
const VALUES = Uint8Array.from({ length: 128 }, (_, code) => {
  const value = DIGITS.indexOf(String.fromCharCode(code))
  return value === -1 ? 64 : value
})
const HEX = Array.from({ length: 4096 }, (_, value) => value.toString(16).padStart(3, '0'))

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
  for (let at = 0; at < text.length; at += 2) {
    const first = valueAt(text, at)
    const second = at + 1 < text.length ? valueAt(text, at + 1) : 0
    if (first === 64 || second === 64) return undefined
    hex += HEX[first * 64 + second] as string
  }
  // Bits beyond the last byte must be zero: the same bytes have one name only.
  for (let at = bytes * 2; at < hex.length; at += 1) if (hex.charCodeAt(at) !== 48) return undefined
  return hex.slice(0, bytes * 2)
}

function valueAt(text: string, at: number): number {
  const code = text.charCodeAt(at)
  return code < 128 ? (VALUES[code] as number) : 64
}
