/** Control characters that no label, name or reference may hold; tabs and line ends are folded to spaces instead. */
// eslint-disable-next-line no-control-regex
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u202a-\u202e\u2066-\u2069]/gu

/**
 * One line of clean text: spaces folded, control and direction-override characters removed, NFC.
 * Answers undefined for text that is not well-formed Unicode, which canonical JSON (RFC 8785) cannot carry.
 */
export function cleanText(text: string): string | undefined {
  if (!text.isWellFormed()) return undefined
  return text.replace(FORBIDDEN, '').replace(/\s+/gu, ' ').trim().normalize('NFC')
}

/** Lower case without accents: what searching compares. */
export function foldText(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/œ/gu, 'oe').replace(/æ/gu, 'ae')
}
