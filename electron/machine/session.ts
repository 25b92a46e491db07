import { Cancelled, createContext, type Context, type ProgressStep } from '../../core/context.ts'
import type { CalendarDate } from '../../core/kernel/calendar-date.ts'
import type { AuthorId } from '../../core/kernel/ids.ts'
import type { Refusal } from '../../core/kernel/result.ts'
import type { IdentityInfo } from '../../core/workspace.ts'
import type { Reply } from '../bridge.ts'
import { Backups, type RunBackup } from './backups.ts'
import type { VerifyCopy } from './backup.ts'
import { assertSettled } from './database.ts'
import type { Door, DoorOutcome } from './door.ts'
import { MachineFault, toFault } from './fault.ts'
import { MemoryFiles } from './files.ts'
import { unlockWith } from './identity-work.ts'
import type { Keychain } from './keychain.ts'
import { logThrown } from './log.ts'
import { census, migrate, readMigrations, schemaState } from './migrate.ts'
import { realPath } from './paths.ts'
import { createPorts } from './ports.ts'
import { parseInput, type ProcedureTable } from './procedure-table.ts'
import { doors } from './session-doors.ts'
import type { WatchedFolder } from './watch-folder.ts'
import { type OpenOptions, openWorkspace, type OpenWorkspace } from './workspace.ts'

export interface SessionOptions {
  /** `electron`, `browser` or `cli`. */
  readonly shell: string
  /** The table that holds a door; the doors of drafts come apart, with the library they need. */
  readonly procedures: (name: string) => Promise<ProcedureTable>
  /** Runs a backup elsewhere than in this thread; undefined: here. */
  readonly runBackup?: RunBackup
  /** Makes backups by itself while a workspace is open. */
  readonly automaticBackups?: boolean
  /** Watches the folder that a workspace remembers, from the moment it is open. */
  readonly watchesFolder?: boolean
  readonly on?: CalendarDate | undefined
  /** Whether the system's dialogs can pick a path. */
  readonly canPick?: boolean
  /** The system's keychain, where the shell can reach it. */
  readonly keychain?: Keychain
}

/** Faults that say that something a person asked cannot be: they answer as refusals, with what the person gave. */
const REFUSED_FAULTS = new Set(['file_exists', 'file_too_large'])
/** The machine asks these of the core, with keys that it holds: asked by a page, they would name keys that nobody has. */
const OF_THE_MACHINE = new Set(['root.draft', 'root.record', 'keys.rotate'])
const nothing = (): void => undefined

/** One person's work with one open workspace: every call of a shell goes through `answer`. */
export class Session {
  readonly options: SessionOptions
  readonly files = new MemoryFiles()
  workspace: OpenWorkspace | undefined
  backups: Backups | undefined
  /** The folder whose plis are taken by themselves, where one is watched. */
  watcher: WatchedFolder | undefined
  #atWork = 0
  #progress: (step: ProgressStep) => void = nothing
  #settled = false

  constructor(options: SessionOptions) {
    this.options = options
  }

  /** A session beside this one, over another file: its doors are the same, and it watches and backs up nothing. */
  beside(): Session {
    const { shell, procedures, on } = this.options
    return new Session({ shell, procedures, on })
  }

  /** Answers one call. Never throws: what the machine or a defect throws is logged and answered as a fault by its code. */
  async answer(name: string, input: unknown, progress: (step: ProgressStep) => void = nothing): Promise<Reply<unknown>> {
    try {
      return await this.run(name, input, progress)
    } catch (thrown) {
      if (thrown instanceof Cancelled) return { ok: false, cancelled: true }
      const fault = toFault(thrown)
      if (REFUSED_FAULTS.has(fault.code)) return refused({ code: fault.code, ...fault.data })
      if (fault.code === 'read_only' && this.workspace && this.workspace.access !== 'write') return refused(this.readOnlyRefusal(this.workspace))
      return { ok: false, fault: { code: fault.code, reference: logThrown(name, thrown) } }
    }
  }

  /** As `answer`, but lets the machine's faults out: for the command line, which names the file to its own user. */
  async run(name: string, input: unknown, progress: (step: ProgressStep) => void = nothing): Promise<Reply<unknown>> {
    const door = Object.hasOwn(doors, name) ? doors[name as keyof typeof doors] : undefined
    if (door) return this.#enterDoor(door as Door, input, progress)
    return this.#enterCore(name, await this.options.procedures(name), input, progress)
  }

