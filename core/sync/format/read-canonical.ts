import { canonicalJson, type Json } from '../../chain/canonical-json.ts'

/** Nothing that is written here goes deeper than six; more than this is made to exhaust. */
const DEEPEST = 32

/**
 * The value of a text that must be canonical JSON (RFC 8785, numbers being safe integers); undefined for anything else. Never throws: the
 * text comes from anywhere. `between`: one other number that may stand in a list at the top. `apart`: the same text with ends of lines, which no string of JSON
 * holds, where values must be apart.
 */
export function readCanonical(text: string, between?: number, apart = text): Json | undefined {
  try {
    const value = JSON.parse(apart) as Json
    // JSON.stringify already writes strings, numbers and lists in the one form; what is left is the order of members and what canonical JSON cannot carry.
    if (JSON.stringify(value) === text) return (between === undefined ? isPlain(value, 0, true) : isListAround(value, between)) ? value : undefined
    if (between !== undefined) return undefined
    // Members named by digits, which an object of ECMAScript puts first.
    return isPlain(value, 0, false) && canonicalJson(value) === text ? value : undefined
  } catch {
    return undefined
  }
}

function isListAround(value: Json, between: number): boolean {
  return Array.isArray(value) && value.every((each: Json) => each === between || isPlain(each, 0, true))
}

function isPlain(value: Json, depth: number, inOrder: boolean): boolean {
  if (typeof value === 'string') return value.isWellFormed()
  if (typeof value === 'number') return Number.isSafeInteger(value)
  if (value === null || typeof value === 'boolean') return true
  if (depth === DEEPEST) return false
  if (Array.isArray(value)) return value.every((each: Json) => isPlain(each, depth + 1, inOrder))
  const members = value as { readonly [name: string]: Json }
  let before = ''
  // Read with every fact of every pli: no list of members is made. What JSON.parse gives has no inherited ones.
  for (const name in members) {
    if ((inOrder && before !== '' && before >= name) || !name.isWellFormed() || !isPlain(members[name] as Json, depth + 1, inOrder)) return false
    before = name
  }
  return true
}
