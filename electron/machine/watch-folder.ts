import { lstatSync } from 'node:fs'
import type { Refusal } from '../../core/kernel/result.ts'
import type { WatchState } from '../../core/workspace.ts'
import { now } from './clock.ts'
import type { Connection } from './database.ts'
import { beginWork } from './exchange-work.ts'
import { toFault } from './fault.ts'
import { pliNames } from './folder-names.ts'
import { takeNames } from './inbox.ts'
import { logThrown } from './log.ts'
import type { Session } from './session.ts'

const LOOK_EVERY_MILLISECONDS = 3000
const SETTING = 'watched_folder'

/** The folder that this workspace remembers; null: none. */
export function watchedFolder(connection: Connection): string | null {
  const value = connection.prepare('SELECT value FROM setting WHERE key = ?').pluck().get(SETTING)
  return typeof value === 'string' && value !== '' ? value : null
}

export function rememberFolder(connection: Connection, folder: string | null): void {
  connection.prepare('INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value').run(SETTING, folder ?? '')
}

/**
 * Looks now and then into a folder that may come and go (a stick, a synchronised folder) and takes the plis that lie there once they
 * have stopped growing. It only reads that folder: nothing is written, moved or deleted in it.
 */
export class WatchedFolder {
  readonly #session: Session
  readonly #folder: string
  /** Size and date of each file when it was last seen, and whether it was taken in hand then. */
  readonly #seen = new Map<string, { readonly mark: string; readonly handled: 'no' | 'yes' | 'refused' }>()
  #timer: NodeJS.Timeout | undefined
  #running: Promise<void> | undefined
  #stopped = false
  #lastLookedAt: number | null = null
  #lastProblem: string | null = null
  #taken = 0

  constructor(session: Session, folder: string, everyMilliseconds: number = LOOK_EVERY_MILLISECONDS) {
    this.#session = session
    this.#folder = folder
    this.#timer = setInterval(() => void this.look(), everyMilliseconds)
    this.#timer.unref()
  }

  state(): WatchState {
    return { folder: this.#folder, lastLookedAt: this.#lastLookedAt, lastProblem: this.#lastProblem, taken: this.#taken }
  }

  stop(): void {
    this.#stopped = true
    clearInterval(this.#timer)
    this.#timer = undefined
  }

  /** One look; what goes wrong is said by `state` until a look succeeds. */
  async look(asked = false): Promise<void> {
    // A door is at work (it may be taking plis itself): the next look comes soon.
    if (this.#stopped || (this.#session.isBusy && !asked)) return
    this.#running ??= this.#look()
      .catch((error: unknown) => {
        if (this.#stopped) return
        const fault = toFault(error)
        this.#lastProblem = fault.code === 'file_missing' ? 'folder_missing' : fault.code
        if (fault.code === 'internal') logThrown('watch-folder', error)
      })
      .finally(() => {
        this.#running = undefined
      })
    await this.#running
  }

  async #look(): Promise<void> {
    this.#lastLookedAt = now()
    const ready = this.#readyNames()
    if (ready.length === 0) {
      this.#lastProblem = this.#refusedHere()?.code ?? null
      return
    }
    const work = await beginWork(this.#session, 'write')
    if (!work.ok) {
      this.#lastProblem = work.error[0]?.code ?? null
      return
    }
    const { plis, refused } = await takeNames(work.value, this.#folder, ready, () => !this.#stopped)
    if (this.#stopped) return
    const took = plis.filter((pli) => pli.outcome === 'taken').length
    this.#taken += took
    // Which screens to read again is told with the next answer.
    if (took > 0) this.#session.backups?.changed()
    for (const path of ready) this.#handled(path, refused.has(path) ? 'refused' : 'yes')
    this.#lastProblem = this.#refusedHere()?.code ?? null
    // What was unknown or missing to a refused one may have come: they are looked at once more.
    if (took > 0) for (const [path, { mark, handled }] of this.#seen) if (handled === 'refused') this.#seen.set(path, { mark, handled: 'no' })
  }

  /** Those that have the size and the date that they had at the last look, and were not taken in hand since. */
  #readyNames(): string[] {
    const ready: string[] = []
    const present = new Set<string>()
    for (const path of pliNames(this.#folder, false)) {
      const file = lstatSync(path, { throwIfNoEntry: false })
      if (!file?.isFile()) continue
      present.add(path)
      const mark = `${file.size} ${file.mtimeMs} ${file.ino}`
      const before = this.#seen.get(path)
      if (before?.mark !== mark) this.#seen.set(path, { mark, handled: 'no' })
      else if (before.handled === 'no' && file.size > 0) ready.push(path)
    }
    for (const path of this.#seen.keys()) if (!present.has(path)) this.#seen.delete(path)
    return ready
  }

  #handled(path: string, handled: 'yes' | 'refused'): void {
    const seen = this.#seen.get(path)
    if (seen) this.#seen.set(path, { mark: seen.mark, handled })
  }

  #refusedHere(): Refusal | undefined {
    for (const { handled } of this.#seen.values()) if (handled === 'refused') return { code: 'watched_pli_refused' }
    return undefined
  }
}
