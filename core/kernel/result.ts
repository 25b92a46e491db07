/**
 * The answer of everything that may be refused. Plain objects, because class instances lose their
 * methods when they cross a process by structured clone.
 */
export type Result<T, E> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: E }

/**
 * A refusal is expected and carries no text: `code` names it, the other fields are its data, and the
 * sentence in each language lives in the renderer by code. `line` is the 1-based line of an imported file.
 */
export interface Refusal {
  readonly code: string
  readonly [datum: string]: unknown
}

export function ok<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value }
}

export function err<E>(error: E): { readonly ok: false; readonly error: E } {
  return { ok: false, error }
}
