/** What an account holds, by its number alone: the class and group rules of the country's chart. */
export type AccountKind = 'asset' | 'liability' | 'equity' | 'income' | 'expense' | 'off_balance'

type Rules = readonly (readonly [prefixes: string, kind: AccountKind])[]

/**
 * AR 21-10-2018: class 1 is equity up to 15 (and 19, the advance on net assets), then provisions and debts;
 * class 4 mixes receivables (40, 41, 490, 491) and debts. 499, waiting accounts, are read as an asset.
 */
const BELGIUM: Rules = [
  ['0', 'off_balance'],
  ['1', 'equity'], ['16 17 18', 'liability'],
  ['2 3 5', 'asset'],
  ['4', 'liability'], ['40 41 49', 'asset'], ['492 493', 'liability'],
  ['6', 'expense'], ['7', 'income'],
]

/**
 * PCG, ANC 2022-06: class 1 is equity up to 14 (regulated provisions included), 18 links establishments;
 * third parties (class 4) and banks (class 5) go account by account.
 */
const FRANCE: Rules = [
  ['1', 'equity'], ['15 16 17', 'liability'], ['18 169 109', 'asset'],
  ['2 3 5', 'asset'], ['269 279 509', 'liability'],
  ['4', 'liability'],
  ['409', 'asset'],
  ['41', 'asset'], ['419', 'liability'],
  ['425 4287', 'asset'],
  ['4387 439', 'asset'],
  ['441 4456 44581 44582 44583 44586 4482 4487', 'asset'],
  ['456 458', 'asset'], ['4563 4564 4567', 'liability'],
  ['462 465 467 4687', 'asset'],
  ['471 472 473 474 476', 'asset'],
  ['481 486 4886', 'asset'],
  ['49', 'asset'],
  ['519 5181', 'liability'],
  ['6', 'expense'], ['7', 'income'],
  ['8', 'off_balance'],
]

function longest(rules: Rules): ReadonlyMap<string, AccountKind> {
  return new Map(rules.flatMap(([prefixes, kind]) => prefixes.split(' ').map((prefix) => [prefix, kind] as const)))
}

const BY_PREFIX = { BE: longest(BELGIUM), FR: longest(FRANCE) } as const

/**
 * The kind of an account: the most precise rule wins. A number of no class (`9…` in both countries, `0…` in
 * France: analytic or the author's own) is `off_balance`, since it may not reach a statement.
 */
export function accountKind(country: 'BE' | 'FR', number: string): AccountKind {
  const rules = BY_PREFIX[country]
  for (let length = Math.min(number.length, 5); length > 0; length -= 1) {
    const kind = rules.get(number.slice(0, length))
    if (kind) return kind
  }
  return 'off_balance'
}
