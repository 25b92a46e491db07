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
