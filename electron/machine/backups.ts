import { statSync } from 'node:fs'
import type { BackupInfo } from '../../core/workspace.ts'
import { backupFolder, listBackups } from './backup.ts'
import { now } from './clock.ts'
import { toFault } from './fault.ts'
import { logThrown } from './log.ts'

export type RunBackup = (workspacePath: string) => Promise<BackupInfo>

export const BACKUP_EVERY_MILLISECONDS = 15 * 60_000
const LOOK_EVERY_MILLISECONDS = 60_000

/** The backups of one open workspace: after changes, at least a quarter of an hour apart, and when asked. */
export class Backups {
  readonly folder: string
  readonly #path: string
  readonly #make: RunBackup
  #timer: NodeJS.Timeout | undefined
  #changed = false
  #lastTry = 0
  #running: Promise<BackupInfo> | undefined
  /** The code of the fault that stopped the last backup, or null. The screens say it until one succeeds. */
  lastProblem: string | null = null

  constructor(workspacePath: string, make: RunBackup, automatic: boolean) {
    this.#path = workspacePath
    this.#make = make
    this.folder = backupFolder(workspacePath)
    if (!automatic) return
    const latest = listBackups(this.folder).find((backup) => backup.verified)
    this.#lastTry = latest ? Date.parse(latest.madeAt) : 0
    // Closed before its last changes were a quarter of an hour old: they are due now.
    this.#changed = statSync(workspacePath).mtimeMs > this.#lastTry
    this.#timer = setInterval(() => void this.look().catch(() => undefined), LOOK_EVERY_MILLISECONDS)
    this.#timer.unref()
  }

  changed(): void {
    this.#changed = true
    if (this.#timer) setImmediate(() => void this.look().catch(() => undefined))
  }

  /** Makes a backup when one is due. */
  async look(instant: number = now()): Promise<BackupInfo | undefined> {
    if (!this.#changed || this.#running || instant - this.#lastTry < BACKUP_EVERY_MILLISECONDS) return undefined
    return this.make(instant)
  }

  async make(instant: number = now()): Promise<BackupInfo> {
    if (this.#running) return this.#running
    this.#lastTry = instant
    this.#changed = false
    this.#running = this.#make(this.#path)
    try {
      const made = await this.#running
      this.lastProblem = null
      return made
    } catch (error) {
      // Due again at the next look: what failed has saved nothing.
      this.#changed = true
      this.lastProblem = toFault(error).code
      logThrown('backup', error)
      throw error
    } finally {
      this.#running = undefined
    }
  }

  stop(): void {
    clearInterval(this.#timer)
    this.#timer = undefined
  }
}
