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

/** Accounts that stand against their own kind: depreciation, amounts written down, discounts, losses brought forward. */
const BELGIAN_CONTRA: readonly RegExp[] = [
  /^(?:101|141|19)/u,
  // 2xx9 and 2xxxx9 hold depreciation, 28x1 what is not yet called; 8 is a revaluation and stays a debit.
  /^2[1-7]\d{3}9/u, /^28\d[19]/u, /^29\d9/u,
  /^3\d9/u, /^4[01]9/u, /^5(?:11|19|29|39)/u,
  /^608/u, /^63(?:[1-8])1/u, /^6(?:49|502|511|561|59|62[01]1|69|701)/u, /^708/u,
]
const FRENCH_CONTRA: readonly RegExp[] = [
  /^(?:109|119|1209|129|139)/u, /^(?:28|29|39|49|59)/u, /^6(?:[012]9|49|69|989|99)/u, /^709/u,
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

/** The side on which the account normally stands; commitments off the balance sheet go in pairs and answer `debit`. */
export function normalSide(country: 'BE' | 'FR', number: string): 'debit' | 'credit' {
  const kind = accountKind(country, number)
  const debit = kind === 'asset' || kind === 'expense' || kind === 'off_balance'
  const contra = (country === 'BE' ? BELGIAN_CONTRA : FRENCH_CONTRA).some((pattern) => pattern.test(number))
  return debit === contra ? 'credit' : 'debit'
}
