import { appendFact, overriding } from '../chain/append-fact.command.ts'
import type { Json } from '../chain/canonical-json.ts'
import type { AppliedFact } from '../chain/fact.ts'
import type { Reader, Writer } from '../context.ts'
import type { FactId } from '../kernel/ids.ts'
import { Refused } from '../kernel/refused.ts'
import { LEDGER_APPLIERS } from './ledger.apply.ts'
import { ownAccess } from './own-access.query.ts'
import { KEEPER_KINDS } from './role-kinds.ts'
import { settleBooks } from './settle.apply.ts'
import type { AxisValueRecorded, LedgerFacts, Overriding } from './ledger-facts.ts'

/** What may let in facts of others that were held, move entries, or give lines back to another match. */
const UNSETTLES: ReadonlySet<keyof LedgerFacts> = new Set(['FiscalYearOpened', 'PeriodClosed', 'PeriodReopened', 'MatchUndone'])

/** Appends a fact of the books and writes the rows it implies, in the transaction under way. Answers its local id. */
export function recordFact<Kind extends keyof LedgerFacts>(tx: Writer, entityId: number, kind: Kind, body: LedgerFacts[Kind]): FactId {
  if (KEEPER.has(kind)) refuseByRole(tx, entityId)
  const over = standingTime(tx, entityId, kind, body)
  const version = over.overrides === undefined ? 1 : 2
  const fact = appendFact(tx, entityId, kind, version, { ...(body as object), ...over } as Json) as AppliedFact<LedgerFacts[Kind]>
  const apply: (tx: Writer, fact: AppliedFact<LedgerFacts[Kind]>) => void = LEDGER_APPLIERS[kind]
  apply(tx, fact)
  if (UNSETTLES.has(kind)) settleBooks(tx, entityId)
  if (kind !== 'LinesMatched' && kind !== 'MatchUndone' && kind !== 'DocumentAttached') tx.memory.delete(`books:${entityId}`)
  tx.changed('ledger')
  return fact.id
}

const KEEPER: ReadonlySet<string> = new Set(KEEPER_KINDS)

/** A fact that its author's role may not sign would be refused by everyone, and all that this machine signs after it. */
function refuseByRole(tx: Writer, entityId: number): void {
  const { role } = ownAccess(tx, entityId)
  if (role === 'associate' || role === 'adviser') throw new Refused([{ code: 'role_may_not', role }])
}

/** Of a whole record that replaces another one: what it must say to be the later of the two. */
function standingTime<Kind extends keyof LedgerFacts>(tx: Writer, entityId: number, kind: Kind, body: LedgerFacts[Kind]): Overriding {
  const find = STANDING[kind]
  return find ? overriding(tx, entityId, find(tx, entityId, body as never)) : {}
}

type Standing = (reader: Reader, entityId: number, body: never) => number | undefined

const byCode = (table: string, column: string): Standing => (reader, entityId, body) =>
  reader.read<{ time: number }>(`SELECT logical_time AS time FROM ${table} WHERE entity_id = ? AND ${column} = ?`).get(entityId, body[column])?.time

/** The effective time of the record that stands, by kind of fact. */
const STANDING: { readonly [Kind in keyof LedgerFacts]?: Standing } = {
  EntityDescribed: (reader, entityId) => reader.read<{ time: number }>('SELECT logical_time AS time FROM entity_profile WHERE entity_id = ?').get(entityId)?.time,
  AccountRecorded: byCode('account', 'number'),
  JournalRecorded: byCode('journal', 'code'),
  PartyRecorded: byCode('party', 'code'),
  AxisValueRecorded: (reader, entityId, body: AxisValueRecorded) =>
    reader.read<{ time: number }>('SELECT logical_time AS time FROM axis_value WHERE entity_id = ? AND axis = ? AND code = ?').get(entityId, body.axis, body.code)?.time,
}
