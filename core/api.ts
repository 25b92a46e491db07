import type { z } from 'zod'
import type { Context, Outcome } from './context.ts'
import type { Refusal } from './kernel/result.ts'
import type { PreparedProcedures } from './prepared-procedures.ts'
import type { Procedures } from './procedures.ts'
import type { WorkspaceApi } from './workspace.ts'

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

/** Input and output of every door by name, of the core and of the machine: what screens and scripts call. */
export type Api = Doors<Procedures> & Doors<PreparedProcedures> & WorkspaceApi

type Doors<Table> = { [Name in keyof Table]: Table[Name] extends Procedure<infer Input, infer Output> ? { input: Input; output: Output } : never }

/** What crosses to a screen or a script. A fault (disk, lock, defect) is the shells' and has no data of the books. */
export type Answer<T> =
  | { readonly ok: true; readonly value: T; readonly changed: readonly string[] }
  | { readonly ok: false; readonly refused: readonly Refusal[] }
