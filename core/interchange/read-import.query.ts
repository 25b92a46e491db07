import type { Outcome, Reader } from '../context.ts'
import type { CsvMapping } from '../formats/csv/csv-mapping.ts'
import { readCsvBooks } from './csv-books.query.ts'
import { type FileReading, readEntriesBooks, readFecBooks } from './read-file.query.ts'

export interface ImportAsked {
  readonly format: 'fec' | 'csv' | 'entries'
  readonly fileId: string
  /** Leave out what is wrong, instead of refusing the whole. */
  readonly partial: boolean
  readonly mapping?: CsvMapping | undefined
}

/** The books that a file brings, whatever its format. Refusals: those of the format. */
export function readImport(reader: Reader, entityId: number, asked: ImportAsked): Outcome<FileReading> {
  if (asked.format === 'csv') return readCsvBooks(reader, entityId, asked.fileId, asked.mapping, asked.partial)
  return asked.format === 'fec' ? readFecBooks(reader, asked.fileId, asked.partial) : readEntriesBooks(reader, asked.fileId)
}
