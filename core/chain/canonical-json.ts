import { assert } from '../kernel/assert.ts'

/** What a fact may hold. No float ever: numbers are safe integers. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined }

/** Printable text without a quote, a backslash or a surrogate needs no escaping; the common case, several times faster. */
const PLAIN = /^[\x20\x21\x23-\x5b\x5d-\x7e\u00a0-\ud7ff\ue000-\ufffd]*$/u

/** A string as RFC 8785 writes it: what ECMAScript's JSON.stringify gives for well-formed text. */
export function quoteJson(text: string): string {
  return PLAIN.test(text) ? `"${text}"` : JSON.stringify(text)
}

/** JSON in the one form that RFC 8785 allows: keys sorted by UTF-16 units, no space, absent values left out. */
export function canonicalJson(value: Json): string {
  if (typeof value === 'string') {
    assert(value.isWellFormed(), 'text that is not well-formed Unicode reached the chain')
    return quoteJson(value)
  }
  if (typeof value === 'number') {
    assert(Number.isSafeInteger(value), 'a number that is not a safe integer reached the chain')
    return String(value === 0 ? 0 : value)
  }
  if (value === null || typeof value === 'boolean') return String(value)
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`
  const members: string[] = []
  for (const key of Object.keys(value).sort()) {
    const member = value[key]
    if (member !== undefined) members.push(`${quoteJson(key)}:${canonicalJson(member)}`)
  }
  return `{${members.join(',')}}`
}

function isList(value: object): value is readonly Json[] {
  return Array.isArray(value)
}
