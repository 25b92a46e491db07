import { clockOf } from '../chain/fact.ts'
import type { Reader } from '../context.ts'
import { type CalendarDate, dateOfDayNumber, dayNumberOf } from '../kernel/calendar-date.ts'
import { foldText } from '../kernel/text.ts'
import { AWAITED, entrusted } from './register.query.ts'

/** How fresh and how whole the books of an Activité are here. Facts, no judgement: nothing is scored or ranked. */
export interface FreshnessRow {
  readonly entity: string
  readonly name: string
  /** Accepted, and no pli of it has brought its books yet. */
  readonly awaited: boolean
  readonly offices: readonly string[]
  /** Someone signed in it, and nobody may any more: no pli is to be expected. */
  readonly ended: boolean
  /** The day headquarters first gave someone outside access to it. */
  readonly joinedOn: CalendarDate | null
  /** The last pli of one of its own machines that was taken here, milliseconds since 1970; null when none ever came. */
  readonly lastPliAt: number | null
  readonly lastPliOn: CalendarDate | null
  readonly lastPliNumber: number | null
  readonly daysSince: number | null
  /** When the last fact of another machine was signed, by that machine's clock, milliseconds since 1970. */
  readonly lastFactAt: number | null
  readonly factsHeld: number
  /** Numbers of plis that are missing in a line whose later ones came. */
  readonly missingPlis: number
  /** Plis kept here until what is missing before them comes. */
  readonly waitingPlis: number
  /** Two histories of one machine, not yet settled. */
  readonly forks: number
  /** Facts that name something that has not come. */
  readonly heldFacts: number
  /** Entries that stand on another day than they ask for, because it was closed. */
  readonly movedEntries: number
  /** Halves of pairs of its books that do not meet. */
  readonly openHalves: number
  readonly yearsOpen: number
  readonly closedUntil: CalendarDate | null
}

export type FreshnessOrder = 'entity' | 'name' | 'lastPliAt' | 'factsHeld' | 'missingPlis' | 'waitingPlis' | 'forks' | 'heldFacts' | 'movedEntries' | 'yearsOpen' | 'closedUntil' | 'openHalves' | 'lastFactAt'

export interface FreshnessFilter {
  readonly office?: string | undefined
  /** Part of a code or a name. */
  readonly text?: string | undefined
  /** Only what asks for a look: something missing, waiting, forked or held. */
  readonly incompleteOnly: boolean
  readonly order: FreshnessOrder
  readonly descending: boolean
  readonly offset: number
  readonly limit: number
}

export interface Freshness {
  readonly total: number
  /** Over all Activités of the filter, not only those of the page. */
  readonly sums: { readonly neverCame: number; readonly missingPlis: number; readonly waitingPlis: number; readonly forks: number; readonly heldFacts: number; readonly movedEntries: number; readonly openHalves: number }
  readonly rows: readonly FreshnessRow[]
}

const ENTITIES = `SELECT entity.id, code AS entity, ifnull(name, code) AS name, kind IS NULL AS awaited,
    (SELECT ifnull(SUM((SELECT MAX(fact.id) FROM fact WHERE fact.id > stream.id << 32 AND fact.id < (stream.id + 1) << 32) & 4294967295), 0) FROM stream WHERE stream.entity_id = entity.id) AS factsHeld,
    (SELECT MAX(until) FROM closing WHERE closing.entity_id = entity.id AND reopened_by IS NULL) AS closedUntil,
    (SELECT COUNT(*) FROM fiscal_year WHERE fiscal_year.entity_id = entity.id AND end_on > ifnull((SELECT MAX(until) FROM closing WHERE closing.entity_id = entity.id AND reopened_by IS NULL), '')) AS yearsOpen,
    (SELECT COUNT(*) FROM held_fact WHERE held_fact.entity_id = entity.id) AS heldFacts
  FROM entity LEFT JOIN entity_profile AS profile ON profile.entity_id = entity.id WHERE kind = 'entity' OR (kind IS NULL AND ${AWAITED})`
const LAST_FACTS = `SELECT entity_id AS entityId, MAX((SELECT logical_time FROM fact WHERE fact.id > stream.id << 32 AND fact.id < (stream.id + 1) << 32 ORDER BY fact.id DESC LIMIT 1)) AS count
  FROM stream WHERE author <> ? GROUP BY entity_id HAVING count IS NOT NULL`
const OPEN_HALVES = 'SELECT pair_half.entity_id AS entityId, COUNT(*) AS count FROM pair_sum CROSS JOIN pair_half USING (pair) WHERE pair_sum.cents <> 0 GROUP BY pair_half.entity_id'
const FORKS = 'SELECT entity_id AS entityId, COUNT(DISTINCT stream_id) AS count FROM fork JOIN stream ON stream.id = stream_id WHERE settled_at IS NULL GROUP BY entity_id'
const MOVED = 'SELECT stream.entity_id AS entityId, COUNT(*) AS count FROM entry_move JOIN stream ON stream.id = entry_id >> 32 GROUP BY stream.entity_id'
// What came from each machine in each line of plis: the highest number says how many there should be.
const LINES = `SELECT sender, addressee, MAX(CASE WHEN outcome IN ('taken', 'known') THEN taken_at END) AS lastAt, MAX(number) AS lastNumber,
    MAX(number) - COUNT(DISTINCT number) AS missing, COUNT(DISTINCT CASE outcome WHEN 'waiting' THEN number END) AS waiting
  FROM received_pli INDEXED BY received_pli_by_sender WHERE sender IS NOT NULL AND number IS NOT NULL AND outcome <> 'refused' GROUP BY sender, addressee`
