import type { Outcome, Reader } from '../context.ts'
import type { CalendarDate } from '../kernel/calendar-date.ts'
import { err, ok } from '../kernel/result.ts'
import { findEntity } from '../ledger/books.query.ts'
import { entryReference } from '../ledger/entry-reference.ts'
import { internalAccount } from '../ledger/pair.ts'
import { readNumbered } from './numbered.query.ts'
import type { OpenHalf } from './sum-of-books.ts'

// A pair is open on a day when its halves up to then do not come to nothing. Of those whose halves are all before, the kept sum says it; only those
// whose halves stand on both sides of that day are looked up.
const OPEN = `WITH open AS MATERIALIZED (SELECT pair, cents AS difference, first_on, 1 AS isWhole FROM pair_sum WHERE cents <> 0 AND last_on <= ?1
    UNION ALL SELECT pair, SUM(pair_half.cents), first_on, 0 FROM pair_sum INDEXED BY pair_sum_between CROSS JOIN pair_half USING (pair) CROSS JOIN line USING (entry_id, line_no)
      WHERE first_on <> last_on AND first_on <= ?1 AND last_on > ?1 AND line.on_date <= ?1 GROUP BY pair HAVING SUM(pair_half.cents) <> 0)`
const SIDES_OF = '(SELECT COUNT(DISTINCT entity_id) FROM pair_half CROSS JOIN line USING (entry_id, line_no) WHERE pair_half.pair = open.pair AND line.on_date <= ?1)'
const IN_LEGAL = `(?2 IS NULL OR EXISTS (SELECT 1 FROM rollup_year AS year INDEXED BY rollup_year_by_entity WHERE year.entity_id = pair_half.entity_id AND legal = ?2 AND from_on <= ?1 AND until_on > ?1))`
const HALF = `pair_half.pair, entity.code AS entity, profile.name AS entityName, ifnull(other.code, with_uid) AS "with", otherProfile.name AS withName,
  entry.id AS entryId, journal.code AS journal, year.code AS year, entry.number, stream.device, line.on_date AS date, ifnull(line.label, entry.label) AS label, account.code AS account, pair_half.cents`
const JOINED = `CROSS JOIN line USING (entry_id, line_no) CROSS JOIN entry ON entry.id = entry_id CROSS JOIN stream ON stream.id = entry.stream_id
  CROSS JOIN entity ON entity.id = pair_half.entity_id CROSS JOIN reference AS journal ON journal.id = journal_id CROSS JOIN reference AS year ON year.id = year_id
  CROSS JOIN reference AS account ON account.id = line.account_id LEFT JOIN entity_profile AS profile ON profile.entity_id = entity.id
  LEFT JOIN entity AS other ON other.uid = with_uid LEFT JOIN entity_profile AS otherProfile ON otherProfile.entity_id = other.id`

type StoredHalf = Omit<OpenHalf, 'entry'> & { readonly journal: string; readonly year: string; readonly number: number; readonly device: string }

function toHalf({ pair, entity, entityName, with: other, withName, journal, year, number, device, entryId, date, label, account, cents }: StoredHalf): OpenHalf {
  return { pair, entity, entityName: entityName ?? entity, with: other, withName, entry: entryReference(journal, year, number, device), entryId, date, label, account, cents }
}

// Those of the page first, with what all of them come to: what they are called is looked up for the page alone.
const NAMED = `${OPEN}, page AS MATERIALIZED (SELECT entry_id, line_no, COUNT(*) OVER () AS allCount, SUM(cents) OVER () AS allCents FROM open CROSS JOIN pair_half USING (pair)
    WHERE (isWhole OR (SELECT on_date FROM line WHERE line.entry_id = pair_half.entry_id AND line.line_no = pair_half.line_no) <= ?1) AND ${IN_LEGAL}
    ORDER BY first_on, pair, entry_id LIMIT ?3)
  SELECT ${HALF}, allCount, allCents FROM page CROSS JOIN pair_half USING (entry_id, line_no) ${JOINED} ORDER BY line.on_date, pair_half.pair, entry.id`

