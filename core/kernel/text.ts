/** Control characters that no label, name or reference may hold; tabs and line ends are folded to spaces instead. */
// oxlint-disable-next-line no-control-regex -- exactly these are what no text keeps
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u202a-\u202e\u2066-\u2069]/gu

/**
 * One line of clean text: spaces folded, control and direction-override characters removed, NFC.
 * Answers undefined for text that is not well-formed Unicode, which canonical JSON (RFC 8785) cannot carry.
 */
export function cleanText(text: string): string | undefined {
  if (isClean(text)) return text
  if (!text.isWellFormed()) return undefined
  return text.replace(FORBIDDEN, '').replace(/\s+/gu, ' ').trim().normalize('NFC')
}

/** Printable Latin text with single spaces inside, which nothing above would change: most of what is ever typed or imported. */
function isClean(text: string): boolean {
  let before = 0x20
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at)
    if (unit === 0x20 ? before === 0x20 : !((unit > 0x20 && unit < 0x7f) || (unit > 0xa0 && unit < 0x180))) return false
    before = unit
  }
  return before !== 0x20
}

/** Lower case without accents: what searching compares. */
export function foldText(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/œ/gu, 'oe').replace(/æ/gu, 'ae')
}
