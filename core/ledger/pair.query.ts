import type { Reader } from '../context.ts'
import type { CalendarDate } from '../kernel/calendar-date.ts'
import { type EntityRow, findEntity } from './books.query.ts'
import { legalEntities, placeInSum } from './rollup.query.ts'

/** An entity by its code or its uid. */
export function entityOf(reader: Reader, name: string): EntityRow | undefined {
  const byCode = findEntity(reader, name)
  if (byCode) return byCode
  const row = reader.read<{ code: string }>('SELECT code FROM entity WHERE uid = ?').get(name)
  return row && findEntity(reader, row.code)
}

/**
 * Headquarters' own books of the legal person that an entity lives in on a day: the one asked for when given, else the one it was attached
 * to, else the first of its country. Undefined when those books are not in this workspace.
 */
export function headquartersOf(reader: Reader, entity: EntityRow, on: CalendarDate, asked?: string): EntityRow | undefined {
  if (asked !== undefined) {
    const found = entityOf(reader, asked)
    return found?.kind === 'headquarters' ? found : undefined
  }
  const home = placeInSum(reader, entity.id, legalEntities(reader))?.homes.find((each) => each.fromOn <= on && on < each.untilOn)
  return home && home.legal !== '' ? entityOf(reader, home.legal) : undefined
}