export interface OpenHalves {
  readonly halves: readonly OpenHalf[]
  /** Of all of them, debit positive. */
  readonly count: number
  readonly cents: number
}

/** Halves of pairs that do not come to nothing on a day, in the books of a legal person (all of them when undefined): the oldest `limit` by name. */
export function openHalves(reader: Reader, asOf: CalendarDate, legal: string | undefined, limit: number): OpenHalves {
  const rows = readNumbered<StoredHalf & { readonly allCount: number; readonly allCents: number }>(reader, NAMED, asOf, legal ?? null, limit)
  return { halves: rows.map(toHalf), count: rows[0]?.allCount ?? 0, cents: rows[0]?.allCents ?? 0 }
}

export type PairState = 'met' | 'missing' | 'different'

export interface PairRow {
  readonly pair: string
  /** `missing`: only one side is booked here. `different`: both are, and do not come to nothing. */
  readonly state: PairState
  /** Zero when it meets, debit positive. */
  readonly differenceCents: number
  readonly halves: readonly OpenHalf[]
}

export interface PairFilter {
  readonly entity?: string | undefined
  readonly state?: PairState | undefined
  readonly asOf?: CalendarDate | undefined
  readonly offset: number
  readonly limit: number
}

interface StateRow { readonly pair: string; readonly state: PairState; readonly difference: number }

const STATE = `CASE WHEN difference = 0 THEN 'met' WHEN sides < 2 THEN 'missing' ELSE 'different' END`
const NEVER = '9999-12-31' as CalendarDate
// What is not open meets: the kept sums tell it without a look at a hundred thousand halves.
const FOUND_OPEN = `${OPEN}, found AS (SELECT pair, difference, ${SIDES_OF} AS sides FROM open)`
const FOUND = `${OPEN}, found AS (SELECT pair, 0 AS difference, 2 AS sides FROM pair_sum WHERE first_on <= ?1 AND pair NOT IN (SELECT pair FROM open) UNION ALL SELECT pair, difference, ${SIDES_OF} FROM open)`

/** Pairs with their halves, the latest first; by state, on a day, and of one entity when asked. Refused `entity_unknown`. */
export function pairsList(reader: Reader, filter: PairFilter): Outcome<{ readonly total: number; readonly pairs: readonly PairRow[] }> {
  const entity = filter.entity === undefined ? undefined : findEntity(reader, filter.entity)
  if (filter.entity !== undefined && !entity) return err([{ code: 'entity_unknown', entity: filter.entity }])
  const asOf = filter.asOf ?? NEVER
  const own = entity ? 'AND pair IN (SELECT pair FROM pair_half INDEXED BY pair_half_by_entity WHERE entity_id = ?2)' : 'AND ?2 IS NULL'
  const found = filter.state === 'missing' || filter.state === 'different' ? FOUND_OPEN : FOUND
  const where = `WHERE ifnull(?3, ${STATE}) = ${STATE} ${own}`
  const given = [asOf, entity?.id ?? null, filter.state ?? null] as const
  const total = readNumbered<{ total: number }>(reader, `${found} SELECT COUNT(*) AS total FROM found ${where}`, ...given)[0]?.total ?? 0
  const rows = readNumbered<StateRow>(reader, `${found} SELECT pair, ${STATE} AS state, difference FROM found ${where} ORDER BY pair DESC LIMIT ?4 OFFSET ?5`, ...given, filter.limit, filter.offset)
  const halves = reader.read<StoredHalf>(`SELECT ${HALF} FROM pair_half ${JOINED} WHERE pair_half.pair = ? AND line.on_date <= ? ORDER BY line.on_date, entry.id, line.line_no`)
  return ok({ total, pairs: rows.map((row) => ({ pair: row.pair, state: row.state, differenceCents: row.difference, halves: halves.all(row.pair, asOf).map(toHalf) })) })
}

