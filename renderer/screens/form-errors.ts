import type { Words } from '../i18n/use-words.tsx'
import { sentence } from '../i18n/refusals.ts'
import type { FieldError } from '../ui/error-summary.tsx'
import { refusalsOf, sentencesOf } from '../ui/problem.tsx'

/**
 * What the core refused, for the summary of a form: each refusal leads to the field that `fields` names for its code, in the
 * words that also stand at that field. A value of no possible form is `invalid_input:` and the name of its input.
 */
export function formErrors(t: Words, error: unknown, fields: Readonly<Record<string, string>>): readonly FieldError[] {
  if (!error) return []
  const refused = refusalsOf(error)
  if (refused.length === 0) return sentencesOf(t, error).map((text) => ({ text }))
  return refused.map((refusal) => ({ field: fields[refusal.code] ?? fields[`${refusal.code}:${String(refusal['path'])}`], text: sentence(t, refusal) }))
}

/** The words to repeat at one field. */
export function errorAt(errors: readonly FieldError[], field: string): string | undefined {
  return errors.find((error) => error.field === field)?.text
}