const SENDERS = "SELECT entity_id AS entityId, author FROM access WHERE role IN ('porteur', 'associate')"

interface Line { readonly sender: string; readonly lastAt: number | null; readonly lastNumber: number; readonly missing: number; readonly waiting: number }
interface StoredEntity { readonly awaited: number; readonly id: number; readonly entity: string; readonly name: string; readonly factsHeld: number; readonly closedUntil: CalendarDate | null; readonly yearsOpen: number; readonly heldFacts: number }

const A_DAY = 86_400_000

/** Every Activité at a glance, in eight statements whatever their number, in the order asked for. */
export function freshness(reader: Reader, filter: FreshnessFilter): Freshness {
  const known = entrusted(reader)
  const lines = Map.groupBy(reader.read<Line>(LINES).all(), (line) => line.sender)
  const senders = Map.groupBy(reader.read<{ entityId: number; author: string }>(SENDERS).all(), (row) => row.entityId)
  const counts = (sql: string, ...given: string[]): Map<number, number> => new Map(reader.read<{ entityId: number; count: number }>(sql).all(...given).map((row) => [row.entityId, row.count]))
  const [forks, moved, halves, lastFacts] = [counts(FORKS), counts(MOVED), counts(OPEN_HALVES), counts(LAST_FACTS, reader.ports.author)]
  const wanted = foldText(filter.text ?? '')
  const today = dayNumberOf(reader.ports.today())
  const all = reader.read<StoredEntity>(ENTITIES).all().flatMap(({ id, ...row }): FreshnessRow[] => {
    const { offices, joinedOn, ended } = known.get(id) ?? { offices: [], joinedOn: null, ended: false }
    if (filter.office !== undefined && !offices.includes(filter.office)) return []
    if (wanted !== '' && !foldText(`${row.entity} ${row.name}`).includes(wanted)) return []
    const last = lastFacts.get(id)
    const came = (senders.get(id) ?? []).flatMap((sender) => lines.get(sender.author) ?? [])
    const found = { ...row, awaited: row.awaited === 1, offices, joinedOn, ended, ...lastOf(came, today), forks: forks.get(id) ?? 0, movedEntries: moved.get(id) ?? 0, openHalves: halves.get(id) ?? 0, lastFactAt: last === undefined ? null : clockOf(last) }
    return filter.incompleteOnly && !isIncomplete(found) ? [] : [found]
  })
  const sums = { neverCame: 0, missingPlis: 0, waitingPlis: 0, forks: 0, heldFacts: 0, movedEntries: 0, openHalves: 0 }
  for (const row of all) {
    if (row.lastPliAt === null) sums.neverCame += 1
    for (const key of ['missingPlis', 'waitingPlis', 'forks', 'heldFacts', 'movedEntries', 'openHalves'] as const) sums[key] += row[key]
  }
  return { total: all.length, sums, rows: sorted(all, filter).slice(filter.offset, filter.offset + filter.limit) }
}

function lastOf(came: readonly Line[], today: number): Pick<FreshnessRow, 'lastPliAt' | 'lastPliOn' | 'lastPliNumber' | 'daysSince' | 'missingPlis' | 'waitingPlis'> {
  let last: Line | undefined
  let [missing, waiting] = [0, 0]
  for (const line of came) {
    missing += line.missing
    waiting += line.waiting
    if (line.lastAt !== null && line.lastAt > (last?.lastAt ?? 0)) last = line
  }
  const at = last?.lastAt ?? null
  const day = at === null ? null : Math.floor(at / A_DAY)
  return {
    lastPliAt: at, lastPliNumber: last?.lastNumber ?? null, missingPlis: missing, waitingPlis: waiting,
    lastPliOn: day === null ? null : dateOfDayNumber(day), daysSince: day === null ? null : Math.max(0, today - day),
  }
}

function isIncomplete(row: FreshnessRow): boolean {
  return row.lastPliAt === null || row.missingPlis > 0 || row.waitingPlis > 0 || row.forks > 0 || row.heldFacts > 0 || row.openHalves > 0
}

/** What is empty comes first: a pli that never came is older than any. Equal ones stand by their code. */
function sorted(rows: readonly FreshnessRow[], { order, descending }: FreshnessFilter): FreshnessRow[] {
  const sign = descending ? -1 : 1
  const compare = (a: string | number | null, b: string | number | null): number => (a === b ? 0 : a === null ? -1 : b === null ? 1 : a < b ? -1 : 1)
  return [...rows].sort((a, b) => sign * compare(a[order], b[order]) || compare(a.entity, b.entity))
}
