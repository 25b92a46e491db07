import { ownHead } from '../chain/append-fact.command.ts'
import type { Context, Outcome, Writer } from '../context.ts'
import type { CalendarDate } from '../kernel/calendar-date.ts'
import { type Cents, cents } from '../kernel/money.ts'
import { err, ok } from '../kernel/result.ts'
import { nameFact } from './fact-name.query.ts'
import { decideMatch, type MatchableLine, nextMatchCode } from './match.ts'
import { recordFact } from './record-fact.command.ts'
import type { FactId } from '../kernel/ids.ts'

export interface LineName {
  readonly entryId: number
  readonly line: number
}

const LINE = `SELECT line.entry_id AS entryId, line.line_no AS line, account.code AS account, party.code AS party,
  debit_cents AS debitCents, credit_cents AS creditCents, match_group.code AS match
  FROM line JOIN entry ON entry.id = line.entry_id JOIN reference AS account ON account.id = line.account_id
  LEFT JOIN reference AS party ON party.id = line.party_id
  LEFT JOIN line_match ON line_match.entry_id = line.entry_id AND line_match.line_no = line.line_no LEFT JOIN match_group ON match_group.id = match_id
  WHERE line.entry_id = ? AND line.line_no = ? AND entry.entity_id = ?`

/** Matches lines that settle one another (lettrage). Answers the code given to them. */
export function matchLines(ctx: Context, entityId: number, lines: readonly LineName[], acceptRest = false): Outcome<{ readonly match: string }> {
  return ctx.write((tx) => bookMatch(tx, entityId, lines, { acceptRest, on: tx.ports.today() }))
}

/**
 * Matches lines of one account and party inside the transaction under way; a rest is refused (`match_unbalanced`) unless accepted, and then
 * shown by small letters.
 */
export function bookMatch(
  tx: Writer, entityId: number, names: readonly LineName[], how: { acceptRest: boolean; on?: CalendarDate | undefined; code?: string | undefined },
): Outcome<{ readonly match: string }> {
  const read = tx.read<MatchableLine>(LINE)
  const lines: MatchableLine[] = []
  for (const name of names) {
    const line = read.get(name.entryId, name.line, entityId)
    if (!line) return err([{ code: 'line_unknown', ...name }])
    lines.push(line)
  }
  const decision = decideMatch(lines, how.acceptRest)
  if (!decision.ok) return decision
  const { account, restCents } = decision.value
  const code = how.code ?? codeFor(tx, entityId, account, restCents)
  recordFact(tx, entityId, 'LinesMatched', {
    account, code, ...(how.on === undefined ? {} : { on: how.on }), restCents: cents(restCents) as Cents,
    lines: lines.map((line) => ({ ...nameFact(tx, line.entryId as FactId), line: line.line })),
  })
  return ok({ match: code })
}

const LAST_CODE = `SELECT substr(match_group.code, length(?) + 1) AS letters FROM match_group JOIN reference ON reference.id = account_id
  WHERE reference.entity_id = ? AND reference.kind = 'account' AND reference.code = ? AND substr(match_group.code, 1, length(?)) = ? AND letters <> '' AND letters NOT GLOB '*[^A-Za-z]*'
  ORDER BY length(letters) DESC, upper(letters) DESC LIMIT 1`

/** The next code of this machine in an account: like the numbers of entries, codes carry its letter from the second machine on, so that two never give the same. */
function codeFor(tx: Writer, entityId: number, account: string, restCents: number): string {
  const { device } = ownHead(tx, entityId).stream
  const mark = device === 'A' ? '' : `${device}.`
  const last = tx.read<{ letters: string }>(LAST_CODE).get(mark, entityId, account, mark, mark)
  const letters = nextMatchCode(last?.letters)
  return mark + (restCents === 0 ? letters : letters.toLowerCase())
}

/** Undoes a match; its lines are free again, and both facts stay in the chain. */
export function undoMatch(ctx: Context, entityId: number, account: string, match: string): Outcome<null> {
  return ctx.write((tx) => {
    const group = tx
      .read<{ id: FactId }>(
        `SELECT match_group.id FROM match_group JOIN reference ON reference.id = account_id
         WHERE reference.entity_id = ? AND reference.code = ? AND match_group.code = ? AND undone_by IS NULL ORDER BY superseded, match_group.id`,
      )
      .get(entityId, account, match)
    if (!group) return err([{ code: 'match_unknown', match, account }])
    recordFact(tx, entityId, 'MatchUndone', { match: nameFact(tx, group.id) })
    return ok(null)
  })
}
