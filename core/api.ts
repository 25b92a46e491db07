import type { z } from 'zod'
import type { Context, Outcome } from './context.ts'
import type { Refusal } from './kernel/result.ts'

/** One door of the core: parse the input, call, return. */
export interface Procedure<I extends z.ZodType, O> {
  /** `query` never writes; `command` may; `long` reports progress and may be cancelled. */
  readonly kind: 'query' | 'command' | 'long'
  readonly input: I
  readonly run: (ctx: Context, input: z.output<I>) => Outcome<O>
}

/** What crosses to a screen or a script. A fault (disk, lock, defect) is the shells' and has no data of the books. */
export type Answer<T> =
  | { readonly ok: true; readonly value: T; readonly changed: readonly string[] }
  | { readonly ok: false; readonly refused: readonly Refusal[] }
