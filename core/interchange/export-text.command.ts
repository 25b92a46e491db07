import type { Context, Outcome } from '../context.ts'
import { writeBeancount } from '../formats/beancount/write-beancount.ts'
import { describeFec } from '../formats/fec/fec-description.ts'
import { fecFileName } from '../formats/fec/fec-name.ts'
import { encodeLatin9 } from '../formats/fec/latin9.ts'
import { writeFec } from '../formats/fec/write-fec.ts'
import type { JsonEntry, JsonLine } from '../formats/entries/read-entries.ts'
import { writeEntries } from '../formats/entries/write-entries.ts'
import { writeHledger } from '../formats/hledger/write-hledger.ts'
import type { TextBooks } from '../formats/text-ledger.ts'
import { err, ok, type Refusal } from '../kernel/result.ts'
import { books } from '../ledger/books.query.ts'
import type { EntryLine, EntryWithLines } from '../ledger/entry.query.ts'
import { type ExportedBooks, exportedBooks, type ExportRange, textBooks } from './export-books.query.ts'
import { fecSources } from './fec-export.query.ts'

export const TEXT_FORMATS = ['fec', 'hledger', 'beancount', 'entries'] as const
export type TextFormat = (typeof TEXT_FORMATS)[number]

export interface ExportedFile {
  readonly fileId: string
  readonly fileName: string
  /** The notice that accompanies a FEC. */
  readonly notice?: { readonly fileId: string; readonly fileName: string }
  readonly entries: number
  readonly lines: number
  readonly debitCents: number
  readonly creditCents: number
  readonly warnings: readonly Refusal[]
}

/** Writes the books of a range in an open format, with control totals to check the file against. Nothing is written in the books. */
export function exportText(ctx: Context, entityId: number, format: TextFormat, range: ExportRange): Outcome<ExportedFile> {
  const exported = exportedBooks(ctx, entityId, format === 'fec' ? oneYear(ctx, entityId, range) : range)
  if (!exported.ok) return exported
  const found = exported.value
  if (found.entries.length === 0) return err([{ code: 'nothing_to_export', from: found.from, to: found.to }])
  if (format === 'fec') return exportFec(ctx, found)
  const text = textBooks(found)
  const { content, extension, mediaType } = written(format, found, text)
  const fileName = `${found.known.entity.code}-${found.from}-${found.to}.${extension}`
  return ok({ fileId: ctx.ports.files.put(fileName, mediaType, content), fileName, ...totalsOf(found), warnings: [] })
}

/** A FEC is the file of one year: when nothing is asked, the last year that has entries. */
function oneYear(ctx: Context, entityId: number, range: ExportRange): ExportRange {
  if (range.year !== undefined || range.from !== undefined || range.to !== undefined) return range
  const years = books(ctx, entityId).years
  const last = years.findLast((year) => ctx.read("SELECT 1 FROM entry WHERE year_id = ? AND nature = 'ordinary' LIMIT 1").get(year.id) !== undefined)
  return last ? { year: last.code } : range
}

/** Nine digits, or zeros while the entity has not said its SIREN: the file is then complete but for its name. */
const NO_SIREN = '000000000'

/** Control totals, to check the file against. */
function totalsOf(exported: ExportedBooks): Pick<ExportedFile, 'entries' | 'lines' | 'debitCents' | 'creditCents'> {
  const lines = exported.entries.flatMap((entry) => entry.lines)
  const sum = (side: 'debitCents' | 'creditCents'): number => lines.reduce((total, line) => total + line[side], 0)
  return { entries: exported.entries.length, lines: lines.length, debitCents: sum('debitCents'), creditCents: sum('creditCents') }
}

function written(format: Exclude<TextFormat, 'fec'>, exported: ExportedBooks, text: TextBooks): { content: string; extension: string; mediaType: string } {
  switch (format) {
    case 'hledger': return { content: writeHledger(text), extension: 'journal', mediaType: 'text/plain' }
    case 'beancount': return { content: writeBeancount(text), extension: 'beancount', mediaType: 'text/plain' }
    case 'entries': return { content: writeEntries(exported.entries.map(jsonEntry)), extension: 'json', mediaType: 'application/json' }
  }
}

function jsonEntry(entry: EntryWithLines): JsonEntry {
  return {
    journal: entry.journal, date: entry.date, label: entry.label,
    ...(entry.documentRef === null ? {} : { documentRef: entry.documentRef }),
    ...(entry.documentOn === entry.date ? {} : { documentOn: entry.documentOn }),
    lines: entry.lines.map((line) => jsonLine(entry, line)),
  }
}

function jsonLine(entry: EntryWithLines, line: EntryLine): JsonLine {
  return {
    account: line.account, debitCents: line.debitCents, creditCents: line.creditCents,
    ...(line.label === entry.label ? {} : { label: line.label }),
    ...(line.party === null ? {} : { party: line.party }),
    ...(line.project === null ? {} : { project: line.project }),
    ...(line.funder === null ? {} : { funder: line.funder }),
    ...(line.documentRef === null || line.documentRef === entry.documentRef ? {} : { documentRef: line.documentRef }),
    ...(line.documentOn === null || line.documentOn === entry.documentOn ? {} : { documentOn: line.documentOn }),
    ...(line.currency === null || line.currencyCents === null ? {} : { currency: line.currency, currencyCents: line.currencyCents }),
  }
}

function exportFec(ctx: Context, exported: ExportedBooks): Outcome<ExportedFile> {
  const warnings: Refusal[] = []
  const siren = (exported.known.entity.registration ?? '').replace(/\D/gu, '').slice(0, 9)
  if (siren.length !== 9) warnings.push({ code: 'fec_siren_missing' })
  const years = exported.known.years.filter((year) => year.startOn <= exported.to && year.endOn >= exported.from)
  if (years.length > 1) warnings.push({ code: 'fec_several_years', years: years.map((year) => year.code) })
  const written = writeFec(fecSources(exported), (done, total) => ctx.ports.progress({ step: 'writing', done, total }))
  if (!written.ok) return written
  const { text, entryCount, lineCount, debitCents, creditCents } = written.value
  const encoded = encodeLatin9(text)
  // The law names ISO 8859-15; a name it cannot write is better kept whole in UTF-8, which the administration's tester reads too.
  const utf8 = encoded.replaced.some((each) => each.by === '?')
  for (const each of utf8 ? [] : encoded.replaced) warnings.push({ code: 'fec_character_replaced', ...each })
  const fileName = fecFileName(siren.length === 9 ? siren : NO_SIREN, exported.to)
  const notice = describeFec({
    fileName, entityName: exported.known.entity.name, siren: siren.length === 9 ? siren : NO_SIREN, from: exported.from, closingOn: exported.to,
    encoding: utf8 ? 'utf-8' : 'iso-8859-15', program: 'Archipel', entryCount, lineCount, debitCents, creditCents,
    journals: [...exported.known.journals.values()].map(({ code, label }) => ({ code, label })),
  })
  const noticeName = fileName.replace(/\.txt$/u, '-description.txt')
  return ok({
    fileId: ctx.ports.files.put(fileName, 'text/plain', utf8 ? text : encoded.bytes), fileName,
    notice: { fileId: ctx.ports.files.put(noticeName, 'text/plain', notice), fileName: noticeName },
    entries: entryCount, lines: lineCount, debitCents, creditCents, warnings,
  })
}
