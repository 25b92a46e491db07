import type { AppliedFact } from '../chain/fact.ts'
import { referenceTo } from '../chain/reference.apply.ts'
import type { Writer } from '../context.ts'
import type { FactId } from '../kernel/ids.ts'
import { findFact } from './fact-name.query.ts'
import type { DocumentAttached, LinesMatched, MatchUndone } from './ledger-facts.ts'
import { type ClaimedLines, supersededMatches } from './match-order.ts'
import { comesBefore } from './meeting.query.ts'
import { tellOfBooks } from './notice.apply.ts'

interface LineId { readonly entryId: FactId; readonly line: number }

const CLAIM = 'INSERT INTO line_match (entry_id, line_no, match_id) VALUES (?, ?, ?)'

/** Accounts where matches name the same lines, or one that had some was undone: put in order once, when all is settled. */
function contested(tx: Writer): Map<number, number> {
  let accounts = tx.memory.get('contested') as Map<number, number> | undefined
  if (!accounts) tx.memory.set('contested', (accounts = new Map()))
  return accounts
}

/** Matches lines that are free; where another match has one of them, who keeps it is decided when all is settled. */
export function applyLinesMatched(tx: Writer, fact: AppliedFact<LinesMatched>): void {
  const { body } = fact
  const entity = fact.stream.entityId
  const account = referenceTo(tx, entity, 'account', body.account)
  const lines = body.lines.map((line): LineId => ({ entryId: findFact(tx, entity, line), line: line.line }))
  const taken = tx.read('SELECT 1 FROM line_match WHERE entry_id = ? AND line_no = ?')
  const free = lines.every(({ entryId, line }) => taken.get(entryId, line) === undefined)
  tx.write('INSERT INTO match_group (id, account_id, code, matched_on, rest_cents, superseded) VALUES (?, ?, ?, ?, ?, ?)').run(
    fact.id, account, body.code, body.on ?? null, body.restCents, free ? 0 : 1,
  )
  if (!free) contested(tx).set(account, entity)
  else for (const { entryId, line } of lines) tx.write(CLAIM).run(entryId, line, fact.id)
}

/** Frees the lines of a match; the mark is of the first who undid it. */
export function applyMatchUndone(tx: Writer, fact: AppliedFact<MatchUndone>): void {
  const entity = fact.stream.entityId
  const match = findFact(tx, entity, fact.body.match)
  const group = tx.read<{ account: number; undone: number | null }>('SELECT account_id AS account, undone_by AS undone FROM match_group WHERE id = ?').get(match)
  if (!group || (group.undone !== null && !comesBefore(tx, fact, group.undone))) return
  tx.write('UPDATE match_group SET undone_by = ?, superseded = 0 WHERE id = ?').run(fact.id, match)
  if (group.undone !== null) return
  tx.write('DELETE FROM line_match WHERE match_id = ?').run(match)
  if (tx.read('SELECT 1 FROM match_group WHERE account_id = ? AND superseded = 1 LIMIT 1').get(group.account)) contested(tx).set(group.account, entity)
}

/** Puts in order the matches of the accounts where they met. */
export function settleMatches(tx: Writer): void {
  const accounts = contested(tx)
  for (const [account, entity] of accounts) orderMatches(tx, entity, account)
  accounts.clear()
}

const GROUPS = `SELECT match_group.id, superseded, fact.body FROM match_group JOIN fact ON fact.id = match_group.id JOIN stream ON stream.id = fact.stream_id
  WHERE account_id = ? AND undone_by IS NULL ORDER BY fact.logical_time, author, fact.id`

interface Group extends ClaimedLines { readonly wasAside: boolean; readonly own: readonly LineId[]; readonly code: string }

/** Who keeps which lines when matches overlap; the answer does not depend on which came first. */
function orderMatches(tx: Writer, entity: number, account: number): void {
  const groups = tx.read<{ id: number; superseded: number; body: string }>(GROUPS).all(account).map(({ id, superseded, body }): Group => {
    const match = JSON.parse(body) as LinesMatched
    const own = match.lines.map((line): LineId => ({ entryId: findFact(tx, entity, line), line: line.line }))
    return { id, wasAside: superseded === 1, own, code: match.code, lines: own.map(({ entryId, line }) => `${entryId}:${line}`) }
  })
  const before = supersededMatches(groups)
  const codes = new Map(groups.map((group) => [group.id, group.code]))
  for (const group of groups) {
    const by = before.get(group.id)
    if (by === undefined) continue
    if (!group.wasAside) {
      tx.write('UPDATE match_group SET superseded = 1 WHERE id = ?').run(group.id)
      tx.write('DELETE FROM line_match WHERE match_id = ?').run(group.id)
    }
    const number = tx.read<{ code: string }>('SELECT code FROM reference WHERE id = ?').get(account)?.code ?? ''
    tellOfBooks(tx, entity, { code: 'match_superseded', account: number, match: group.code, kept: codes.get(by) ?? '', lines: group.own.length })
  }
  for (const group of groups) {
    if (before.has(group.id) || !group.wasAside) continue
    tx.write('UPDATE match_group SET superseded = 0 WHERE id = ?').run(group.id)
    for (const { entryId, line } of group.own) tx.write(CLAIM).run(entryId, line, group.id)
  }
}

/** The bytes may come later, or never: the fact stands without them. */
export function applyDocumentAttached(tx: Writer, fact: AppliedFact<DocumentAttached>): void {
  const { body } = fact
  tx.write('INSERT INTO entry_document (id, entry_id, hash, name, media_type, size_bytes) VALUES (?, ?, ?, ?, ?, ?)').run(
    fact.id, findFact(tx, fact.stream.entityId, body.entry), body.hash, body.name, body.mediaType, body.sizeBytes,
  )
}
