/** What the core is given of a file of text. */
export interface DecodedText {
  readonly text: string
  readonly encoding: 'utf-8' | 'iso-8859-15'
}

/**
 * UTF-8 (with or without its mark) when every byte agrees, else ISO 8859-15, which the French tax office names beside it
 * (LPF art. A.47 A-1). Undefined for what is no text of either: a NUL byte, or a UTF-16 or UTF-32 mark.
 */
export function decodeText(bytes: Uint8Array): DecodedText | undefined {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) return undefined
  if (bytes.includes(0)) return undefined
  try {
    return { text: narrow(new TextDecoder('utf-8', { fatal: true }).decode(bytes)), encoding: 'utf-8' }
  } catch {
    return { text: narrow(new TextDecoder('iso-8859-15').decode(bytes)), encoding: 'iso-8859-15' }
  }
}

/**
 * The same text, one byte a character where it can be: the decoder makes two of each, and every field cut out of a large file would stay
 * twice as large and twice as slow to hash, compare and write.
 */
function narrow(text: string): string {
  // oxlint-disable-next-line no-control-regex -- exactly these tell ISO 8859-15 from bytes that are no text
  return /[^\u0000-\u00ff]/.test(text) ? text : Buffer.from(text, 'latin1').toString('latin1')
}
