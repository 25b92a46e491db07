import { isAdviceAside } from '../advising/advice-rights.query.ts'
import { streams } from '../chain/chain.query.ts'
import type { AppliedFact, StoredFact, Stream } from '../chain/fact.ts'
import { report, verifyChain } from '../chain/verify-chain.query.ts'
import type { Context, Reader, SqlValue, Writer } from '../context.ts'
import { applyFact, FACT_KINDS, settleApplied } from '../facts.ts'
import { ok, type Refusal } from '../kernel/result.ts'
import { checkHeld, checkMoves, checkPairs, checkPlaces } from '../ledger/verify-meeting.query.ts'
import { checkBalances, checkDocuments, checkNumbers, entryCheck } from '../ledger/verify-books.query.ts'
import { checkRollup } from '../ledger/verify-rollup.query.ts'
import { streamOf } from '../kernel/ids.ts'
import { checkHeads } from './verify-heads.query.ts'

export interface Verification {
  readonly ok: boolean
  readonly facts: number
  readonly entries: number
  /** What does not agree, each with its place. */
  readonly problems: readonly Refusal[]
}

/** Tables that a replay of the other facts rebuilds, with their keys; entries and lines are compared letter for letter instead. */
const REBUILT: Readonly<Record<string, string>> = {
  office: 'federation_id, code',
  access: 'entity_id, author', access_key: 'entity_id, author, from_sequence, fact_id', access_revoked: 'entity_id, author, fact_id',
  entity_attachment: 'entity_id, on_date, fact_id', root_statement: 'entity_id, version', parameters: 'name, valid_from', published_chart: 'chart',
  entity_profile: 'entity_id', account: 'id', journal: 'id', party: 'id', axis_value: 'id', fiscal_year: 'id',
  closing: 'id', closing_position: 'closing_id, stream_id', match_group: 'id', line_match: 'entry_id, line_no', entry_document: 'id',
  note: 'entity_id, id', appointment: 'entity_id, id', proposal: 'id', proposal_answer: 'id',
}

/**
 * Proves the books against their chain. Always: every hash, every kept balance, every number, every table and
 * trigger. `full` adds: each entry written again from its rows and compared with its fact, every other table
 * rebuilt by a replay and compared row by row, every signed head checked again, every document hashed again, SQLite's own check of the file.
 */
export function verify(reader: Reader, full: boolean): Verification {
  const problems: Refusal[] = []
  const scratch = reader.ports.openScratch()
  try {
    compareSchemas(reader, scratch.ctx, problems)
    // A table that has lost a column, or an index, cannot be read by what follows; its name is what to say.
    if (problems.some(({ code, name }) => code !== 'schema_foreign' && /^(?:table|index) /u.test(String(name)))) return { ok: false, facts: 0, entries: 0, problems }
    return verifyRows(reader, scratch.ctx, full, problems)
  } finally {
    scratch.close()
  }
}

function verifyRows(reader: Reader, scratch: Context, full: boolean, problems: Refusal[]): Verification {
  const entries = full ? entryCheck(reader, problems) : undefined
  const others: StoredFact[] = []
  let [facts, counted] = [0, 0]
  survive(problems, () => {
    const chain = verifyChain(reader, (page) => {
      entries?.visit(page)
      if (full) for (const fact of page) if (fact.kind !== 'EntryPosted') others.push(fact)
    })
    problems.unshift(...chain.problems)
    facts = chain.facts
  })
  survive(problems, () => {
    counted = entries?.finish() ?? reader.read<{ count: number }>('SELECT COUNT(*) AS count FROM entry').get()?.count ?? 0
  })
  survive(problems, () => checkBalances(reader, problems))
  survive(problems, () => checkNumbers(reader, problems))
  survive(problems, () => checkMoves(reader, problems))
  survive(problems, () => checkRollup(reader, problems))
  if (full) {
    survive(problems, () => checkPlaces(reader, problems))
    survive(problems, () => checkHeld(reader, problems))
    survive(problems, () => checkHeads(reader, problems))
    survive(problems, () => checkPairs(reader, problems))
    survive(problems, () => replay(reader, scratch, others, problems))
    for (const [table, key] of Object.entries(REBUILT)) survive(problems, () => compareTable(reader, scratch, table, key, problems))
    survive(problems, () => checkDocuments(reader, problems))
    survive(problems, () => checkFile(reader, problems))
  }
  return { ok: problems.length === 0, facts, entries: counted, problems }
}

/** What SQLite says of pages and rows that no longer make sense. A disk that fails or a busy file is another matter, and throws. */
const DAMAGE = /^SQLITE_(?:CORRUPT|NOTADB|FORMAT|ERROR|MISMATCH|CONSTRAINT)/u

/** Runs one check; where the damage is such that it cannot be read to its end, that is what it found. */
function survive(problems: Refusal[], check: () => void): void {
  try {
    check()
  } catch (error) {
    if (!DAMAGE.test(String((error as { readonly code?: unknown } | null)?.code))) throw error
    report(problems, { code: 'file_damaged', detail: (error as Error).message })
  }
}

const SCHEMA = `SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' AND name <> 'migration' ORDER BY name`

