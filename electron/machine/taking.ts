import type { Refusal } from '../../core/kernel/result.ts'
import type { OpenedPli } from '../../core/sync/taking/take-pli.command.ts'
import type { TakenPli } from '../../core/sync/pli.ts'
import type { Prepared } from './decode-messages.ts'
import type { Work } from './exchange-work.ts'
import { forgetPrepared, rememberPrepared } from './prepared.ts'
import { openSealed } from './seal.ts'
import { WaitingList } from './waiting.ts'

export interface FileToTake extends OpenedPli {
  /** What the decode thread found out about it already. */
  readonly prepared?: Prepared
}

/** Waiting plis are opened again by so many at a time. */
const AGAIN_AT_ONCE = 100

/** One run of taking: what was taken, and what waits and may follow. */
export class Taking {
  readonly #work: Work
  readonly #waiting: WaitingList

  constructor(work: Work) {
    this.#work = work
    this.#waiting = new WaitingList(work.exchange.waitingAnswers(work.ctx))
  }

  /** Takes a batch in one transaction, one answer each, in their order. */
  take(files: readonly FileToTake[]): TakenPli[] {
    const { exchange, ctx } = this.#work
    try {
      for (const file of files) if (file.prepared) rememberPrepared(file.opened, file.prepared)
      const answers = exchange.takePlis(ctx, files)
      files.forEach((file, index) => {
        const answer = answers[index]
        if (answer) this.#waiting.note(file.hash, answer)
      })
      return answers
    } finally {
      forgetPrepared()
    }
  }

  /** What age does not open is told, and kept in the history by the hash of its bytes (null: not even read). */
  refuse(name: string, hash: string | null, refused: readonly Refusal[]): TakenPli {
    const { exchange, ctx } = this.#work
    const recorded = hash === null ? undefined : exchange.recordUnopened(ctx, { name, hash }, refused[0] ?? { code: 'pli_not_sealed' })
    return recorded ?? { file: name, outcome: 'refused', sender: null, number: null, segments: [], refused, notices: [] }
  }

  /** After plis were taken: opens those that waited for them, and again, until nothing moves. By the hash of their file. */
  async follow(taken: readonly TakenPli[]): Promise<Map<string, TakenPli>> {
    const followed = new Map<string, TakenPli>()
    let ready = this.#waiting.ready(taken)
    while (ready.length > 0) {
      const files = await this.#opened(ready.splice(0, AGAIN_AT_ONCE))
      const answers = this.take(files)
      files.forEach((file, index) => {
        const answer = answers[index]
        if (answer) followed.set(file.hash, answer)
      })
      const moved = answers.some((answer) => answer.outcome === 'taken')
      // Tried before the one that it needs, in the same batch: once more, while anything moves.
      const still = moved ? files.filter((_, index) => answers[index]?.outcome === 'waiting').map((file) => file.hash) : []
      ready = [...new Set([...ready, ...this.#waiting.ready(answers), ...still])]
    }
    return followed
  }

  async #opened(hashes: readonly string[]): Promise<FileToTake[]> {
    const { exchange, ctx, secrets } = this.#work
    const files: FileToTake[] = []
    for (const hash of hashes) {
      const kept = exchange.waitingPli(ctx, hash)
      const opened = kept && (await openSealed(kept.sealed, secrets))
      if (kept && opened?.ok) files.push({ hash, name: kept.name, opened: opened.value, sealed: kept.sealed })
    }
    return files
  }
}
