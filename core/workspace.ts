import type { CalendarDate } from './kernel/calendar-date.ts'

/**
 * The doors that belong to the machine and not to the books: which workspace file is open, its backups,
 * the files that come and go. The shells answer them; screens and scripts call them like any other procedure.
 */
export interface WorkspaceInfo {
  readonly path: string
  /** File name without extension. */
  readonly name: string
  readonly kind: 'entity' | 'office' | 'headquarters'
  readonly demonstration: boolean
  /** `newer`: the file was written by a later program and is open for reading only. */
  readonly access: 'write' | 'read' | 'newer'
  /** Who holds the file when access is `read`. */
  readonly heldBy?: { readonly host: string; readonly processId: number; readonly since: string; readonly shell: string }
  /** Two machines may write a file that lies in a synced folder or on a network disk: said before it happens. */
  readonly folderWarning?: { readonly kind: 'synced' | 'network'; readonly service: string }
  readonly sizeBytes: number
  readonly programVersion: string
}

export interface BackupInfo {
  readonly path: string
  /** Instant, ISO 8601 with offset. */
  readonly madeAt: string
  readonly sizeBytes: number
  /** True only after it was re-opened and its chain verified. */
  readonly verified: boolean
  readonly facts: number
  readonly entries: number
}

export interface RestorePreview {
  readonly backup: BackupInfo
  readonly current: { readonly facts: number; readonly entries: number } | null
  /** What the restored file would not have. */
  readonly missingEntries: number
  readonly lastEntryOn: CalendarDate | null
}

/** Shell procedures by name: input and answer. */
export interface WorkspaceApi {
  'workspace.current': { input: Record<string, never>; output: WorkspaceInfo | null }
  'workspace.recent': { input: Record<string, never>; output: readonly { readonly path: string; readonly name: string; readonly exists: boolean }[] }
  'workspace.folder': { input: Record<string, never>; output: { readonly path: string; readonly canPick: boolean } }
  'workspace.create': {
    input: {
      readonly path: string
      readonly kind: 'entity' | 'office' | 'headquarters'
      readonly country: 'BE' | 'FR'
      readonly name: string
      readonly entityCode: string
      readonly entityName: string
      /** None: the first import opens the years of its file. */
      readonly firstYear?: { readonly startOn: string; readonly endOn: string }
      readonly demonstration?: string
    }
    output: WorkspaceInfo
  }
  'workspace.open': { input: { readonly path: string }; output: WorkspaceInfo }
  'workspace.close': { input: Record<string, never>; output: null }
  'backup.list': { input: Record<string, never>; output: { readonly folder: string; readonly backups: readonly BackupInfo[]; readonly lastProblem: string | null } }
  'backup.now': { input: Record<string, never>; output: BackupInfo }
  'restore.preview': { input: { readonly path: string }; output: RestorePreview }
  'restore.run': { input: { readonly path: string; readonly newPath: string }; output: WorkspaceInfo }
  /** Writes a report: `xlsx` may hold several (a sheet each), `pdf` and `csv` one. The answer is downloaded by its id. */
  'report.write': {
    input: { readonly format: 'xlsx' | 'pdf' | 'csv'; readonly reports: readonly { readonly procedure: string; readonly input: unknown }[]; readonly language: 'fr' | 'nl' | 'en' }
    output: { readonly fileId: string; readonly fileName: string }
  }
}
