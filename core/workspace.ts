import type { CalendarDate } from './kernel/calendar-date.ts'
import type { Refusal } from './kernel/result.ts'
import type { Fingerprint, TakenPli } from './sync/pli.ts'
import type { Role } from './sync/sync-facts.ts'

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

/** The keys of the workspace: made once, locked when it opens, unlocked for the session. */
export interface IdentityInfo {
  readonly author: string
  readonly made: boolean
  readonly locked: boolean
  /** `machine`: only this account of this machine protects them; a passphrase is safer. */
  readonly sealedBy: 'passphrase' | 'keychain' | 'machine' | null
  readonly fingerprint: Fingerprint | null
  /** Can the system's keychain keep them here? */
  readonly canUseKeychain: boolean
}

/** A file made for the person, downloaded or written by its id. */
export interface MadeFileInfo {
  readonly fileId: string
  readonly fileName: string
}

/** What a file of enrolment says, before anything is decided. */
export interface EnrolmentInfo {
  readonly kind: 'request' | 'answer'
  readonly person: string
  readonly email: string | null
  readonly role: Role
  readonly office: string | null
  /** Activités asked for or granted. `known`: headquarters already holds it. */
  readonly entities: readonly { readonly uid: string; readonly code: string; readonly name: string; readonly entries: number; readonly known: boolean }[]
  /** What both sides compare aloud. */
  readonly fingerprint: Fingerprint
  /** Of headquarters' root, in an answer. */
  readonly rootFingerprint: Fingerprint | null
  readonly headquarters: string | null
}

export interface EnrolmentAccepted extends MadeFileInfo {
  readonly fingerprint: Fingerprint
  readonly rootFingerprint: Fingerprint
  readonly entities: readonly string[]
}

/** What leaves and who will be able to read it, before it does. */
export interface PliPreview {
  readonly to: string
  readonly number: number
  readonly recipients: readonly { readonly name: string; readonly role: Role; readonly office: string | null; readonly device: string | null }[]
  readonly contents: readonly {
    /** `stream`: the code of its entity and its letter, `ATELIER/B`. */
    readonly entity: string; readonly entityName: string; readonly stream: string; readonly from: number; readonly to: number
    /** Facts by kind; the renderer says each kind in words. */
    readonly kinds: Readonly<Record<string, number>>
    readonly entries: number; readonly debitCents: number; readonly firstOn: CalendarDate | null; readonly lastOn: CalendarDate | null; readonly documents: number
  }[]
  readonly receipts: number
  readonly facts: number
  /** Nothing new for them: a pli would carry only what this workspace holds. */
  readonly empty: boolean
}

export interface PliMade extends MadeFileInfo {
  readonly to: string
  readonly number: number
  readonly facts: number
  readonly documents: number
  readonly sizeBytes: number
  readonly recipients: readonly string[]
  /** What its sender should know: who is left out of it. */
  readonly notices: readonly Refusal[]
}

/** Who a pli can be made for from this workspace. */
export interface Addressee {
  /** As typed after `--to`: `headquarters`, the code of an Activité, the code of an office. */
  readonly to: string
  readonly kind: 'headquarters' | 'entity' | 'office'
  readonly name: string
  readonly readers: number
  /** Facts that it is not known to hold. */
  readonly facts: number
  readonly lastMadeAt: number | null
}

export interface WatchState {
  readonly folder: string | null
  readonly lastLookedAt: number | null
  readonly lastProblem: string | null
  /** Taken since the workspace was opened. */
  readonly taken: number
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

