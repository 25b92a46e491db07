/** A value of parameters by its path: `rates.0.basisPoints`. */
export interface ContentRow {
  readonly path: string
  readonly text: string
}

type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value }
export type Content = { readonly [key: string]: Value }

/** The values of a content, one a row, in their order. An empty list or object is a row of its own. */
export function rowsOf(content: Content): readonly ContentRow[] {
  return Object.entries(content).flatMap(([key, value]) => rowsUnder(key, value))
}

function rowsUnder(path: string, value: Value): readonly ContentRow[] {
  if (typeof value !== 'object' || value === null) return [{ path, text: typeof value === 'string' && readValue(value) !== value ? JSON.stringify(value) : String(value) }]
  const members = Object.entries(value)
  return members.length === 0 ? [{ path, text: Array.isArray(value) ? '[]' : '{}' }] : members.flatMap(([key, each]) => rowsUnder(`${path}.${key}`, each as Value))
}

/** A whole number, yes or no, nothing; anything else is text, quoted when it looks like one of these. */
export function readValue(text: string): Value {
  const typed = text.trim()
  if (/^-?\d{1,15}$/u.test(typed)) return Number(typed)
  if (typed === 'true' || typed === 'false') return typed === 'true'
  if (typed === 'null') return null
  if (typed === '[]') return []
  if (typed === '{}') return {}
  if (/^".*"$/u.test(typed)) {
    try {
      const quoted: unknown = JSON.parse(typed)
      if (typeof quoted === 'string') return quoted
    } catch {
      return typed
    }
  }
  return typed
}

/** The content again from its rows; steps that are digits only, from 0 on, make lists. */
export function contentOf(rows: readonly ContentRow[]): Content {
  // No prototype: a path may hold any word.
  const root = Object.create(null) as Record<string, unknown>
  for (const { path, text } of rows) {
    if (path.trim() === '') continue
    const steps = path.trim().split('.')
    let place = root
    for (const step of steps.slice(0, -1)) {
      const next = place[step]
      if (typeof next !== 'object' || next === null) place[step] = Object.create(null)
      place = place[step] as Record<string, unknown>
    }
    place[steps.at(-1) ?? ''] = readValue(text)
  }
  return listed(root) as Content
}

function listed(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const members = Object.entries(value).map(([key, each]) => [key, listed(each)] as const)
  const isList = members.length > 0 && members.every(([key], at) => key === String(at))
  return isList ? members.map(([, each]) => each) : Object.fromEntries(members)
}

export interface ContentChange {
  readonly path: string
  readonly before: string | null
  readonly after: string | null
}

/** What a new content changes against the one in force. */
export function changesOf(before: Content | undefined, after: Content): readonly ContentChange[] {
  const old = new Map(rowsOf(before ?? {}).map((row) => [row.path, row.text]))
  const fresh = new Map(rowsOf(after).map((row) => [row.path, row.text]))
  return [
    ...[...fresh].filter(([path, text]) => old.get(path) !== text).map(([path, text]) => ({ path, before: old.get(path) ?? null, after: text })),
    ...[...old].filter(([path]) => !fresh.has(path)).map(([path, text]) => ({ path, before: text, after: null })),
  ]
}
