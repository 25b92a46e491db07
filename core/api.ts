import type { Refusal } from './kernel/result.ts'
import type { PreparedProcedures } from './prepared-procedures.ts'
import type { Procedure } from './procedure.ts'
import type { Procedures } from './procedures.ts'
import type { WorkspaceApi } from './workspace.ts'

/** Input and output of every door by name, of the core and of the machine: what screens and scripts call. */
export type Api = Doors<Procedures> & Doors<PreparedProcedures> & WorkspaceApi

type Doors<Table> = { [Name in keyof Table]: Table[Name] extends Procedure<infer Input, infer Output> ? { input: Input; output: Output } : never }

/** What crosses to a screen or a script. A fault (disk, lock, defect) is the shells' and has no data of the books. */
export type Answer<T> =
  | { readonly ok: true; readonly value: T; readonly changed: readonly string[] }
  | { readonly ok: false; readonly refused: readonly Refusal[] }
