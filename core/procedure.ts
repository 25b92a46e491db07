import type { z } from 'zod'
import type { Context, Outcome } from './context.ts'

/** One door of the core: parse the input, call, return. */
export interface Procedure<Input, Output> {
  /** `query` never writes; `command` may; `long` reports progress and may be cancelled. */
  readonly kind: 'query' | 'command' | 'long'
  readonly input: z.ZodType<Input>
  readonly run: (ctx: Context, input: Input) => Outcome<Output>
}

export function procedure<Input, Output>(
  kind: Procedure<Input, Output>['kind'],
  input: z.ZodType<Input>,
  run: (ctx: Context, input: Input) => Outcome<Output>,
): Procedure<Input, Output> {
  return { kind, input, run }
}
