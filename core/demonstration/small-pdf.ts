/** A line of a page: words at the left, and perhaps an amount at the right. */
export interface PdfLine {
  readonly text: string
  readonly amount?: string
  readonly isTitle?: boolean
}

/** Signs of French that WinAnsi keeps outside Latin-1 (ISO 32000-1, annex D.2). */
const WIN_ANSI: Readonly<Record<string, number>> = { '€': 0x80, '’': 0x92, '‘': 0x91, '“': 0x93, '”': 0x94, '–': 0x96, '—': 0x97, 'œ': 0x9c, 'Œ': 0x8c, '…': 0x85 }

/** One character a byte, so that a length in characters is a length in bytes. */
function winAnsi(text: string): string {
  let bytes = ''
  for (const sign of text.normalize('NFC')) {
    const code = WIN_ANSI[sign] ?? sign.codePointAt(0) ?? 0
    bytes += code < 32 || code > 255 ? '?' : String.fromCharCode(code)
  }
  return bytes
}

const literal = (text: string): string => `(${winAnsi(text).replace(/[\\()]/gu, '\\$&')})`

/** A page of A4 in Helvetica, which every reader has: a thousand bytes, no image, no font inside. */
export function smallPdf(lines: readonly PdfLine[]): Uint8Array {
  let height = 780
  const shown = lines.map(({ text, amount, isTitle }) => {
    const size = isTitle ? 17 : 10
    const words = `BT /F1 ${size} Tf 56 ${height} Td ${literal(text)} Tj ET`
    // Digits of Helvetica are 0.556 em wide: ten points make 5.56 a digit, near enough to align a column at the right.
    const right = amount === undefined ? '' : `\nBT /F1 ${size} Tf ${540 - Math.ceil((amount.length * 530) / 100)} ${height} Td ${literal(amount)} Tj ET`
    height -= isTitle ? 34 : 17
    return words + right
  })
  const content = shown.join('\n')
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>',
    `<</Length ${content.length}>>\nstream\n${content}\nendstream`,
    '<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>',
  ]
  let file = '%PDF-1.4\n'
  const places: number[] = []
  for (const [index, object] of objects.entries()) {
    places.push(file.length)
    file += `${index + 1} 0 obj\n${object}\nendobj\n`
  }
  const rows = places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('')
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}trailer\n<</Size ${objects.length + 1}/Root 1 0 R>>\nstartxref\n${file.length}\n%%EOF\n`
  return Uint8Array.from(file, (sign) => sign.charCodeAt(0))
}
