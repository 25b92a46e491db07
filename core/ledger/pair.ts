import type { EntityId } from '../kernel/ids.ts'
import { err, ok, type Refusal, type Result } from '../kernel/result.ts'
import { type Chart, playsRole } from './chart.ts'
import type { ProposedEntry, ProposedLine } from './entry.ts'

/** The books of one side of a pair. */
export interface PairBooks {
  readonly uid: EntityId
  readonly code: string
  readonly kind: 'entity' | 'headquarters'
  readonly chart: Chart
  readonly journal: string
}

/** What both sides of a flow say alike. */
export interface PairHead {
  readonly date: string
  readonly label: string
  readonly documentRef?: string | undefined
}

export interface PairEntries {
  readonly first: ProposedEntry
  readonly second: ProposedEntry
}

/** The account of the compte interne in these books: the Activité's own, or its mirror in headquarters' books. */
export function internalAccount(chart: Chart, kind: PairBooks['kind']): string {
  const [own = '', mirror = own] = chart.roles['internal_account'] ?? []
  return kind === 'headquarters' ? mirror : own
}

/** What is lacking for the lines to balance, debit positive: the amount of the line that the compte interne fills. */
export function shortOf(lines: readonly ProposedLine[]): number {
  return lines.reduce((sum, line) => sum + line.creditCents - line.debitCents, 0)
}

/** A line of the compte interne that carries the pair, debit positive. */
function internalLine(books: PairBooks, cents: number, pair: string, other: EntityId): ProposedLine {
  return { account: internalAccount(books.chart, books.kind), debitCents: Math.max(cents, 0), creditCents: Math.max(-cents, 0), pair: { id: pair, with: other } }
}

function checkLines(books: PairBooks, lines: readonly ProposedLine[]): Refusal[] {
  if (internalAccount(books.chart, books.kind) === '') return [{ code: 'pair_account_missing', entity: books.code }]
  return lines.flatMap((line, at): Refusal[] => (playsRole(books.chart, line.account, 'internal_account') ? [{ code: 'pair_internal_line', entity: books.code, account: line.account, at: at + 1 }] : []))
}

/**
 * One half: the lines that a side brings, and the compte interne that balances them. Refusals: `pair_internal_line` (a line already on
 * the compte interne), `pair_nothing` (the lines balance alone), `pair_account_missing`.
 */
export function halfEntry(books: PairBooks, head: PairHead, lines: readonly ProposedLine[], pair: string, other: EntityId): Result<ProposedEntry, Refusal[]> {
  const problems = checkLines(books, lines)
  const short = shortOf(lines)
  if (problems.length === 0 && short === 0) problems.push({ code: 'pair_nothing', entity: books.code })
  if (problems.length > 0) return err(problems)
  return ok({ ...head, journal: books.journal, lines: [...lines, internalLine(books, short, pair, other)] })
}

/**
 * Both halves of a flow: each side is short by the same amount, one of a debit and the other of a credit, and comes to nothing with the
 * other. Refusals: those of a half, `pair_same_books`, `pair_sides_differ` with what each side lacks.
 */
export function pairEntries(first: PairBooks, firstLines: readonly ProposedLine[], second: PairBooks, secondLines: readonly ProposedLine[], head: PairHead, pair: string): Result<PairEntries, Refusal[]> {
  if (first.uid === second.uid) return err([{ code: 'pair_same_books', entity: first.code }])
  const [one, other] = [halfEntry(first, head, firstLines, pair, second.uid), halfEntry(second, head, secondLines, pair, first.uid)]
  if (!one.ok || !other.ok) return err([...(one.ok ? [] : one.error), ...(other.ok ? [] : other.error)])
  const [firstCents, secondCents] = [shortOf(firstLines), shortOf(secondLines)]
  if (firstCents + secondCents !== 0) {
    return err([{ code: 'pair_sides_differ', first: first.code, firstCents, second: second.code, secondCents, differenceCents: firstCents + secondCents }])
  }
  return ok({ first: one.value, second: other.value })
}

/** The transit of an amount between two comptes internes, when no other account is named: money waiting to be told what it is for. */
export function transferLines(cents: number, account: string): ProposedLine[] {
  return [{ account, debitCents: Math.max(-cents, 0), creditCents: Math.max(cents, 0) }]
}

/**
 * An Activité moves from one legal person to another: what headquarters kept for it in the books it leaves (`mirrorCents`, debit positive,
 * usually a credit) is kept from now on in those it enters, and the one owes it to the other. Two pairs, each of which comes to nothing.
 */
export function moveEntries(left: PairBooks, entered: PairBooks, moved: EntityId, mirrorCents: number, head: PairHead, pairs: { readonly mirror: string; readonly between: string }): PairEntries {
  const side = (books: PairBooks, other: PairBooks, cents: number): ProposedEntry => ({
    ...head, journal: books.journal,
    lines: [internalLine(books, cents, pairs.mirror, moved), internalLine(books, -cents, pairs.between, other.uid)],
  })
  return { first: side(left, entered, -mirrorCents), second: side(entered, left, mirrorCents) }
}
