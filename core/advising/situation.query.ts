import { clockOf } from '../chain/fact.ts'
import type { Reader } from '../context.ts'
import { addDays, type CalendarDate, dateOfDayNumber } from '../kernel/calendar-date.ts'
import { type Books, books } from '../ledger/books.query.ts'
import { playsRole, type Role } from '../ledger/chart.ts'
import { trialBalance } from '../ledger/trial-balance.query.ts'
import { appointments } from './appointments.query.ts'
import { type AttentionRules, type OpenSide, rulesFrom, type Situation } from './attention.ts'
import { waitingProposals } from './proposals.query.ts'

const A_DAY = 86_400_000

/** The day of an instant, in universal time: near enough for what is counted in weeks. */
export function dayOf(milliseconds: number): CalendarDate {
  return dateOfDayNumber(Math.floor(milliseconds / A_DAY))
}

/** The rules in force on a day: the parameter `portfolio` that headquarters published last before it, over the defaults. */
export function attentionRules(reader: Reader, on: CalendarDate): AttentionRules {
  const row = reader.read<{ content: string }>("SELECT content FROM parameters WHERE name = 'portfolio' AND valid_from <= ? ORDER BY valid_from DESC LIMIT 1").get(on)
  return rulesFrom(row ? JSON.parse(row.content) : undefined)
}

/** Reads everything that `attention` weighs, from kept balances and a few short walks: a portfolio of hundreds opens at once. */
export function situationOf(reader: Reader, entityId: number, rules: AttentionRules): Situation {
  const today = reader.ports.today()
  const known = books(reader, entityId)
  const waiting = waitingProposals(reader, entityId)
  return {
    today, ...balancesOf(reader, known, today), ...openSides(reader, known, addDays(today, -rules.overdueDays - 1)),
    lastNewsOn: lastNewsOn(reader, entityId),
    openSince: known.closedUntil === undefined ? (known.years[0]?.startOn ?? null) : addDays(known.closedUntil, 1),
    lastEntryOn: lastEntryOn(reader, entityId),
    entriesMoved: reader.read<{ count: number }>("SELECT COUNT(*) AS count FROM notice WHERE entity_id = ? AND code = 'entry_moved' AND read_at IS NULL").get(entityId)?.count ?? 0,
    forks: reader.read<{ device: string; sequence: number }>(
      'SELECT device, MIN(at_sequence) AS sequence FROM fork JOIN stream ON stream.id = stream_id WHERE entity_id = ? AND settled_at IS NULL GROUP BY stream_id ORDER BY device',
    ).all(entityId),
    plisWaiting: reader.read<{ count: number }>(
      "SELECT COUNT(*) AS count FROM received_pli WHERE outcome = 'waiting' AND sender IN (SELECT author FROM access WHERE entity_id = ?)",
    ).get(entityId)?.count ?? 0,
    proposals: waiting ? { count: waiting.count, since: dayOf(waiting.since) } : null,
    appointments: appointments(reader, entityId),
  }
}

const PORTEURS = "(SELECT author FROM access WHERE entity_id = ? AND role IN ('porteur', 'associate'))"
const LAST_SIGNED = `SELECT MAX(logical_time) AS time FROM stream JOIN fact ON fact.id = (SELECT MAX(id) FROM fact WHERE id > stream.id << 32 AND id < (stream.id + 1) << 32)
  WHERE stream.entity_id = ? AND stream.author IN ${PORTEURS}`
const LAST_PLI = `SELECT MAX(logical_time) AS time FROM received_pli WHERE outcome IN ('taken', 'known') AND sender IN ${PORTEURS}`

/** When the porteur was last heard of: a pli of his own, or facts of his that headquarters relayed. A clock ahead of this one counts as now. */
function lastNewsOn(reader: Reader, entityId: number): CalendarDate | null {
  const latest = (sql: string, ...values: number[]): number[] => {
    const time = reader.read<{ time: number | null }>(sql).get(...values)?.time ?? null
    return time === null ? [] : [time]
  }
  const times = [...latest(LAST_SIGNED, entityId, entityId), ...latest(LAST_PLI, entityId)]
  return times.length === 0 ? null : dayOf(Math.min(reader.ports.now(), clockOf(Math.max(...times))))
}

const DEBTS: readonly Role[] = ['supplier', 'vat_due', 'vat_deductible', 'salary_due', 'expense_due']

function balancesOf(reader: Reader, known: Books, today: CalendarDate): Pick<Situation, 'internalCents' | 'debtCents' | 'unidentifiedCents'> {
  const { rows } = trialBalance(reader, known.entity.id, today)
  const sum = (role: Role): number => rows.filter((row) => playsRole(known.chart, row.account, role)).reduce((total, row) => total + row.balanceCents, 0)
  const hasInternal = rows.some((row) => playsRole(known.chart, row.account, 'internal_account'))
  const debt = rows.filter((row) => !playsRole(known.chart, row.account, 'internal_account') && DEBTS.some((role) => playsRole(known.chart, row.account, role)))
    .reduce((total, row) => total - row.balanceCents, 0)
  return { internalCents: hasInternal ? sum('internal_account') : null, debtCents: Math.max(0, debt), unidentifiedCents: sum('suspense') }
}

const OVERDUE = `SELECT COUNT(*) AS items, ifnull(SUM(debit_cents - credit_cents), 0) AS cents, MIN(coalesce(line.document_on, entry.document_on, entry.on_date)) AS since
  FROM line INDEXED BY line_by_account JOIN entry ON entry.id = line.entry_id
  WHERE account_id = ? AND line.on_date <= ? AND coalesce(line.document_on, entry.document_on, entry.on_date) <= ?
  AND (nature = 'ordinary' OR nature = 'opening' AND year_id = ?)
  AND NOT EXISTS (SELECT 1 FROM line_match WHERE line_match.entry_id = line.entry_id AND line_match.line_no = line.line_no)`

/** Lines of customers and suppliers older than a day that nothing settles. Openings count in the first year only: later they repeat older lines. */
function openSides(reader: Reader, known: Books, until: CalendarDate): Pick<Situation, 'customersOverdue' | 'suppliersOverdue'> {
  const side = (role: 'customer' | 'supplier', sign: 1 | -1): OpenSide | null => {
    let [items, cents] = [0, 0]
    let since: CalendarDate | null = null
    for (const account of known.accounts.values()) {
      if (!playsRole(known.chart, account.number, role)) continue
      const row = reader.read<{ items: number; cents: number; since: CalendarDate | null }>(OVERDUE).get(account.id, until, until, known.years[0]?.id ?? 0)
      // What comes to nothing is matching left undone, not money that is missing.
      if (!row || row.since === null || row.cents === 0) continue
      items += row.items
      cents += sign * row.cents
      if (since === null || row.since < since) since = row.since
    }
    return since === null ? null : { items, cents, since }
  }
  return { customersOverdue: side('customer', 1), suppliersOverdue: side('supplier', -1) }
}

const LAST_ENTRY = 'SELECT MAX((SELECT MAX(on_date) FROM line WHERE account_id = account.id)) AS date FROM account WHERE entity_id = ?'

/** One step into the index for each account, whatever the size of the books. */
function lastEntryOn(reader: Reader, entityId: number): CalendarDate | null {
  return reader.read<{ date: CalendarDate | null }>(LAST_ENTRY).get(entityId)?.date ?? null
}
