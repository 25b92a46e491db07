import type { z } from 'zod'
import type { Context, Outcome } from '../../core/context.ts'
import type { Refusal } from '../../core/kernel/result.ts'

/** A door of the core, its types left to its own parsing: what a shell needs to open it. */
export interface AnyProcedure {
  readonly kind: 'query' | 'command' | 'long'
  readonly input: z.ZodType
  readonly run: (ctx: Context, input: never) => Outcome<unknown>
}

export type ProcedureTable = Readonly<Record<string, AnyProcedure>>

/** The table where a door stands, loaded when first asked: those of drafts bring Drizzle, which most commands can do without. */
export async function loadProcedures(name: string): Promise<ProcedureTable> {
  const { ledgerProcedures } = await import('../../core/ledger-procedures.ts')
  if (Object.hasOwn(ledgerProcedures, name)) return ledgerProcedures as unknown as ProcedureTable
  const { procedures } = await import('../../core/procedures.ts')
  if (Object.hasOwn(procedures, name)) return procedures as unknown as ProcedureTable
  const { preparedProcedures } = await import('../../core/prepared-procedures.ts')
  return preparedProcedures as unknown as ProcedureTable
}

const MOST_ISSUES = 20

/** Parses an input. What does not fit comes back as `invalid_input` refusals that name the place, never the value. */
export function parseInput<T>(schema: z.ZodType<T>, input: unknown): { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: readonly Refusal[] } {
  const parsed = schema.safeParse(input)
  if (parsed.success) return { ok: true, value: parsed.data }
  const error = parsed.error.issues.slice(0, MOST_ISSUES).map((issue): Refusal => ({
    code: 'invalid_input',
    path: issue.path.map(String).join('.'),
    problem: issue.code,
    ...('expected' in issue && typeof issue.expected === 'string' ? { expected: issue.expected } : {}),
    ...('keys' in issue && Array.isArray(issue.keys) ? { keys: issue.keys.slice(0, 5).map((key) => String(key).slice(0, 40)) } : {}),
  }))
  return { ok: false, error }
}
