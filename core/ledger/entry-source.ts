import { canonicalJson, type Json } from '../chain/canonical-json.ts'
import type { ProposedEntry } from './entry.ts'

/**
 * Names entries that bring no number of their own by what they say, so that booking the same file twice books
 * nothing the second time. Equal entries inside one file are told apart by their rank: both were meant.
 */
export function withSources(entries: readonly ProposedEntry[], origin: 'json' | 'csv', sha256: (text: string) => string): ProposedEntry[] {
  const seen = new Map<string, number>()
  return entries.map((entry) => {
    const digest = sha256(canonicalJson(plain(entry))).slice(0, 20)
    const rank = (seen.get(digest) ?? 0) + 1
    seen.set(digest, rank)
    return { ...entry, source: `${origin}:${digest}${rank === 1 ? '' : `.${rank}`}` }
  })
}

/** An entry that will be refused may still hold a float or a broken text: it is named all the same, and refused later by its reason. */
function plain(value: unknown): Json {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : String(value)
  if (typeof value === 'string') return value.toWellFormed()
  if (Array.isArray(value)) return value.map(plain)
  if (value === null || typeof value !== 'object') return null
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined).map(([key, member]) => [key, plain(member)]))
}
