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

const PUT_ASIDE = 'SELECT 1 FROM match_group WHERE account_id = ? AND superseded_by IS NOT NULL LIMIT 1'

/** Matches lines that are free; where matches name the same lines, all those of the account are put in their common order. */
export function applyLinesMatched(tx: Writer, fact: AppliedFact<LinesMatched>): void {
  const { body } = fact
  const entity = fact.stream.entityId
  const account = referenceTo(tx, entity, 'account', body.account)
  tx.write('INSERT INTO match_group (id, account_id, code, matched_on, rest_cents) VALUES (?, ?, ?, ?, ?)').run(fact.id, account, body.code, body.on ?? null, body.restCents)
  const lines = body.lines.map((line): LineId => ({ entryId: findFact(tx, entity, line), line: line.line }))
  const taken = tx.read('SELECT 1 FROM line_match WHERE entry_id = ? AND line_no = ?')
  const contested = lines.some(({ entryId, line }) => taken.get(entryId, line) !== undefined) || tx.read(PUT_ASIDE).get(account) !== undefined
  if (contested) orderMatches(tx, entity, account)
  else for (const { entryId, line } of lines) tx.write(CLAIM).run(entryId, line, fact.id)
}

/** Frees the lines of a match; the mark is of the first who undid it. */
export function applyMatchUndone(tx: Writer, fact: AppliedFact<MatchUndone>): void {
  const entity = fact.stream.entityId
  const match = findFact(tx, entity, fact.body.match)
  const group = tx.read<{ account: number; undone: number | null }>('SELECT account_id AS account, undone_by AS undone FROM match_group WHERE id = ?').get(match)
  if (!group || (group.undone !== null && !comesBefore(tx, fact, group.undone))) return
  tx.write('UPDATE match_group SET undone_by = ?, superseded_by = NULL WHERE id = ?').run(fact.id, match)
  if (group.undone !== null) return
  tx.write('DELETE FROM line_match WHERE match_id = ?').run(match)
  if (tx.read(PUT_ASIDE).get(group.account) !== undefined) orderMatches(tx, entity, group.account)
}

const GROUPS = `SELECT match_group.id, superseded_by AS supersededBy, fact.body FROM match_group JOIN fact ON fact.id = match_group.id JOIN stream ON stream.id = fact.stream_id
  WHERE account_id = ? AND undone_by IS NULL ORDER BY fact.logical_time, author, fact.id`

interface Group extends ClaimedLines { readonly supersededBy: number | null; readonly own: readonly LineId[]; readonly code: string }

/** Who keeps which lines when matches overlap; the answer does not depend on which came first. */
function orderMatches(tx: Writer, entity: number, account: number): void {
  const groups = tx.read<{ id: number; supersededBy: number | null; body: string }>(GROUPS).all(account).map(({ id, supersededBy, body }): Group => {
    const match = JSON.parse(body) as LinesMatched
    const own = match.lines.map((line): LineId => ({ entryId: findFact(tx, entity, line), line: line.line }))
    return { id, supersededBy, own, code: match.code, lines: own.map(({ entryId, line }) => `${entryId}:${line}`) }
  })
  const superseded = supersededMatches(groups)
  const wins = groups.filter((group) => !superseded.has(group.id))
  for (const group of groups) {
    const by = superseded.get(group.id)
    if (by === undefined || by === group.supersededBy) continue
    tx.write('UPDATE match_group SET superseded_by = ? WHERE id = ?').run(by, group.id)
    tx.write('DELETE FROM line_match WHERE match_id = ?').run(group.id)
    const number = tx.read<{ code: string }>('SELECT code FROM reference WHERE id = ?').get(account)?.code ?? ''
    const keeper = wins.find((each) => each.id === by)
    tellOfBooks(tx, entity, { code: 'match_superseded', account: number, match: group.code, kept: keeper?.code ?? '', lines: group.own.length })
  }
  const claimed = tx.read('SELECT 1 FROM line_match WHERE match_id = ? LIMIT 1')
  for (const group of wins) {
    if (group.supersededBy !== null) tx.write('UPDATE match_group SET superseded_by = NULL WHERE id = ?').run(group.id)
    if (claimed.get(group.id) === undefined) for (const { entryId, line } of group.own) tx.write(CLAIM).run(entryId, line, group.id)
  }
}

/** The bytes may come later, or never: the fact stands without them. */
export function applyDocumentAttached(tx: Writer, fact: AppliedFact<DocumentAttached>): void {
  const { body } = fact
  tx.write('INSERT INTO entry_document (id, entry_id, hash, name, media_type, size_bytes) VALUES (?, ?, ?, ?, ?, ?)').run(
    fact.id, findFact(tx, fact.stream.entityId, body.entry), body.hash, body.name, body.mediaType, body.sizeBytes,
  )
}
