import { type AppliedFact, effectiveTime } from '../chain/fact.ts'
import { referenceTo } from '../chain/reference.apply.ts'
import type { ReferenceKind } from '../chain/reference.query.ts'
import type { SqlValue, Writer } from '../context.ts'
import type { AccountRecorded, AxisValueRecorded, EntityDescribed, JournalRecorded, PartyRecorded } from './ledger-facts.ts'
import { rollupFounded, rollupTouched } from './rollup.apply.ts'

/**
 * Writes a whole record unless a later one is already there. Later is decided by effective time, then by
 * author, so that every workspace ends with the same row whatever the order of arrival.
 */
function upsert(tx: Writer, table: string, key: string, id: number, fact: AppliedFact, values: Readonly<Record<string, SqlValue>>): void {
  let text = UPSERTS.get(table)
  if (text === undefined) UPSERTS.set(table, (text = upsertText(table, key, Object.keys(values))))
  tx.write(text).run(id, ...Object.values(values), effectiveTime(fact), fact.stream.author)
}

/** By table: those who write one always name the same columns. */
const UPSERTS = new Map<string, string>()

function upsertText(table: string, key: string, names: readonly string[]): string {
  const columns = [key, ...names, 'logical_time', 'author']
  const updates = columns.filter((column) => column !== key).map((column) => `${column} = excluded.${column}`)
  return `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})
     ON CONFLICT (${key}) DO UPDATE SET ${updates.join(', ')}
     WHERE (excluded.logical_time, excluded.author) > (${table}.logical_time, ${table}.author)`
}

function upsertReferenced(tx: Writer, table: string, kind: ReferenceKind, code: string, fact: AppliedFact, values: Readonly<Record<string, SqlValue>>): void {
  const entity = fact.stream.entityId
  upsert(tx, table, 'id', referenceTo(tx, entity, kind, code), fact, { entity_id: entity, ...values })
}

/** The latest description stands. Headquarters' own books, and a home or accounts of result that change, are counted again in the sum of books. */
export function applyEntityDescribed(tx: Writer, fact: AppliedFact<EntityDescribed>): void {
  const { body } = fact
  upsert(tx, 'entity_profile', 'entity_id', fact.stream.entityId, fact, {
    name: body.name, kind: body.kind, country: body.country, chart: body.chart, currency: body.currency,
    registration: body.registration ?? null, vat_number: body.vatNumber ?? null, address: body.address ?? null,
    demonstration: body.demonstration ? 1 : 0,
  })
  if (body.kind === 'headquarters') rollupFounded(tx, fact.stream.entityId)
  rollupTouched(tx, fact.stream.entityId)
}

export function applyAccountRecorded(tx: Writer, fact: AppliedFact<AccountRecorded>): void {
  const { number, label, closedOn } = fact.body
  upsertReferenced(tx, 'account', 'account', number, fact, { number, label, closed_on: closedOn ?? null })
  // In both charts a result is carried over to an account of class 1: where one opens, it may go elsewhere from now on.
  if (number.startsWith('1')) rollupTouched(tx, fact.stream.entityId)
}

export function applyJournalRecorded(tx: Writer, fact: AppliedFact<JournalRecorded>): void {
  const { code, label, kind, closedOn } = fact.body
  upsertReferenced(tx, 'journal', 'journal', code, fact, { code, label, kind, closed_on: closedOn ?? null })
}

export function applyPartyRecorded(tx: Writer, fact: AppliedFact<PartyRecorded>): void {
  const { body } = fact
  upsertReferenced(tx, 'party', 'party', body.code, fact, {
    code: body.code, name: body.name, kind: body.kind, vat_number: body.vatNumber ?? null, iban: body.iban ?? null,
    email: body.email ?? null, address: body.address ?? null, closed_on: body.closedOn ?? null,
  })
}

export function applyAxisValueRecorded(tx: Writer, fact: AppliedFact<AxisValueRecorded>): void {
  const { axis, code, label, closedOn } = fact.body
  upsertReferenced(tx, 'axis_value', axis, code, fact, { axis, code, label, closed_on: closedOn ?? null })
}
