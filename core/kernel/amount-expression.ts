import { type AmountRefusal, type Cents, cents, isCents } from './money.ts'
import { err, ok, type Result } from './result.ts'

/**
 * Arithmetic in amount fields: `16,99*1,21`, `(120+35)/2`, `100+21%`. Exact, on fractions of big integers; only
 * the end result is rounded, half away from zero, to the cent. A comma or a point is the decimal separator.
 */
interface Fraction { readonly top: bigint; readonly bottom: bigint }

type Token = { readonly number: Fraction } | { readonly sign: string }

const SPACES = /[\s\u00a0\u202f\u2009'€]/gu
const LONGEST = 200

export interface Amount {
  readonly amountCents: Cents
  /** True when the text was more than one number, so that the result deserves to be shown before saving. */
  readonly computed: boolean
  /** True when the exact result had more than two decimals. */
  readonly rounded: boolean
}

/** Reads a number or an expression; `+ - * x × / ÷ ( ) %` are understood, `a + b %` adds b hundredths of a. */
export function readAmount(text: string): Result<Amount, AmountRefusal> {
  const bare = text.replace(SPACES, '').replace(/[\u2212\u2013]/gu, '-').replace(/[x×]/giu, '*').replace(/[÷:]/gu, '/')
  const tokens = bare.length > LONGEST ? undefined : tokenize(bare)
  if (!tokens) return err({ code: 'amount_unreadable', text })
  const value = new Parser(tokens).run()
  if (!value) return err({ code: 'amount_unreadable', text })
  const scaled = value.top * 100n
  const whole = roundHalfAway(scaled, value.bottom)
  if (whole > BigInt(Number.MAX_SAFE_INTEGER) || whole < -BigInt(Number.MAX_SAFE_INTEGER)) return err({ code: 'amount_too_large', text })
  const number = Number(whole)
  if (!isCents(number)) return err({ code: 'amount_too_large', text })
  const rounded = whole * value.bottom !== scaled
  const computed = /[*/()%]|.[+-]/u.test(bare)
  if (rounded && !computed) return err({ code: 'amount_too_precise', text })
  return ok({ amountCents: cents(number), computed, rounded })
}

function roundHalfAway(top: bigint, bottom: bigint): bigint {
  const magnitude = top < 0n ? -top : top
  const rounded = (2n * magnitude + bottom) / (2n * bottom)
  return top < 0n ? -rounded : rounded
}

function tokenize(bare: string): Token[] | undefined {
  const tokens: Token[] = []
  for (const part of bare.match(/[\d.,]+|./gu) ?? []) {
    if (/^[\d.,]/u.test(part)) {
      const number = readNumber(part)
      if (!number) return undefined
      tokens.push({ number })
    } else if ('+-*/()%'.includes(part)) tokens.push({ sign: part })
    else return undefined
  }
  return tokens.length > 0 ? tokens : undefined
}

/** The last comma or point separates decimals, unless it comes back: then it groups thousands. */
function readNumber(text: string): Fraction | undefined {
  const mark = text.lastIndexOf(',') > text.lastIndexOf('.') ? ',' : '.'
  const other = mark === ',' ? '.' : ','
  const marks = text.split(mark).length - 1
  const grouped = marks > 1 ? mark : text.includes(other) ? other : undefined
  const bare = grouped ? ungroup(text, grouped, marks > 1 ? undefined : mark) : text
  if (bare === undefined) return undefined
  const match = /^(\d*)(?:[.,](\d*))?$/u.exec(bare)
  if (!match || (!match[1] && !match[2])) return undefined
  const decimals = match[2] ?? ''
  return { top: BigInt((match[1] ?? '') + decimals), bottom: 10n ** BigInt(decimals.length) }
}

function ungroup(text: string, mark: string, decimal: string | undefined): string | undefined {
  const [whole = '', decimals] = decimal ? text.split(decimal) : [text]
  const groups = whole.split(mark)
  if (!groups.every((group, index) => (index === 0 ? /^\d{1,3}$/u : /^\d{3}$/u).test(group))) return undefined
  return groups.join('') + (decimals === undefined ? '' : `.${decimals}`)
}

const plus = (a: Fraction, b: Fraction): Fraction => ({ top: a.top * b.bottom + b.top * a.bottom, bottom: a.bottom * b.bottom })
const times = (a: Fraction, b: Fraction): Fraction => ({ top: a.top * b.top, bottom: a.bottom * b.bottom })
const minus = (a: Fraction): Fraction => ({ top: -a.top, bottom: a.bottom })

function over(a: Fraction, b: Fraction): Fraction | undefined {
  if (b.top === 0n) return undefined
  return b.top < 0n ? { top: -a.top * b.bottom, bottom: a.bottom * -b.top } : { top: a.top * b.bottom, bottom: a.bottom * b.top }
}

interface Term { readonly value: Fraction; /** Written with a percent sign: of what stands before, in a sum. */ readonly percent: boolean }

/** Recursive descent over a short list; answers undefined for anything it does not understand, division by zero included. */
class Parser {
  private readonly tokens: readonly Token[]
  private at = 0
  constructor(tokens: readonly Token[]) {
    this.tokens = tokens
  }

  run(): Fraction | undefined {
    const value = this.sum()
    return this.at === this.tokens.length ? value : undefined
  }

  private sign(wanted: string): string | undefined {
    const token = this.tokens[this.at]
    if (!token || !('sign' in token) || !wanted.includes(token.sign)) return undefined
    this.at += 1
    return token.sign
  }

  private sum(): Fraction | undefined {
    let total = this.product()?.value
    for (let sign = this.sign('+-'); total && sign; sign = this.sign('+-')) {
      const term = this.product()
      if (!term) return undefined
      const value = term.percent ? times(total, term.value) : term.value
      total = plus(total, sign === '-' ? minus(value) : value)
    }
    return total
  }

  private product(): Term | undefined {
    let term = this.factor()
    for (let sign = this.sign('*/'); term && sign; sign = this.sign('*/')) {
      const next = this.factor()
      if (!next) return undefined
      const value: Fraction | undefined = sign === '*' ? times(term.value, next.value) : over(term.value, next.value)
      if (!value) return undefined
      term = { value, percent: false }
    }
    return term
  }

  private factor(): Term | undefined {
    if (this.sign('+')) return this.factor()
    if (this.sign('-')) {
      const term = this.factor()
      return term && { value: minus(term.value), percent: term.percent }
    }
    const value = this.atom()
    if (!value) return undefined
    return this.sign('%') ? { value: times(value, { top: 1n, bottom: 100n }), percent: true } : { value, percent: false }
  }

  private atom(): Fraction | undefined {
    if (this.sign('(')) {
      const value = this.sum()
      return value && this.sign(')') ? value : undefined
    }
    const token = this.tokens[this.at]
    if (!token || !('number' in token)) return undefined
    this.at += 1
    return token.number
  }
}
