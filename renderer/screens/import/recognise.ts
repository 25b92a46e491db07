/** What a file is, by its name and its first bytes. Pure; the core checks everything again. */
export type ImportFormat = 'fec' | 'csv' | 'entries'

export type Recognised = { readonly format: ImportFormat } | { readonly unknown: 'empty' | 'workbook' | 'pdf' | 'other' }

const FEC_NAME = /^\d{9}FEC\d{8}/iu
const FEC_HEAD = /journalcode.*comptenum/isu

export function recognise(name: string, head: string): Recognised {
  if (head.trim() === '') return { unknown: 'empty' }
  if (head.startsWith('PK')) return { unknown: 'workbook' }
  if (head.startsWith('%PDF')) return { unknown: 'pdf' }
  if (head.includes('\u0000')) return { unknown: 'other' }
  if (FEC_NAME.test(name) || FEC_HEAD.test(head.slice(0, 600))) return { format: 'fec' }
  if (/^\ufeff?\s*[[{]/u.test(head)) return { format: 'entries' }
  if (/\.(csv|tsv)$/iu.test(name) || /[;,\t|]/u.test(head.split(/\r|\n/u)[0] ?? '')) return { format: 'csv' }
  return { unknown: 'other' }
}

/** The first kilobytes as text, accents aside. */
export async function headOf(file: Blob): Promise<string> {
  return new TextDecoder('windows-1252').decode(await file.slice(0, 8192).arrayBuffer())
}
