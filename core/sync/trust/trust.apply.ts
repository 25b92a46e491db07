import { adviceRightsChanged } from '../../advising/advising.apply.ts'
import type { AppliedFact } from '../../chain/fact.ts'
import { headquartersLetter, OWN_HEADQUARTERS_LETTER } from '../../chain/stream.apply.ts'
import type { SqlValue, Writer } from '../../context.ts'
import { sequenceOf } from '../../kernel/ids.ts'
import type { Appliers } from '../../ledger/ledger.apply.ts'
import { rollupTouched } from '../../ledger/rollup.apply.ts'
import { rightsChanged } from '../../ledger/set-aside.apply.ts'
import { tell } from '../history/notice.apply.ts'
import type { AccessGranted, AccessRevoked, ChartPublished, EntityAttached, KeyRotated, OfficeRecorded, ParametersPublished, RootStated, SyncFacts } from '../sync-facts.ts'
import { workingKeys } from './trust.ts'
import { currentRoot, trustView } from './trust.query.ts'

/** What the connection remembers of trust is read again. */
function forget(tx: Writer): void {
  tx.memory.delete('trust')
  tx.changed('trust')
}

/** Only one entity changed: the others, thousands at headquarters, stay remembered. */
function forgetEntity(tx: Writer, fact: AppliedFact): void {
  const known = tx.memory.get('trust') as { readonly entities: Map<string, unknown> } | undefined
  known?.entities.delete(fact.stream.entity)
  tx.changed('trust')
}

/** Writes a whole record unless a later one stands there: logical time, then author. */
function keepLatest(tx: Writer, table: string, keys: readonly string[], values: Readonly<Record<string, SqlValue>>, fact: AppliedFact): void {
  const all: Record<string, SqlValue> = { ...values, logical_time: fact.logicalTime, author: fact.stream.author }
  const columns = Object.keys(all)
  const updates = columns.filter((column) => !keys.includes(column)).map((column) => `${column} = excluded.${column}`)
  tx.write(
    `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')}) ON CONFLICT (${keys.join(', ')}) DO UPDATE SET ${updates.join(', ')}
     WHERE (excluded.logical_time, excluded.author) > (${table}.logical_time, ${table}.author)`,
  ).run(...Object.values(all))
}

function addKeys(tx: Writer, fact: AppliedFact, author: string, fromSequence: number, keys: { readonly signingKey: string; readonly sealingKey: string }): void {
  tx.write('INSERT INTO access_key (entity_id, author, from_sequence, signing_key, sealing_key, fact_id) VALUES (?, ?, ?, ?, ?, ?)').run(
    fact.stream.entityId, author, fromSequence, keys.signingKey, keys.sealingKey, fact.id,
  )
  forgetEntity(tx, fact)
}

function applyAccessGranted(tx: Writer, fact: AppliedFact<AccessGranted>): void {
  const { body } = fact
  addKeys(tx, fact, body.author, body.fromSequence ?? 1, body)
  // One author of headquarters after another may grant the same person: the latest stands; of two at one time, the higher place.
  tx.write(
    `INSERT INTO access (entity_id, author, role, person, email, device, office, logical_time) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (entity_id, author) DO UPDATE SET role = excluded.role, person = excluded.person, email = excluded.email, device = excluded.device,
       office = excluded.office, logical_time = excluded.logical_time
     WHERE (excluded.logical_time, excluded.role, excluded.person, excluded.device) > (access.logical_time, access.role, access.person, access.device)`,
  ).run(fact.stream.entityId, body.author, body.role, body.person.name, body.person.email ?? null, body.device, body.office ?? null, fact.logicalTime)
  rightsChanged(tx, fact.stream.entityId)
  adviceRightsChanged(tx, fact.stream.entityId, body.author)
  tellPorteur(tx, fact, body, true)
  tellExpired(tx, fact)
}

/** New trust by a root that should have been renewed is taken, and told: what was signed before stays good without a word. */
function tellExpired(tx: Writer, fact: AppliedFact): void {
  const root = fact.stream.author === tx.ports.author ? undefined : currentRoot(tx)
  if (root && root.expiresOn <= tx.ports.today()) tell(tx, fact.stream.entityId, { code: 'root_expired', headquarters: root.name, expiresOn: root.expiresOn })
}

/** Who keeps these books learns who else reads them; headquarters decided it, an office knows it. */
function tellPorteur(tx: Writer, fact: AppliedFact, about: { readonly author: string }, reads: boolean): void {
  const entityId = fact.stream.entityId
  const own = tx.read("SELECT 1 FROM access WHERE entity_id = ? AND author = ? AND role <> 'adviser'").get(entityId, tx.ports.author)
  if (!own || fact.stream.author === tx.ports.author || about.author === tx.ports.author) return
  const adviser = tx.read<{ person: string; office: string }>("SELECT person, office FROM access WHERE entity_id = ? AND author = ? AND role = 'adviser'").get(entityId, about.author)
  if (adviser) tell(tx, entityId, reads ? { code: 'office_reads', ...adviser } : { code: 'office_reads_no_more', ...adviser })
}