/** A missing or changed table, index or trigger is a fault even while every row is right. */
function compareSchemas(reader: Reader, scratch: Reader, problems: Refusal[]): void {
  const read = (from: Reader): Map<string, string> =>
    new Map(from.read<{ type: string; name: string; sql: string }>(SCHEMA).all().map((row) => [`${row.type} ${row.name}`, row.sql]))
  const [here, right] = [read(reader), read(scratch)]
  for (const [name, sql] of right) {
    if (!here.has(name)) report(problems, { code: 'schema_missing', name })
    else if (here.get(name) !== sql) report(problems, { code: 'schema_changed', name })
  }
  for (const name of here.keys()) if (!right.has(name)) report(problems, { code: 'schema_foreign', name })
}

/** What names another fact comes after it, whatever clocks said; everything else in the order all workspaces share: logical time, author, sequence. */
const PHASES: readonly (readonly string[])[] = [['FiscalYearOpened'], ['PeriodClosed'], ['PeriodReopened'], [], ['LinesMatched'], ['MatchUndone'], ['DocumentAttached']]

function phaseOf(kind: string): number {
  const phase = PHASES.findIndex((kinds) => kinds.includes(kind))
  return phase < 0 ? PHASES.length : phase
}

/**
 * Applies facts other than entries in a scratch workspace that knows the same entities, streams and codes under the same numbers. What is
 * held waits there too.
 */
export function replay(reader: Reader, scratch: Context, facts: readonly StoredFact[], problems: Refusal[]): void {
  const byId = new Map(streams(reader).map((stream) => [stream.id, stream]))
  const held = new Set(reader.read<{ id: number }>('SELECT id FROM held_fact').all().map((row) => row.id))
  const authorOf = (fact: StoredFact): string => byId.get(streamOf(fact.id))?.author ?? ''
  const ordered = facts.map((fact) => ({ fact, phase: phaseOf(fact.kind), author: authorOf(fact) }))
    .sort((a, b) => a.phase - b.phase || a.fact.logicalTime - b.fact.logicalTime || (a.author < b.author ? -1 : a.author > b.author ? 1 : a.fact.id - b.fact.id))
  scratch.write((tx) => {
    for (const table of ['entity', 'stream', 'reference']) copyTable(reader, tx, table, problems)
    tx.write('DROP TRIGGER IF EXISTS fact_follows').run()
    const keep = tx.write('INSERT INTO fact (id, logical_time, kind, version, body, hash) VALUES (?, ?, ?, ?, ?, unhex(?))')
    for (const { fact, phase } of ordered) {
      // Whose order decides is looked up again: who undid or reopened first, who keeps matched lines.
      if (phase < PHASES.length) keep.run(fact.id, fact.logicalTime, fact.kind, fact.version, fact.body, fact.hash)
      const stream = byId.get(streamOf(fact.id))
      if (!held.has(fact.id) && !(stream && isAdviceAside(reader, { ...fact, stream }))) applyStored(tx, fact, byId, problems)
    }
    settleApplied(tx)
    return ok(null)
  })
}

function applyStored(tx: Writer, fact: StoredFact, byId: ReadonlyMap<number, Stream>, problems: Refusal[]): void {
  const stream = byId.get(streamOf(fact.id))
  if (!stream) return
  if (!FACT_KINDS.includes(fact.kind)) {
    report(problems, { code: 'fact_unknown_kind', kind: fact.kind, factId: fact.id })
    return
  }
  try {
    const applied: AppliedFact = { id: fact.id, stream, logicalTime: fact.logicalTime, kind: fact.kind, version: fact.version, body: JSON.parse(fact.body) }
    applyFact(tx, applied)
  } catch {
    // An altered fact may no longer be readable; its hash is reported already, and this names it too.
    report(problems, { code: 'fact_unreadable', kind: fact.kind, factId: fact.id })
  }
}

function copyTable(reader: Reader, tx: Writer, table: string, problems: Refusal[]): void {
  const rows = reader.read<Record<string, SqlValue>>(`SELECT * FROM ${table}`).all()
  for (const row of rows) {
    const columns = Object.keys(row)
    try {
      tx.write(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`).run(...Object.values(row))
    } catch {
      // A row that the schema itself refuses was altered behind the program's back.
      report(problems, { code: 'row_altered', table, row: String(row['id']) })
    }
  }
}

function compareTable(reader: Reader, scratch: Reader, table: string, key: string, problems: Refusal[]): void {
  const sql = `SELECT * FROM ${table} ORDER BY ${key}`
  const keys = key.split(', ')
  const rowsOf = (from: Reader): Map<string, string> =>
    new Map(from.read<Record<string, SqlValue>>(sql).all().map((row) => [keys.map((each) => String(row[each])).join(':'), JSON.stringify(row)]))
  const [here, right] = [rowsOf(reader), rowsOf(scratch)]
  for (const [row, text] of right) {
    if (!here.has(row)) report(problems, { code: 'row_missing', table, row })
    else if (here.get(row) !== text) report(problems, { code: 'row_altered', table, row })
  }
  for (const row of here.keys()) if (!right.has(row)) report(problems, { code: 'row_without_fact', table, row })
}

/** SQLite's own check finds what no row shows: a page out of place, an index that disagrees with its table. */
function checkFile(reader: Reader, problems: Refusal[]): void {
  for (const row of reader.read<{ integrity_check: string }>('PRAGMA integrity_check(20)').all()) {
    if (row.integrity_check !== 'ok') report(problems, { code: 'file_damaged', detail: row.integrity_check })
  }
  if (reader.read('PRAGMA foreign_key_check').all().length > 0) report(problems, { code: 'foreign_key_broken' })
}
