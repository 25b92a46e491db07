import { clockOf } from '../../chain/fact.ts'
import type { Reader } from '../../context.ts'
import type { CalendarDate } from '../../kernel/calendar-date.ts'

/** A dated number of the law or of the house, whole. */
export interface ParametersRow {
  readonly name: string
  readonly validFrom: CalendarDate
  readonly content: Readonly<Record<string, unknown>>
  readonly note: string | null
  /** When headquarters signed it, by its clock. */
  readonly publishedAt: number
}

interface Row { readonly name: string; readonly validFrom: CalendarDate; readonly content: string; readonly note: string | null; readonly logicalTime: number }

const SELECT = 'SELECT name, valid_from AS validFrom, content, note, logical_time AS logicalTime FROM parameters'

function rowOf({ logicalTime, content, ...row }: Row): ParametersRow {
  return { ...row, content: JSON.parse(content) as ParametersRow['content'], publishedAt: clockOf(logicalTime) }
}

/** The parameters in force on a day, by name: what an old document keeps is asked with its own date. Undefined when headquarters published none yet. */
export function parametersOn(reader: Reader, name: string, on: CalendarDate): ParametersRow | undefined {
  const row = reader.read<Row>(`${SELECT} WHERE name = ? AND valid_from <= ? ORDER BY valid_from DESC LIMIT 1`).get(name, on)
  return row && rowOf(row)
}

/** Everything published, by name and day; with `on`, only what is in force that day. */
export function publishedParameters(reader: Reader, filter: { readonly name?: string | undefined; readonly on?: CalendarDate | undefined }): ParametersRow[] {
  const rows = reader.read<Row>(`${SELECT} WHERE name = ifnull(?, name) ORDER BY name, valid_from`).all(filter.name ?? null).map(rowOf)
  const { on } = filter
  if (on === undefined) return rows
  return rows.filter((row, at) => row.validFrom <= on && !rows.slice(at + 1).some((later) => later.name === row.name && later.validFrom <= on))
}

export interface PublishedChart {
  readonly chart: string
  readonly edition: string
  readonly publishedAt: number
}

export function publishedCharts(reader: Reader): PublishedChart[] {
  return reader
    .read<{ chart: string; edition: string; logicalTime: number }>('SELECT chart, edition, logical_time AS logicalTime FROM published_chart ORDER BY chart')
    .all()
    .map(({ logicalTime, ...row }) => ({ ...row, publishedAt: clockOf(logicalTime) }))
}
