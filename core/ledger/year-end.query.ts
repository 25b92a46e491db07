import type { Reader } from '../context.ts'
import type { Books, YearRow } from './books.query.ts'
import { openingDifferences } from './trial-balance.query.ts'
import { yearEndRef } from './year-end.ts'

// Said twice, `nature` lets the index of the few entries that are not ordinary answer.
const ENDED = `SELECT 1 FROM entry INDEXED BY entry_by_nature WHERE year_id = ? AND nature = 'closing' AND nature <> 'ordinary' AND reverses_id IS NULL
  AND NOT EXISTS (SELECT 1 FROM entry AS other WHERE other.reverses_id = entry.id) LIMIT 1`

/** Was a year ended, and not opened again since? Its closing entries stand: a closed period alone ends no year. */
export function isEnded(reader: Reader, yearId: number): boolean {
  return reader.read(ENDED).get(yearId) !== undefined
}

/** Was a year ended, and does the next one open with something else than it leaves by now? Entries were moved, came late, or two machines ended it. */
export function isOutdated(tx: Reader, known: Books, year: YearRow): boolean {
  const next = known.years.find((each) => each.startOn > year.endOn)
  return next !== undefined && tx.read(OPENED_BY).get(next.id, yearEndRef(year.code)) !== undefined && openingDifferences(tx, known, next).length > 0
}

const OPENED_BY = `SELECT 1 FROM entry INDEXED BY entry_by_nature WHERE year_id = ? AND nature = 'opening' AND nature <> 'ordinary' AND reverses_id IS NULL AND document_ref = ? LIMIT 1`
