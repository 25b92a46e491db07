import { inflateSync } from 'node:zlib'

/** What the tests need of a PDF that this program wrote: its pages and the text of each. Not a reader of foreign files. */
export interface ReadPdf {
  readonly version: string
  readonly pages: readonly string[]
  readonly raw: string
}

/** Reads the text of each page by the fonts' own tables from glyph to letter (ToUnicode). */
export function readPdf(bytes: Uint8Array): ReadPdf {
  const raw = Buffer.from(bytes).toString('latin1')
  const objects = new Map<string, string>()
  for (const match of raw.matchAll(/(?:^|\n)(\d+) 0 obj\n([\s\S]*?)\nendobj/gu)) objects.set(match[1] ?? '', match[2] ?? '')
  const pages = [...objects.values()].filter((body) => /\/Type \/Page\b(?!s)/u.test(body))
  return { version: raw.slice(5, 8), pages: pages.map((page) => textOf(page, objects)), raw }
}

function referred(body: string, key: string): string | undefined {
  return new RegExp(`/${key} (\\d+) 0 R`, 'u').exec(body)?.[1]
}

function streamOf(body: string | undefined): string {
  const at = body?.indexOf('stream\n') ?? -1
  if (body === undefined || at < 0) return ''
  const data = Buffer.from(body.slice(at + 7, body.lastIndexOf('\nendstream')), 'latin1')
  return (body.slice(0, at).includes('/FlateDecode') ? inflateSync(data) : data).toString('latin1')
}

function textOf(page: string, objects: ReadonlyMap<string, string>): string {
  const resources = objects.get(referred(page, 'Resources') ?? '') ?? page
  const fonts = new Map([...resources.matchAll(/\/(F\d+) (\d+) 0 R/gu)].map(([, name = '', object = '']) => [name, lettersOf(objects.get(object), objects)]))
  let letters: ReadonlyMap<number, string> = new Map()
  let text = ''
  for (const match of streamOf(objects.get(referred(page, 'Contents') ?? '')).matchAll(/\/(F\d+) [\d.]+ Tf|<([0-9a-f]+)>|\b(ET)\b/gu)) {
    if (match[1] !== undefined) letters = fonts.get(match[1]) ?? letters
    else if (match[2] !== undefined) for (const glyph of match[2].match(/.{4}/gu) ?? []) text += letters.get(Number.parseInt(glyph, 16)) ?? '?'
    else text += '\n'
  }
  return text
}

function lettersOf(font: string | undefined, objects: ReadonlyMap<string, string>): Map<number, string> {
  const letters = new Map<number, string>()
  const table = streamOf(objects.get(referred(font ?? '', 'ToUnicode') ?? ''))
  for (const [, first = '0', , list = ''] of table.matchAll(/<([0-9a-f]+)> <([0-9a-f]+)> \[([^\]]*)\]/gu)) {
    const codes = [...list.matchAll(/<([0-9a-f ]*)>/gu)]
    for (const [index, [, code = '']] of codes.entries()) {
      letters.set(Number.parseInt(first, 16) + index, Buffer.from(code.replaceAll(' ', ''), 'hex').swap16().toString('utf16le'))
    }
  }
  return letters
}
