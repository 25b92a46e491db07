import type { ProgressStep } from '../../core/context.ts'
import type { BackupInfo } from '../../core/workspace.ts'
import type { Reply } from '../bridge.ts'
import type { KeychainAnswer, KeychainAsk } from './keychain.ts'

/** What a host tells the thread of the core. `cancelled` is one shared word: 1 asks the call to stop, even while it works. */
export type ToCore =
  | { readonly type: 'call'; readonly id: number; readonly procedure: string; readonly input: unknown; readonly cancelled: SharedArrayBuffer }
  | { readonly type: 'upload'; readonly id: number; readonly name: string; readonly bytes: Uint8Array }
  | { readonly type: 'file'; readonly id: number; readonly fileId: string }
  | { readonly type: 'close'; readonly id: number }
  | { readonly type: 'keychain'; readonly id: number; readonly answer: KeychainAnswer }

export interface MadeFile {
  readonly name: string
  readonly mediaType: string
  readonly bytes: Uint8Array
}

/** What the thread tells its host. */
export type FromCore =
  | { readonly type: 'progress'; readonly id: number; readonly step: ProgressStep }
  | { readonly type: 'reply'; readonly id: number; readonly reply: Reply<unknown> }
  | { readonly type: 'file'; readonly id: number; readonly file: MadeFile | null }
  | { readonly type: 'closed'; readonly id: number }
  /** The thread asks its host for something of the system's keychain. */
  | { readonly type: 'keychain'; readonly id: number; readonly asked: KeychainAsk }

/** How a thread of the core is started. */
export interface CoreThreadData {
  readonly shell: 'electron' | 'browser'
  readonly canPick: boolean
  /** The host can ask a keychain. */
  readonly hasKeychain?: boolean
  readonly on?: string
}

/** What a thread that makes a backup answers. */
export type BackupThreadAnswer = { readonly ok: true; readonly made: BackupInfo } | { readonly ok: false; readonly code: string }
