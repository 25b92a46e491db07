import type { ProgressStep } from '../core/context.ts'
import type { Reply } from './bridge.ts'
import type { KeychainAnswer, KeychainAsk } from './machine/keychain.ts'

/** The few words that pass between the page's preload and the main process. */
export const CHANNEL = {
  call: 'archipel:call', cancel: 'archipel:cancel', upload: 'archipel:upload', download: 'archipel:download', pick: 'archipel:pick',
  progress: 'archipel:progress', menu: 'archipel:menu',
} as const

/** Names the page for which the window is made; everything else is turned away. */
export const SCHEME = 'app'
export const ORIGIN = 'app://archipel'

/** From the main process to the process of the core. */
export type ToCoreProcess =
  | { readonly type: 'call'; readonly id: number; readonly name: string | undefined; readonly procedure: string; readonly input: unknown }
  | { readonly type: 'cancel'; readonly name: string }
  | { readonly type: 'upload'; readonly id: number; readonly name: string; readonly bytes: Uint8Array }
  | { readonly type: 'file'; readonly id: number; readonly fileId: string }
  | { readonly type: 'close'; readonly id: number }
  | { readonly type: 'keychain'; readonly id: number; readonly answer: KeychainAnswer }

/** And back. */
export type FromCoreProcess =
  | { readonly type: 'progress'; readonly id: number; readonly step: ProgressStep }
  | { readonly type: 'reply'; readonly id: number; readonly reply: Reply<unknown> }
  | { readonly type: 'file'; readonly id: number; readonly file: { readonly name: string; readonly bytes: Uint8Array } | null }
  | { readonly type: 'closed'; readonly id: number }
  /** The core asks: only the main process may use the system's keychain. */
  | { readonly type: 'keychain'; readonly id: number; readonly asked: KeychainAsk }
