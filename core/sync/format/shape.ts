import { isCalendarDate } from '../../kernel/calendar-date.ts'

/** Says whether a value read from a foreign file is what it should be. */
export type Check = (value: unknown) => boolean

type Members = Readonly<Record<string, Check>>

/** An object with these members, some of which may be left out, and no other. */
export function shape(members: Members, optional: Members = {}): Check {
  const needed = Object.keys(members)
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
    const record = value as Readonly<Record<string, unknown>>
    let found = 0
    for (const key of Object.keys(record)) {
      const check = Object.hasOwn(members, key) ? members[key] : Object.hasOwn(optional, key) ? optional[key] : undefined
      if (!check?.(record[key])) return false
      if (Object.hasOwn(members, key)) found += 1
    }
    return found === needed.length
  }
}

/** Well-formed text of at least one character, without control characters that no honest program writes. */
export function text(most: number, least = 1): Check {
  return (value) => typeof value === 'string' && value.length >= least && value.length <= most && (isPlain(value) || (value.isWellFormed() && !HIDDEN.test(value)))
}

// NUL cuts texts short for many programs; direction overrides show a person another text than the one signed.
// oxlint-disable-next-line no-control-regex -- exactly these are what no text of a fact holds
const HIDDEN = /[\u0000\u202a-\u202e\u2066-\u2069]/u

function isPlain(value: string): boolean {
  for (let at = 0; at < value.length; at += 1) {
    const unit = value.charCodeAt(at)
    if (unit < 0x20 || unit > 0x17f) return false
  }
  return true
}

export function whole(least: number, most: number = Number.MAX_SAFE_INTEGER): Check {
  return (value) => Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most
}

export function oneOf(...values: readonly unknown[]): Check {
  return (value) => values.includes(value)
}

export function matching(pattern: RegExp): Check {
  return (value) => typeof value === 'string' && pattern.test(value)
}

export function listOf(check: Check, least: number, most: number): Check {
  return (value) => {
    if (!Array.isArray(value) || value.length < least || value.length > most) return false
    for (let at = 0; at < value.length; at += 1) if (!check(value[at])) return false
    return true
  }
}

/** A list no two members of which say the same under `key`. */
export function distinct(list: Check, key: (member: never) => unknown): Check {
  return (value) => list(value) && new Set((value as never[]).map(key)).size === (value as never[]).length
}

/** One check, then another that may count on it. */
export function both<T>(check: Check, further: (value: T) => boolean): Check {
  return (value) => check(value) && further(value as T)
}

export const day: Check = isCalendarDate
export const flag: Check = (value) => typeof value === 'boolean'

/** Whatever a line of a pli may nest (`readCanonical`), less what stands around the content in it. */
const DEEPEST = 29

/** Plain JSON that has a canonical form: whole numbers, well-formed texts, nothing too deep to walk. */
export function isPlainJson(value: unknown, depth = 0): boolean {
  if (depth > DEEPEST) return false
  if (typeof value === 'string') return value.isWellFormed()
  if (typeof value === 'number') return Number.isSafeInteger(value)
  if (value === null || typeof value === 'boolean') return true
  if (typeof value !== 'object') return false
  if (Array.isArray(value)) return value.every((member) => isPlainJson(member, depth + 1))
  return Object.entries(value as object).every(([key, member]) => key.isWellFormed() && isPlainJson(member, depth + 1))
}
