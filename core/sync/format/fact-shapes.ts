import { canonicalJson, type Json } from '../../chain/canonical-json.ts'
import { canonicalEntry } from '../../ledger/entry-canonical.ts'
import type { EntryPosted } from '../../ledger/ledger-facts.ts'
import { LEDGER_SHAPES } from './ledger-shapes.ts'
import type { Check } from './shape.ts'
import { ADVISING_SHAPES, SYNC_SHAPES } from './trust-shapes.ts'

/** By kind of fact, the shape of each version this program knows, from 1 to the highest one. */
const SHAPES: Readonly<Record<string, readonly Check[]>> = { ...LEDGER_SHAPES, ...SYNC_SHAPES, ...ADVISING_SHAPES }

export type FactFault = 'too-new' | 'malformed'

/** Undefined when the body is of its kind; `too-new` for a kind or a version that this program does not know. */
export function checkFact(kind: string, version: number, body: unknown): FactFault | undefined {
  const versions = Object.hasOwn(SHAPES, kind) ? SHAPES[kind] : undefined
  if (!versions || !Number.isSafeInteger(version) || version > versions.length) return Number.isSafeInteger(version) && version >= 1 ? 'too-new' : 'malformed'
  return versions[version - 1]?.(body) ? undefined : 'malformed'
}

/** The body of a fact from its text, when it is of its kind and the text is its one canonical form (RFC 8785). */
export function readFactBody(kind: string, version: number, text: string): { readonly body: unknown } | { readonly why: FactFault } {
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch {
    return { why: 'malformed' }
  }
  const why = checkFact(kind, version, body)
  if (why) return { why }
  const again = kind === 'EntryPosted' ? canonicalEntry(body as EntryPosted) : canonicalJson(body as Json)
  return again === text ? { body } : { why: 'malformed' }
}
