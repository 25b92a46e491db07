import { assert } from '../kernel/assert.ts'
import { addCents, cents, type Cents, sumCents, ZERO } from '../kernel/money.ts'
import { type Claim, claims, isAccountTerm, type Rubric, type StatementModel, type StatementSection, type TermSide } from './statement-model.ts'

/** Balance of an account, or of one party in an account, debit positive. */
export interface AccountBalance {
  readonly number: string
  readonly balanceCents: Cents
}

export interface StatementRubric {
  readonly code: string
  readonly label: Readonly<Record<string, string>>
  readonly section: StatementSection
  readonly level: number
  readonly kind: 'line' | 'total'
  readonly own: boolean
  readonly deductedFrom: string | null
  readonly amountCents: Cents
  /** Null when no comparison was asked. */
  readonly previousCents: Cents | null
  /** The rubrics it adds up, in the order of its formula: what a screen opens first. */
  readonly parts: readonly { readonly code: string; readonly sign: 1 | -1 }[]
  /** Every account that feeds it, by number, those of its parts included; their sum is the amount, sign aside. */
  readonly accounts: readonly AccountBalance[]
}

export interface StatementCheck {
  readonly rule: 'balances_sum_to_zero' | 'assets_equal_liabilities' | 'result_agrees' | 'every_account_once' | 'opening_agrees'
  readonly ok: boolean
  /** Zero when it holds; for `every_account_once`, what is placed nowhere or twice, and for `opening_agrees` what differs, in absolute amounts. */
  readonly differenceCents: Cents
  /** The accounts at fault, where the rule can name them. */
  readonly accounts: readonly string[]
}

export interface Statement {
  readonly model: string
  readonly edition: string
  readonly rubrics: readonly StatementRubric[]
  readonly checks: readonly StatementCheck[]
}

/**
 * Annual statements out of a balance of accounts, as the law wants them (CDE III.82 and after; PCG).
 *
 * `balances` is the whole balance at the closing day *before* classes 6 and 7 are closed: the result of the year
 * then stands in equity on its own line while it is not appropriated. After the closing entries it gives the
 * balance sheet alone. `previous` is the same for the year before.
 *
 * One row an account, or, in the accounts of third parties, a row for each party: claims and debts are not set off
 * (AR 29-4-2019; C. com. L123-19), so that a customer who paid too much is a debt beside those who owe.
 */
export function computeStatement(model: StatementModel, balances: readonly AccountBalance[], previous?: readonly AccountBalance[]): Statement {
  const now = placeAll(model, balances)
  const before = previous && placeAll(model, previous)
  const rubrics = model.rubrics.map((rubric): StatementRubric => {
    const valued = now.value(rubric.code)
    return {
      code: rubric.code,
      label: rubric.label,
      section: rubric.section,
      level: rubric.level,
      kind: rubric.kind,
      own: rubric.own === true,
      deductedFrom: rubric.deductedFrom ?? null,
      amountCents: valued.amountCents,
      previousCents: before ? before.value(rubric.code).amountCents : null,
      parts: rubric.terms.flatMap((term) => (isAccountTerm(term) ? [] : term.rubrics.map((code) => ({ code, sign: term.sign })))),
      accounts: [...valued.accounts.values()].sort(byNumber),
    }
  })
  return { model: model.id, edition: model.edition, rubrics, checks: checksOf(model, balances, now) }
}

interface Valued {
  readonly amountCents: Cents
  readonly accounts: ReadonlyMap<string, AccountBalance>
}

interface Placement {
  readonly value: (code: string) => Valued
  readonly orphans: readonly AccountBalance[]
  readonly doubles: readonly AccountBalance[]
}

/** Gives every account that has a balance its rubric, then adds the rubrics up. */
function placeAll(model: StatementModel, balances: readonly AccountBalance[]): Placement {
  const index = claimIndex(model)
  const placed = new Map<string, { readonly claim: Claim; readonly account: AccountBalance }[]>()
  const orphans: AccountBalance[] = []
  const doubles: AccountBalance[] = []
  for (const account of balances) {
    if (account.balanceCents === 0 || isUnderOneOf(account.number, model.offBalance)) continue
    const found = claimsFor(index, account)
    if (found.length === 0) orphans.push(account)
    if (found.length > 1) doubles.push(account)
    for (const claim of found) {
      const list = placed.get(claim.rubric.code) ?? []
      placed.set(claim.rubric.code, list)
      list.push({ claim, account })
    }
  }
  const byCode = new Map(model.rubrics.map((rubric) => [rubric.code, rubric]))
  const known = new Map<string, Valued>()
  const value = (code: string): Valued => {
    const before = known.get(code)
    if (before) return before
    const rubric = byCode.get(code)
    assert(rubric, `the model ${model.id} has no rubric ${code}`)
    const valued = addUp(rubric, placed.get(code) ?? [], value)
    known.set(code, valued)
    return valued
  }
  return { value, orphans, doubles }
}

