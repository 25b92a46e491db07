import type { Reader } from '../context.ts'

// Said twice, `nature` lets the index of the few entries that are not ordinary answer.
const ENDED = `SELECT 1 FROM entry INDEXED BY entry_by_nature WHERE year_id = ? AND nature = 'closing' AND nature <> 'ordinary' AND reverses_id IS NULL
  AND NOT EXISTS (SELECT 1 FROM entry AS other WHERE other.reverses_id = entry.id) LIMIT 1`

/** Was a year ended, and not opened again since? Its closing entries stand: a closed period alone ends no year. */
export function isEnded(reader: Reader, yearId: number): boolean {
  return reader.read(ENDED).get(yearId) !== undefined
}
