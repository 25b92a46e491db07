import { assert } from './assert.ts'
import { err, ok, type Result } from './result.ts'

/** An amount in minor units (cents) of the book's currency: a safe integer, never a float. */
export type Cents = number & { readonly __brand: 'Cents' }

/** Half of the safe range, so that the sum of two valid amounts is still exact. 45 thousand billion euro. */
export const MAX_CENTS = 4_503_599_627_370_495

export function isCents(value: unknown): value is Cents {
  return Number.isSafeInteger(value) && Math.abs(value as number) <= MAX_CENTS
}

/** Brands an integer number of cents; anything else is a defect of the caller. */
export function cents(value: number): Cents {
  assert(isCents(value), `not an amount in cents: ${String(value)}`)
  return (value === 0 ? 0 : value) as Cents
}

export const ZERO = cents(0)

export function addCents(a: Cents, b: Cents): Cents {
  return cents(a + b)
}

export function sumCents(amounts: Iterable<Cents>): Cents {
  let total = 0
  for (const amount of amounts) total += amount
  return cents(total)
}

export type AmountRefusal =
  | { readonly code: 'amount_unreadable'; readonly text: string }
  | { readonly code: 'amount_too_precise'; readonly text: string }
  | { readonly code: 'amount_too_large'; readonly text: string }

/** Every space a person or a file may put between thousands, the narrow no-break space of French included. */
const SPACES = /[\s\u00a0\u202f\u2009']/gu

/**
 * Reads an amount by its digits, never through a float. A comma or a point is the decimal separator
 * (the last of them; the other groups thousands). At most two decimals unless the rest are zeros.
 */
export function parseAmount(text: string): Result<Cents, AmountRefusal> {
  const bare = text.replace(SPACES, '').replace(/€$/u, '').replace(/\u2212/gu, '-')
  const match = /^([+-]?)([\d.,]+)(-?)$/u.exec(bare)
  if (!match || (match[1] !== '' && match[3] !== '')) return err({ code: 'amount_unreadable', text })
  const digits = splitDecimals(match[2] ?? '')
  if (!digits) return err({ code: 'amount_unreadable', text })
  const decimals = digits.decimals.replace(/0+$/u, '')
  if (decimals.length > 2) return err({ code: 'amount_too_precise', text })
  const magnitude = Number(digits.whole + decimals.padEnd(2, '0'))
  if (!isCents(magnitude)) return err({ code: 'amount_too_large', text })
  return ok(cents(match[1] === '-' || match[3] === '-' ? 0 - magnitude : magnitude))
}

function splitDecimals(number: string): { whole: string; decimals: string } | undefined {
  const comma = number.lastIndexOf(',')
  const point = number.lastIndexOf('.')
  const [decimalMark, groupMark] = comma > point ? [',', '.'] : ['.', ',']
  const at = number.lastIndexOf(decimalMark)
  const wholeText = at < 0 ? number : number.slice(0, at)
  const decimals = at < 0 ? '' : number.slice(at + 1)
  if (wholeText.includes(decimalMark)) return undefined
  const groups = wholeText.split(groupMark)
  const grouped = groups.length > 1
  if (grouped && !groups.every((group, i) => (i === 0 ? /^\d{1,3}$/u : /^\d{3}$/u).test(group))) return undefined
  const whole = groups.join('')
  if (!/^\d*$/u.test(whole) || (whole === '' && decimals === '')) return undefined
  return { whole: whole === '' ? '0' : whole, decimals }
}

/** The amount as digits with exactly two decimals: `-1234.50`. `mark` is the decimal separator. */
export function formatAmount(amount: Cents, mark: '.' | ',' = '.'): string {
  const magnitude = String(Math.abs(amount)).padStart(3, '0')
  return `${amount < 0 ? '-' : ''}${magnitude.slice(0, -2)}${mark}${magnitude.slice(-2)}`
}

/** Shares `total` in proportion to whole-number `weights` without losing a cent: the largest remainders get the odd cents, first come first. */
export function allocate(total: Cents, weights: readonly number[]): Cents[] {
  assert(weights.every((weight) => Number.isSafeInteger(weight) && weight >= 0), 'weights are whole numbers')
  const sum = weights.reduce((a, b) => a + BigInt(b), 0n)
  assert(sum > 0n, 'at least one weight is positive')
  const sign = total < 0 ? -1 : 1
  const magnitude = BigInt(Math.abs(total))
  const shares = weights.map((weight, index) => {
    const exact = magnitude * BigInt(weight)
    return { index, whole: exact / sum, rest: exact % sum }
  })
  let left = magnitude - shares.reduce((a, share) => a + share.whole, 0n)
  for (const share of [...shares].sort((a, b) => (a.rest === b.rest ? a.index - b.index : a.rest > b.rest ? -1 : 1))) {
    if (left === 0n) break
    share.whole += 1n
    left -= 1n
  }
  return shares.map((share) => cents(sign * Number(share.whole)))
}
