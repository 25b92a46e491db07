import type { AppliedFact } from '../chain/fact.ts'
import { referenceTo } from '../chain/reference.apply.ts'
import type { Writer } from '../context.ts'
import type { CalendarDate } from '../kernel/calendar-date.ts'
import type { FiscalYearOpened } from './ledger-facts.ts'
import { meetingOf, readYears } from './meeting.query.ts'
import { tellOfBooks } from './notice.apply.ts'
import { rollupTouched } from './rollup.apply.ts'
import { markForRebuild } from './set-aside.apply.ts'

interface Standing { readonly id: number; readonly code: string; readonly startOn: CalendarDate; readonly endOn: CalendarDate; readonly time: number; readonly author: string }

const MEETS = `SELECT id, code, start_on AS startOn, end_on AS endOn, logical_time AS time, author FROM fiscal_year
  WHERE entity_id = ? AND (code = ? OR start_on <= ? AND end_on >= ?)`
const INSERT = 'INSERT INTO fiscal_year (id, entity_id, code, start_on, end_on, logical_time, author) VALUES (?, ?, ?, ?, ?, ?, ?)'

/**
 * Opens a year. Of those that overlap, or say other days under the same code, the earliest stands, by logical time, then by author. One that
 * comes in earlier than what stands changes where every entry counts: the books of the entity are then made again.
 */
export function applyFiscalYearOpened(tx: Writer, fact: AppliedFact<FiscalYearOpened>): void {
  const { code, startOn, endOn } = fact.body
  const entity = fact.stream.entityId
  const met = tx.read<Standing>(MEETS).all(entity, code, endOn, startOn)
  const [first] = met
  rollupTouched(tx, entity)
  if (!first) {
    tx.write(INSERT).run(referenceTo(tx, entity, 'year', code), entity, code, startOn, endOn, fact.logicalTime, fact.stream.author)
    meetingOf(tx, entity).years = readYears(tx, entity)
    return
  }
  const same = first.code === code && first.startOn === startOn && first.endOn === endOn
  if (met.length === 1 && same) {
    if (isEarlier(fact, first)) tx.write('UPDATE fiscal_year SET logical_time = ?, author = ? WHERE id = ?').run(fact.logicalTime, fact.stream.author, first.id)
    return
  }
  const replaces = met.every((year) => isEarlier(fact, year))
  if (replaces) markForRebuild(tx, entity)
  for (const year of met) {
    if (year.code === code && year.startOn === startOn && year.endOn === endOn) continue
    const [kept, other] = replaces ? [fact.body, year] : [year, fact.body]
    tellOfBooks(tx, entity, {
      code: 'year_overlap', year: other.code, startOn: other.startOn, endOn: other.endOn, kept: kept.code, keptStartOn: kept.startOn, keptEndOn: kept.endOn,
    })
  }
}

function isEarlier(fact: AppliedFact, year: Standing): boolean {
  return fact.logicalTime < year.time || (fact.logicalTime === year.time && fact.stream.author < year.author)
}
