import type { Context, Writer } from '../context.ts'
import { type CalendarDate, dayNumberOf } from '../kernel/calendar-date.ts'
import type { AuthorId } from '../kernel/ids.ts'

const A_DAY = 86_400_000
const AN_HOUR = 3_600_000
/** People of the story sign in the evening. */
const EVENING = 18

/** The time of a story: it moves with what is told and never goes back. */
export class StoryClock {
  #today: CalendarDate

  constructor(begins: CalendarDate) {
    this.#today = begins
  }

  moveTo(date: CalendarDate): void {
    if (date > this.#today) this.#today = date
  }

  get today(): CalendarDate {
    return this.#today
  }

  /** Milliseconds since 1970. */
  get now(): number {
    return eveningOf(this.#today)
  }
}

/** The evening of a day, UTC, milliseconds since 1970. */
export function eveningOf(date: CalendarDate): number {
  return dayNumberOf(date) * A_DAY + EVENING * AN_HOUR
}

/** What a connection remembers of its own next facts; everything else it remembers belongs to the books. */
const OF_AUTHOR: ReadonlySet<string> = new Set(['heads', 'counters', 'latest'])

class MemoryOfAuthor extends Map<string, unknown> {
  readonly #shared: Map<string, unknown>

  constructor(shared: Map<string, unknown>) {
    super()
    this.#shared = shared
  }

  override get(key: string): unknown {
    return OF_AUTHOR.has(key) ? super.get(key) : this.#shared.get(key)
  }

  override has(key: string): boolean {
    return OF_AUTHOR.has(key) ? super.has(key) : this.#shared.has(key)
  }

  override set(key: string, value: unknown): this {
    if (OF_AUTHOR.has(key)) super.set(key, value)
    else this.#shared.set(key, value)
    return this
  }

  override delete(key: string): boolean {
    return OF_AUTHOR.has(key) ? super.delete(key) : this.#shared.delete(key)
  }
}

/**
 * The same transaction, in which facts are signed by someone of the story at its time. For invented people only: nobody else's stream may be
 * written by this machine. Two of one author must not write the same stream.
 */
export function asAuthor(tx: Writer, author: AuthorId, clock: StoryClock): Writer {
  const ports = { ...tx.ports, author, now: () => clock.now, today: () => clock.today, identity: () => undefined }
  return { ...tx, ports, memory: new MemoryOfAuthor(tx.memory) }
}

/** The same books, whose writing joins the transaction under way. */
export function within(ctx: Context, tx: Writer): Context {
  return { ...ctx, ports: tx.ports, memory: tx.memory, write: (work) => work(tx) }
}