/** A revoked device wrote more than headquarters lets count: whoever held these facts enters again what was right. */
function tellOfMore(tx: Writer, fact: AppliedFact<AccessRevoked>): void {
  const { author, lastSequence } = fact.body
  const { entityId } = fact.stream
  const row = tx
    .read<{ device: string; to: number | null }>('SELECT device, (SELECT MAX(sequence) FROM fact WHERE id > stream.id << 32 AND id < (stream.id + 1) << 32) AS "to" FROM stream WHERE entity_id = ? AND author = ?')
    .get(entityId, author)
  const to = row?.to ?? 0
  // Headquarters that takes other keys ends the old ones, and goes on in the same stream.
  if (row && to > lastSequence && author !== fact.stream.author) tell(tx, entityId, { code: 'revoked_facts_here', device: row.device, from: lastSequence + 1, to })
}

function applyAccessRevoked(tx: Writer, fact: AppliedFact<AccessRevoked>): void {
  const { author, lastSequence, reason } = fact.body
  tx.write('INSERT INTO access_revoked (entity_id, author, last_sequence, reason, fact_id) VALUES (?, ?, ?, ?, ?)').run(fact.stream.entityId, author, lastSequence, reason, fact.id)
  forgetEntity(tx, fact)
  tellPorteur(tx, fact, fact.body, false)
  rightsChanged(tx, fact.stream.entityId)
  adviceRightsChanged(tx, fact.stream.entityId, author)
  tellOfMore(tx, fact)
}

function applyKeyRotated(tx: Writer, fact: AppliedFact<KeyRotated>): void {
  addKeys(tx, fact, fact.stream.author, sequenceOf(fact.id) + 1, fact.body)
}

function applyEntityAttached(tx: Writer, fact: AppliedFact<EntityAttached>): void {
  const { legalEntity, on, reason } = fact.body
  tx.write('INSERT INTO entity_attachment (entity_id, on_date, legal_uid, reason, fact_id) VALUES (?, ?, ?, ?, ?)').run(fact.stream.entityId, on, legalEntity, reason ?? null, fact.id)
  rollupTouched(tx, fact.stream.entityId)
  tx.changed('trust')
}

function applyRootStated(tx: Writer, fact: AppliedFact<RootStated>): void {
  tx.write('INSERT INTO root_statement (fact_id, entity_id, version) VALUES (?, ?, ?)').run(fact.id, fact.stream.entityId, fact.body.statement.version)
  forget(tx)
  noteOwnLetter(tx)
}

/** The letter of this machine of headquarters follows from the root alone, so that two that never met take different ones. */
function noteOwnLetter(tx: Writer): void {
  const authors = [...new Set(workingKeys(trustView(tx)).map((key) => key.author))]
  const rank = authors.indexOf(tx.ports.author)
  if (rank < 0) return
  tx.write('INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value').run(OWN_HEADQUARTERS_LETTER, headquartersLetter(rank))
}

function applyOfficeRecorded(tx: Writer, fact: AppliedFact<OfficeRecorded>): void {
  const { code, name, email, address, closedOn } = fact.body
  const values = { code, federation_id: fact.stream.entityId, name, email: email ?? null, address: address ?? null, closed_on: closedOn ?? null }
  keepLatest(tx, 'office', ['federation_id', 'code'], values, fact)
  tx.changed('trust')
}

function applyParametersPublished(tx: Writer, fact: AppliedFact<ParametersPublished>): void {
  const { name, validFrom, content, note } = fact.body
  keepLatest(tx, 'parameters', ['name', 'valid_from'], { name, valid_from: validFrom, content: JSON.stringify(content), note: note ?? null }, fact)
  tx.changed('parameters')
}

function applyChartPublished(tx: Writer, fact: AppliedFact<ChartPublished>): void {
  const { chart, edition, content } = fact.body
  keepLatest(tx, 'published_chart', ['chart'], { chart, edition, content: JSON.stringify(content) }, fact)
  // Charts are read into the books of every entity that follows them.
  for (const key of tx.memory.keys()) if (/^(?:books|chart|chart-of):/u.test(key)) tx.memory.delete(key)
  tx.changed('ledger')
}

/** Who writes the rows of each kind of fact of trust, local or taken from a pli alike. */
export const SYNC_APPLIERS: Appliers<SyncFacts> = {
  AccessGranted: applyAccessGranted,
  AccessRevoked: applyAccessRevoked,
  KeyRotated: applyKeyRotated,
  EntityAttached: applyEntityAttached,
  RootStated: applyRootStated,
  OfficeRecorded: applyOfficeRecorded,
  ParametersPublished: applyParametersPublished,
  ChartPublished: applyChartPublished,
}