export interface LiaisonRow {
  readonly entity: string
  readonly name: string
  /** Balance of its compte interne, debit positive: the money that headquarters keeps for it. */
  readonly internalCents: number
  /** Of it: flows with headquarters, with other Activités, and what carries no pair (openings brought in, older books). */
  readonly withHeadquartersCents: number
  readonly withOthersCents: number
  readonly unpairedCents: number
  /** The mirror in headquarters' own books, debit positive; the two come to nothing together. */
  readonly mirrorCents: number
  readonly differenceCents: number
}

// Years that no later opening says again, whole: what the compte interne holds with everything that is booked.
const INTERNAL = `SELECT SUM(debit_cents - credit_cents) AS cents FROM fiscal_year CROSS JOIN balance ON year_id = fiscal_year.id AND month <= '9999-12' AND account_id = ?2
  WHERE entity_id = ?1 AND start_on >= ifnull((SELECT MAX(start_on) FROM fiscal_year AS opened WHERE opened.entity_id = ?1 AND EXISTS
    (SELECT 1 FROM entry INDEXED BY entry_by_nature WHERE year_id = opened.id AND nature = 'opening' AND nature <> 'ordinary' AND reverses_id IS NULL
     AND NOT EXISTS (SELECT 1 FROM entry AS other WHERE other.reverses_id = entry.id))), '')`
// An Activité that was never told in which legal person it lives names the federation.
const WITH_HEADQUARTERS = `(kind IS 'headquarters' OR with_uid IS (SELECT value FROM setting WHERE key = 'federation'))`
const SIDES = `SELECT side.entity_id AS id, SUM(CASE WHEN ${WITH_HEADQUARTERS} THEN cents ELSE 0 END) AS withHeadquarters, SUM(CASE WHEN ${WITH_HEADQUARTERS} THEN 0 ELSE cents END) AS withOthers FROM
    (SELECT entity_id, with_uid, SUM(cents) AS cents FROM pair_half INDEXED BY pair_half_by_entity GROUP BY entity_id, with_uid) AS side
  LEFT JOIN entity AS other ON other.uid = with_uid LEFT JOIN entity_profile AS profile ON profile.entity_id = other.id GROUP BY side.entity_id`
const MIRRORS = `SELECT with_uid AS uid, SUM(cents) AS cents FROM pair_half INDEXED BY pair_half_by_entity JOIN entity_profile AS profile ON profile.entity_id = pair_half.entity_id
  WHERE profile.kind = 'headquarters' GROUP BY with_uid`

/** Each compte interne against its mirror in headquarters' own books, with everything booked so far. */
export function liaison(reader: Reader, onlyDifferent: boolean): LiaisonRow[] {
  const rows = reader.read<{ id: number; uid: string; code: string; name: string; chart: string }>(
    "SELECT entity.id, uid, code, name, chart FROM entity JOIN entity_profile ON entity_id = entity.id WHERE kind = 'entity' ORDER BY code").all()
  const sides = new Map(reader.read<{ id: number; withHeadquarters: number; withOthers: number }>(SIDES).all().map((row) => [row.id, row]))
  const mirrors = new Map(reader.read<{ uid: string; cents: number }>(MIRRORS).all().map((row) => [row.uid, row.cents]))
  const account = reader.read<{ id: number }>("SELECT id FROM reference WHERE entity_id = ? AND kind = 'account' AND code = ?")
    return rows.flatMap((row): LiaisonRow[] => {
    const chart = reader.ports.charts(row.chart)
    const own = chart && account.get(row.id, internalAccount(chart, 'entity'))
    const internalCents = own ? (readNumbered<{ cents: number | null }>(reader, INTERNAL, row.id, own.id)[0]?.cents ?? 0) : 0
    const [withHeadquartersCents, withOthersCents, mirrorCents] = [sides.get(row.id)?.withHeadquarters ?? 0, sides.get(row.id)?.withOthers ?? 0, mirrors.get(row.uid) ?? 0]
    const differenceCents = withHeadquartersCents + mirrorCents
    if (onlyDifferent && differenceCents === 0) return []
    return [{
      entity: row.code, name: row.name, internalCents, withHeadquartersCents, withOthersCents, mirrorCents, differenceCents,
      unpairedCents: internalCents - withHeadquartersCents - withOthersCents,
    }]
  })
}