  async #enterDoor(door: Door, input: unknown, progress: (step: ProgressStep) => void): Promise<Reply<unknown>> {
    const parsed = parseInput(door.input, input)
    if (!parsed.ok) return { ok: false, refused: parsed.error }
    const before = this.#progress
    this.#progress = progress
    this.#atWork += 1
    try {
      const outcome = await door.run(this, parsed.value as never)
      return outcome.ok ? { ok: true, value: outcome.value, changed: outcome.changed ?? [] } : { ok: false, refused: outcome.error }
    } finally {
      this.#atWork -= 1
      this.#progress = before
    }
  }

  #enterCore(name: string, table: ProcedureTable, input: unknown, progress: (step: ProgressStep) => void): Reply<unknown> {
    const procedure = Object.hasOwn(table, name) && !OF_THE_MACHINE.has(name) ? table[name] : undefined
    if (!procedure) return refused({ code: 'unknown_procedure', procedure: name.slice(0, 60) })
    const workspace = this.workspace
    if (!workspace) return refused({ code: 'no_workspace' })
    if (procedure.kind === 'command' && workspace.access !== 'write') return refused(this.readOnlyRefusal(workspace))
    const parsed = parseInput(procedure.input, input)
    if (!parsed.ok) return { ok: false, refused: parsed.error }
    const before = this.#progress
    this.#progress = progress
    try {
      const outcome = procedure.run(workspace.ctx, parsed.value as never)
      const changed = this.wrote()
      return outcome.ok ? { ok: true, value: outcome.value, changed } : { ok: false, refused: outcome.error }
    } finally {
      this.#progress = before
    }
  }

  /** After anything that may have written: looks after the connection and the backups, and answers which modules changed. */
  wrote(): readonly string[] {
    const workspace = this.workspace
    const changed = workspace?.ctx.drainChanged() ?? []
    if (workspace && changed.length > 0) this.#afterWrite(workspace)
    return changed
  }

  #afterWrite(workspace: OpenWorkspace): void {
    // WAL lowers `synchronous` after the first write unless it was set: looked at once it could have.
    if (!this.#settled) assertSettled(workspace.connection)
    this.#settled = true
    this.backups?.changed()
  }

  /** Why nothing can be written into the open workspace. */
  readOnlyRefusal(workspace: OpenWorkspace): Refusal {
    const holder = workspace.info().heldBy
    if (workspace.access === 'newer') return { code: 'workspace_newer' }
    return { code: 'workspace_read_only', ...(holder ? { host: holder.host, processId: holder.processId, since: holder.since, shell: holder.shell } : {}) }
  }

  /** Runs a core procedure over a context that is not the open workspace's: filling a new file, proving a copy. */
  async runOver(ctx: Context, name: string, input: unknown): Promise<{ readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: readonly Refusal[] }> {
    const table = await this.options.procedures(name)
    const procedure = Object.hasOwn(table, name) ? table[name] : undefined
    if (!procedure) return { ok: false, error: [{ code: 'unknown_procedure', procedure: name }] }
    const parsed = parseInput(procedure.input, input)
    return parsed.ok ? procedure.run(ctx, parsed.value as never) : parsed
  }

  /** Asks the core of the open workspace what it never refuses. */
  async ask<T>(name: string, input: unknown): Promise<T> {
    if (!this.workspace) throw new MachineFault('no_workspace')
    const outcome = await this.runOver(this.workspace.ctx, name, input)
    if (!outcome.ok) throw new MachineFault('internal', { refused: outcome.error.map((refusal) => refusal.code) })
    return outcome.value as T
  }

  /** Unlocks the keys of the open workspace for this session. Refusals: see `KeyRing.unlock`. */
  async unlockWith(passphrase: string): Promise<DoorOutcome<IdentityInfo>> {
    return unlockWith(this, passphrase)
  }

  /** A door is at work, maybe waiting for the machine: nothing else of the workspace should begin. */
  get isBusy(): boolean {
    return this.#atWork > 0
  }

  get openOptions(): OpenOptions {
    return { shell: this.options.shell, files: this.files, progress: (step) => this.#progress(step), on: this.options.on, keychain: this.options.keychain }
  }

  /** Closes what is open and opens a path. The new one is opened first: a refusal leaves the person where they were. */
  async open(path: string, readOnly = false): Promise<OpenWorkspace> {
    if (this.workspace && !readOnly && this.workspace.access === 'write' && this.workspace.path === realPath(path)) return this.workspace
    const next = await openWorkspace(path, { ...this.openOptions, readOnly })
    this.close()
    this.workspace = next
    this.#settled = false
    if (next.access === 'write') {
      this.backups = new Backups(next.path, this.options.runBackup ?? ((source) => this.backupHere(source)), this.options.automaticBackups === true)
      if (this.options.watchesFolder === true) await import('./watch-doors.ts').then(({ watchRemembered }) => watchRemembered(this))
    }
    return next
  }

  /** Opens the same file anew: what was read of it when it was opened has changed. */
  async reopen(): Promise<void> {
    const path = this.workspace?.path
    this.close()
    if (path !== undefined) await this.open(path)
  }

  close(): void {
    this.watcher?.stop()
    this.watcher = undefined
    this.backups?.stop()
    this.backups = undefined
    this.workspace?.close()
    this.workspace = undefined
  }

  async backupHere(source: string): ReturnType<RunBackup> {
    const { makeBackup } = await import('./backup.ts')
    return makeBackup(source, this.verifyCopy)
  }

  /**
   * Proves a copy with the core's own `verify`: every hash of its chain, every kept balance. A copy of an earlier version
   * is brought to this one first (the copy only); one of a later version cannot be judged by these rules, only counted.
   */
  readonly verifyCopy: VerifyCopy = async (connection) => {
    const migrations = readMigrations()
    const state = schemaState(connection, migrations)
    if (state === 'empty') throw new MachineFault('not_a_workspace')
    if (state === 'newer') {
      const { rows } = census(connection)
      return { facts: rows.get('fact') ?? 0, entries: rows.get('entry') ?? 0, problems: [] }
    }
    migrate(connection, migrations)
    const author = connection.prepare("SELECT value FROM setting WHERE key = 'author'").pluck().get() as AuthorId
    const ports = createPorts({ connection, migrations, author, files: this.files, progress: (step) => this.#progress(step), on: this.options.on })
    const outcome = await this.runOver(createContext(ports), 'verify', { full: false })
    if (!outcome.ok) throw new MachineFault('backup_failed', { refused: outcome.error.map((refusal) => refusal.code) })
    return outcome.value as { facts: number; entries: number; problems: unknown[] }
  }
}

function refused(...refusals: readonly Refusal[]): Reply<never> {
  return { ok: false, refused: refusals }
}
