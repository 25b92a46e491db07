import { err, ok, type Result } from '../kernel/result.ts'

/**
 * How people name an entry: `VEN-2026-12`. The first device of an entity needs no letter; others add theirs
 * (`VEN-2026-B12`), since two machines that are offline cannot share a counter.
 */
export function entryReference(journal: string, year: string, number: number, device: string): string {
  return `${journal}-${year}-${device === 'A' ? '' : device}${number}`
}

export interface ParsedReference {
  readonly journal: string
  readonly year: string
  readonly device: string
  readonly number: number
}

/** Reads a reference back; the journal's code may itself hold dashes, the year too (`2025-2026` is written `2025/2026`). */
export function parseEntryReference(text: string): Result<ParsedReference, { readonly code: 'entry_reference_unreadable'; readonly text: string }> {
  const match = /^(.+)-([^-]+)-([A-Z]*)(\d{1,9})$/u.exec(text.trim())
  if (!match) return err({ code: 'entry_reference_unreadable', text })
  return ok({ journal: match[1] ?? '', year: match[2] ?? '', device: match[3] || 'A', number: Number(match[4]) })
}
