import type { ProgressStep } from '../../core/context.ts'
import type { CalendarDate } from '../../core/kernel/calendar-date.ts'
import type { Refusal } from '../../core/kernel/result.ts'
import type { Session } from '../machine/session.ts'

export type Language = 'fr' | 'nl' | 'en'

/** What was typed cannot be understood: exit 2. `code` finds the sentence in `cli/words.ts`. */
export class UsageError extends Error {
  readonly code: string
  readonly what: string

  constructor(code: string, what = '') {
    super(code)
    this.code = code
    this.what = what
  }
}

/** The books or the machine said no, nothing changed: exit 1. */
export class RefusedError extends Error {
  readonly refusals: readonly Refusal[]

  constructor(refusals: readonly Refusal[]) {
    super('refused')
    this.refusals = refusals
  }
}

export interface CommandOption {
  /** `text` takes a value, `flag` none. */
  readonly type: 'text' | 'flag'
  readonly short?: string
  /** As help writes the value: `DATE`. */
  readonly value?: string
}

/** What a command was given, parsed and checked for its form. */
export interface Given {
  readonly arguments: readonly string[]
  text(option: string): string | undefined
  flag(option: string): boolean
}

export interface CommandContext {
  readonly given: Given
  readonly session: Session
  readonly language: Language
  readonly json: boolean
  readonly today: CalendarDate
  readonly progress: (step: ProgressStep) => void
  /** Opens the workspace named by `-w`, if it is not open yet. */
  readonly workspace: () => Promise<void>
  /** The entity named by `-e`, or the only one there is. */
  readonly entity: () => Promise<string>
  /** Opens a door of the core; a refusal is thrown, and so is a fault. */
  readonly call: (procedure: string, input: unknown) => Promise<unknown>
  /** Says each refusal in the person's language. */
  readonly messages: (refusals: readonly Refusal[]) => Promise<readonly string[]>
  /** One sentence on stderr, for a person. */
  readonly note: (sentence: string) => void
}

export interface CommandAnswer {
  /** What `--json` prints; undefined when everything was said already. */
  readonly value: unknown
  /** What a person reads. */
  readonly text: string
  /** 1 when the answer is a no: `verify` that found a fault. */
  readonly exit?: 0 | 1
  /** Bytes for stdout as they are, instead of text. */
  readonly raw?: Uint8Array
}

export interface Command {
  /** How it is typed: `entity add`. */
  readonly name: string
  /** As help writes them: `FILE…`. */
  readonly operands: string
  readonly operandCount: readonly [least: number, most: number]
  readonly options: Readonly<Record<string, CommandOption>>
  /** `write` takes the writer's place; `read` never writes; `none` opens no workspace. */
  readonly opens: 'write' | 'read' | 'none'
  readonly run: (context: CommandContext) => Promise<CommandAnswer>
}
