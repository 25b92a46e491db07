import type { Outcome, Reader } from '../context.ts'
import { readEntries } from '../formats/entries/read-entries.ts'
import { readFec } from '../formats/fec/read-fec.ts'
import { err, ok, type Refusal } from '../kernel/result.ts'
import { withSources } from '../ledger/entry-source.ts'
import { booksFromEntries } from './entries-books.ts'
import { booksFromFec } from './fec-books.ts'
import type { ImportedBooks } from './imported-books.ts'

export interface FileReading {
  readonly books: ImportedBooks
  /** Problems of the file itself: with `partial`, what was left out. */
  readonly problems: readonly Refusal[]
}

/** The text of a file brought in, or why it is none. */
export function fileText(reader: Reader, fileId: string): Outcome<{ readonly name: string; readonly text: string }> {
  const file = reader.ports.files.get(fileId)
  if (!file) return err([{ code: 'file_unknown' }])
  if (file.bytes.length === 0) return err([{ code: 'file_empty', name: file.name }])
  const decoded = reader.ports.decodeText(file.bytes)
  return decoded ? ok({ name: file.name, text: decoded.text }) : err([{ code: 'not_text', name: file.name }])
}

/** Reads a FEC. One problem refuses the file, unless `partial` accepts to leave out what is wrong. */
export function readFecBooks(reader: Reader, fileId: string, partial: boolean): Outcome<FileReading> {
  const text = fileText(reader, fileId)
  if (!text.ok) return text
  const reading = readFec({
    fileName: text.value.name, text: text.value.text,
    onProgress: (done, total) => reader.ports.progress({ step: 'reading', done, total }),
  })
  const file = partial ? reading.sound : reading.file
  if (!file) return err(reading.problems)
  return ok({ books: booksFromFec(file, reading.warnings), problems: reading.problems })
}

/** Reads entries as JSON. */
export function readEntriesBooks(reader: Reader, fileId: string): Outcome<FileReading> {
  const text = fileText(reader, fileId)
  if (!text.ok) return text
  const read = readEntries(text.value.text)
  if (!read.ok) return read
  return ok({ books: booksFromEntries('entries', withSources(read.value, 'json', reader.ports.sha256)), problems: [] })
}
