/** What can go wrong with the machine, by name; the sentences live in `renderer/i18n` by code. */
export type FaultCode =
  | 'not_a_workspace' | 'workspace_damaged' | 'workspace_locked' | 'disk_full' | 'disk_failed' | 'read_only'
  | 'file_missing' | 'file_exists' | 'no_permission' | 'cannot_open' | 'file_too_large' | 'file_unknown'
  | 'backup_failed' | 'migration_failed' | 'migration_changed' | 'no_workspace' | 'core_stopped' | 'port_in_use' | 'screens_missing' | 'internal'

/**
 * An environment fault: the disk, the file, a lock. Thrown, caught by the shells only. `data` may go into the log and
 * to the person's own terminal, never over the bridge: it may hold a path.
 */
export class MachineFault extends Error {
  override readonly name = 'MachineFault'
  readonly code: FaultCode
  readonly data: Readonly<Record<string, unknown>>

  constructor(code: FaultCode, data: Readonly<Record<string, unknown>> = {}, cause?: unknown) {
    super(code, cause === undefined ? undefined : { cause })
    this.code = code
    this.data = data
  }
}

/** What a fault or a refusal is about, for a person: the first of these data that is there (a path, a name, a port); empty when none is. */
export function whatOf(data: Readonly<Record<string, unknown>>, ...names: readonly string[]): string {
  const what = names.map((name) => data[name]).find((value) => value !== undefined)
  return typeof what === 'string' || typeof what === 'number' ? String(what) : ''
}

/** Primary result codes of SQLite (extended ones begin with them) and errno names of the system. */
const BY_CODE: readonly (readonly [prefix: string, code: FaultCode])[] = [
  ['SQLITE_NOTADB', 'not_a_workspace'],
  ['SQLITE_CORRUPT', 'workspace_damaged'],
  ['SQLITE_FORMAT', 'workspace_damaged'],
  ['SQLITE_BUSY', 'workspace_locked'],
  ['SQLITE_LOCKED', 'workspace_locked'],
  ['SQLITE_FULL', 'disk_full'],
  ['SQLITE_IOERR_SHORT_READ', 'workspace_damaged'],
  ['SQLITE_IOERR_CORRUPTFS', 'disk_failed'],
  ['SQLITE_IOERR', 'disk_failed'],
  ['SQLITE_READONLY', 'read_only'],
  ['SQLITE_CANTOPEN', 'cannot_open'],
  ['SQLITE_PERM', 'no_permission'],
  ['SQLITE_AUTH', 'no_permission'],
  ['ENOSPC', 'disk_full'],
  ['EDQUOT', 'disk_full'],
  ['EIO', 'disk_failed'],
  ['EROFS', 'read_only'],
  ['EACCES', 'no_permission'],
  ['EPERM', 'no_permission'],
  ['ENOENT', 'file_missing'],
  ['ENOTDIR', 'file_missing'],
  ['EEXIST', 'file_exists'],
  ['EISDIR', 'not_a_workspace'],
  ['EADDRINUSE', 'port_in_use'],
]

/** The name that SQLite or the system gave to an error, if any. */
export function systemCode(error: unknown): string | undefined {
  const code = (error as { readonly code?: unknown } | null | undefined)?.code
  return typeof code === 'string' ? code : undefined
}

/** The fault behind any thrown thing. What is not the machine's is `internal`: a defect of the program. */
export function toFault(error: unknown, data: Readonly<Record<string, unknown>> = {}): MachineFault {
  if (error instanceof MachineFault) return error
  const code = systemCode(error)
  const known = code === undefined ? undefined : BY_CODE.find(([prefix]) => code.startsWith(prefix))
  return new MachineFault(known ? known[1] : 'internal', data, error)
}

/** Runs `work`; whatever it throws comes out as a MachineFault. */
export function guarded<T>(data: Readonly<Record<string, unknown>>, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw toFault(error, data)
  }
}