function addUp(rubric: Rubric, own: readonly { readonly claim: Claim; readonly account: AccountBalance }[], value: (code: string) => Valued): Valued {
  const accounts = new Map<string, AccountBalance>()
  let amountCents = ZERO
  for (const { claim, account } of own) {
    amountCents = addCents(amountCents, cents(claim.sign * account.balanceCents))
    addTo(accounts, account)
  }
  for (const term of rubric.terms) {
    if (isAccountTerm(term)) continue
    for (const code of term.rubrics) {
      const part = value(code)
      amountCents = addCents(amountCents, cents(term.sign * part.amountCents))
      for (const account of part.accounts.values()) addTo(accounts, account)
    }
  }
  return { amountCents, accounts }
}

/** An account may come in several rows (a party each) and from several parts (a side each). */
function addTo(accounts: Map<string, AccountBalance>, { number, balanceCents }: AccountBalance): void {
  accounts.set(number, { number, balanceCents: addCents(accounts.get(number)?.balanceCents ?? ZERO, balanceCents) })
}

/** Claims by prefix: the two sides of one prefix may have two homes. */
function claimIndex(model: StatementModel): ReadonlyMap<string, readonly Claim[]> {
  const index = new Map<string, Claim[]>()
  for (const claim of claims(model)) {
    const list = index.get(claim.prefix)
    if (list) list.push(claim)
    else index.set(claim.prefix, [claim])
  }
  return index
}

/** The claims of the longest prefix that takes this account on the side where it stands. */
function claimsFor(index: ReadonlyMap<string, readonly Claim[]>, account: AccountBalance): readonly Claim[] {
  for (let length = account.number.length; length > 0; length -= 1) {
    const found = (index.get(account.number.slice(0, length)) ?? []).filter((claim) => standsOn(claim.side, account.balanceCents))
    if (found.length > 0) return found
  }
  return []
}

function standsOn(side: TermSide, balanceCents: Cents): boolean {
  return side === 'balance' || (side === 'debit') === balanceCents > 0
}

function checksOf(model: StatementModel, balances: readonly AccountBalance[], now: Placement): StatementCheck[] {
  const onBalance = balances.filter((account) => !isUnderOneOf(account.number, model.offBalance))
  const total = sumCents(onBalance.map((account) => account.balanceCents))
  const { assets, liabilities, result, resultAccounts } = model.controls
  const gap = cents(now.value(assets).amountCents - now.value(liabilities).amountCents)
  // The result is read twice: by the formulas of the statement, and straight from classes 6 and 7.
  const made = sumCents(onBalance.filter((account) => isUnderOneOf(account.number, resultAccounts)).map((account) => account.balanceCents))
  const resultGap = cents(now.value(result).amountCents + made)
  const misplaced = [...now.orphans, ...now.doubles]
  const misplacedCents = sumCents(misplaced.map((account) => cents(Math.abs(account.balanceCents))))
  return [
    { rule: 'balances_sum_to_zero', ok: total === 0, differenceCents: total, accounts: [] },
    { rule: 'assets_equal_liabilities', ok: gap === 0, differenceCents: gap, accounts: [] },
    { rule: 'result_agrees', ok: resultGap === 0, differenceCents: resultGap, accounts: [] },
    { rule: 'every_account_once', ok: misplaced.length === 0, differenceCents: misplacedCents, accounts: misplaced.map((account) => account.number) },
  ]
}

function isUnderOneOf(number: string, prefixes: readonly string[]): boolean {
  return prefixes.some((prefix) => number.startsWith(prefix))
}

function byNumber(a: AccountBalance, b: AccountBalance): number {
  return a.number < b.number ? -1 : a.number > b.number ? 1 : 0
}