  'identity.state': { input: Record<string, never>; output: IdentityInfo }
  /** Without a passphrase: the system's keychain where there is one, else this account of this machine. */
  'identity.make': { input: { readonly passphrase?: string }; output: IdentityInfo }
  /** Without a passphrase: the keychain or the key of this machine is asked once more. */
  'identity.unlock': { input: { readonly passphrase?: string }; output: IdentityInfo }
  'identity.lock': { input: Record<string, never>; output: IdentityInfo }
  'identity.seal': { input: { readonly passphrase?: string }; output: IdentityInfo }
  /** A PDF to print and keep away: with it and the last pli, a lost machine is replaced. */
  'identity.recovery-sheet': { input: { readonly language: 'fr' | 'nl' | 'en' }; output: MadeFileInfo }
  /** Puts the keys of a sheet back into a workspace that has none. */
  'identity.restore': { input: { readonly secret: string; readonly passphrase?: string }; output: IdentityInfo }
  /** Headquarters founds its trust: three root keys, each sealed in its own file by its own passphrase; two of them name the working key. */
  'trust.found': { input: { readonly passphrases: readonly string[] }; output: { readonly files: readonly MadeFileInfo[]; readonly rootFingerprint: Fingerprint } }
  /** Root key files that were made here and that nobody said are safe yet: offered again until then. */
  'trust.root-files': { input: Record<string, never>; output: readonly MadeFileInfo[] }
  'trust.forget-root-files': { input: Record<string, never>; output: null }
  /** Two root key files name another working key, or the same one for longer, or end one. */
  'trust.state-root': {
    input: {
      readonly rootFiles: readonly { readonly fileId: string; readonly passphrase: string }[]; readonly endAuthor?: string; readonly expiresOn?: string
      /** New keys for this workspace, named in place of its present ones; sealed by `passphrase` where the present ones are. */
      readonly renew?: boolean; readonly passphrase?: string
    }
    output: { readonly version: number; readonly rootFingerprint: Fingerprint }
  }
  'trust.rotate': { input: { readonly passphrase?: string }; output: IdentityInfo }
  'enrol.request': { input: { readonly person: string; readonly email?: string; readonly role: Role; readonly joins?: string; readonly office?: string }; output: MadeFileInfo & { readonly fingerprint: Fingerprint } }
  'enrol.read': { input: { readonly fileId: string }; output: EnrolmentInfo }
  'enrol.accept': {
    input: { readonly fileId: string; readonly role?: Exclude<Role, 'headquarters'>; readonly entities?: readonly string[]; readonly office?: string; readonly fingerprint?: string
      /** The person lost the key that headquarters knows: this one replaces it. */
      readonly replaceKey?: boolean
      /** Another machine of headquarters: two root keys name it. */
      readonly rootFiles?: readonly { readonly fileId: string; readonly passphrase: string }[]
    }
    output: EnrolmentAccepted
  }
  'enrol.finish': { input: { readonly fileId: string; readonly fingerprint?: string }; output: { readonly headquarters: string; readonly fingerprint: Fingerprint; readonly rootFingerprint: Fingerprint; readonly entities: readonly string[]; readonly taken: TakenPli } }
  'pli.addressees': { input: Record<string, never>; output: readonly Addressee[] }
  'pli.preview': { input: { readonly to: string; readonly since?: 'acknowledged' | 'sent' }; output: PliPreview }
  'pli.make': { input: { readonly to: string; readonly since?: 'acknowledged' | 'sent' }; output: PliMade }
  /** What a file holds, taken or not: writes nothing. */
  'pli.show': { input: { readonly fileId: string }; output: TakenPli & { readonly purpose: string; readonly madeAt: number; readonly recipients: readonly string[]; readonly sizeBytes: number } }
  'pli.take': { input: { readonly fileIds: readonly string[] }; output: { readonly plis: readonly TakenPli[] } }
  /** Every `*.pli` of a folder of this machine; what was taken to the end before is passed over; what waited or was refused is tried again. */
  'pli.take-folder': { input: { readonly path: string; readonly recursive?: boolean }; output: { readonly plis: readonly TakenPli[]; readonly files: number; readonly passedOver: number } }
  'pli.watch': { input: { readonly folder: string | null }; output: WatchState }
  'pli.watch-state': { input: Record<string, never>; output: WatchState }
  /** A new file without the history that parted from the one headquarters holds; its own entries come back in a new stream. */
  'fork.repair': { input: { readonly newPath: string }; output: WorkspaceInfo & { readonly entriesBookedAgain: number } }
}
