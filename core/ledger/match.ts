import { err, ok, type Refusal, type Result } from '../kernel/result.ts'

/** A line that a person wants to match with others (lettrage). */
export interface MatchableLine {
  readonly entryId: number
  readonly line: number
  readonly account: string
  readonly party: string | null
  readonly debitCents: number
  readonly creditCents: number
  readonly match: string | null
}

/**
 * Lines settle one another when they are of one account and one party, none is matched already, and their debits
 * equal their credits. `rest` accepts a difference (a part payment), which stays in view as what is still due.
 */
export function decideMatch(lines: readonly MatchableLine[], acceptRest: boolean): Result<{ readonly account: string; readonly restCents: number }, Refusal[]> {
  const first = lines[0]
  if (!first || lines.length < 2) return err([{ code: 'match_too_short', lines: lines.length }])
  const problems: Refusal[] = []
  const accounts = [...new Set(lines.map((line) => line.account))]
  if (accounts.length > 1) problems.push({ code: 'match_several_accounts', accounts })
  const parties = [...new Set(lines.map((line) => line.party).filter((party) => party !== null))]
  if (parties.length > 1) problems.push({ code: 'match_several_parties', parties })
  const taken = lines.find((line) => line.match !== null)
  if (taken) problems.push({ code: 'line_already_matched', match: taken.match })
  const restCents = lines.reduce((sum, line) => sum + line.debitCents - line.creditCents, 0)
  if (restCents !== 0 && !acceptRest) problems.push({ code: 'match_unbalanced', differenceCents: restCents })
  return problems.length > 0 ? err(problems) : ok({ account: first.account, restCents })
}

/** A, B … Z, AA, AB …: the code after `code`; small letters say that a rest is still due. */
export function nextMatchCode(code: string | undefined): string {
  if (!code) return 'AAA'
  const letters = [...code.toUpperCase()]
  for (let at = letters.length - 1; at >= 0; at -= 1) {
    if (letters[at] !== 'Z') {
      letters[at] = String.fromCharCode((letters[at] ?? 'A').charCodeAt(0) + 1)
      return letters.join('')
    }
    letters[at] = 'A'
  }
  return `A${letters.join('')}`
}
