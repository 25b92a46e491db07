import type { AppliedFact } from '../chain/fact.ts'
import { referenceTo } from '../chain/reference.apply.ts'
import type { Writer } from '../context.ts'
import { findFact } from './fact-name.query.ts'
import type { DocumentAttached, LinesMatched, MatchUndone } from './ledger-facts.ts'

export function applyLinesMatched(tx: Writer, fact: AppliedFact<LinesMatched>): void {
  const { body } = fact
  const entity = fact.stream.entityId
  tx.write('INSERT INTO match_group (id, account_id, code, matched_on, rest_cents) VALUES (?, ?, ?, ?, ?)').run(
    fact.id, referenceTo(tx, entity, 'account', body.account), body.code, body.on ?? null, body.restCents,
  )
  const insert = tx.write('INSERT INTO line_match (entry_id, line_no, match_id) VALUES (?, ?, ?)')
  for (const line of body.lines) insert.run(findFact(tx, entity, line), line.line, fact.id)
}

export function applyMatchUndone(tx: Writer, fact: AppliedFact<MatchUndone>): void {
  const match = findFact(tx, fact.stream.entityId, fact.body.match)
  tx.write('UPDATE match_group SET undone_by = ? WHERE id = ?').run(fact.id, match)
  tx.write('DELETE FROM line_match WHERE match_id = ?').run(match)
}

export function applyDocumentAttached(tx: Writer, fact: AppliedFact<DocumentAttached>): void {
  const { body } = fact
  tx.write('INSERT INTO entry_document (id, entry_id, hash, name, media_type, size_bytes) VALUES (?, ?, ?, ?, ?, ?)').run(
    fact.id, findFact(tx, fact.stream.entityId, body.entry), body.hash, body.name, body.mediaType, body.sizeBytes,
  )
}
