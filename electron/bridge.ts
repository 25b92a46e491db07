import type { Answer } from '../core/api.ts'
import type { ProgressStep } from '../core/context.ts'

/**
 * The one contract between the screens and the core, whatever carries it. Inside Electron the preload puts a
 * `Bridge` at `window.archipel`; in a browser the renderer builds the same `Bridge` over the HTTP doors of the
 * loopback host described at the foot of this file. Types only: both sides may import it.
 */

/** The machine failed. `reference` finds the line of the journal of the program; nothing else leaves the shell. */
export interface Fault {
  /** `workspace_locked`, `disk_full`, `workspace_damaged`, `invalid_input`, `unknown_procedure`, `internal` … */
  readonly code: string
  /** Eight characters, also in the log. */
  readonly reference: string
}

/** What a call comes back with: the core's own answer, a fault of the machine, or the person's own cancelling. */
export type Reply<T> =
  | Answer<T>
  | { readonly ok: false; readonly fault: Fault }
  | { readonly ok: false; readonly cancelled: true }

export interface CallOptions {
  /** Names the call, so that `cancel` can find it. Chosen by the screen; unique among the calls under way. */
  readonly id?: string
  readonly onProgress?: (step: ProgressStep) => void
}

/** Why a path is asked for: which dialog, which button. */
export type PickPurpose = 'open-workspace' | 'create-workspace' | 'open-backup' | 'restore-workspace'

/** What the application menu asks of the screens. */
export type MenuCommand = 'home' | 'new-entry' | 'search' | 'import' | 'open-workspace' | 'settings' | 'help'

export interface Bridge {
  /** `electron` can show the system's dialogs; `browser` asks for paths in a field. */
  readonly shell: 'electron' | 'browser'
  /** Never rejects for what the core or the machine answers; rejects only when the host is gone. */
  call(procedure: string, input: unknown, options?: CallOptions): Promise<Reply<unknown>>
  /** Asks a call under way to stop; it then answers `cancelled`, with nothing written. */
  cancel(id: string): Promise<void>
  /** Hands bytes over for an import or an attachment; the id names them in a later call. Refusals: `file_too_large`, `too_many_files`. */
  upload(name: string, bytes: Uint8Array): Promise<Reply<{ readonly fileId: string }>>
  /** Gives a made file to the person (a dialog, or the browser's own download). False when the person closed the dialog. */
  download(fileId: string): Promise<boolean>
  /** Asks the person for a path with the system's dialog; null when closed, or when there is no dialog (`browser`). */
  pick(purpose: PickPurpose, suggestedName: string): Promise<string | null>
  /** Commands of the application menu; answers what stops listening. Never called in a browser. */
  onMenu(listener: (command: MenuCommand) => void): () => void
}

/*
 * The loopback host (electron/loopback.ts), all on one origin `http://127.0.0.1:<port>`:
 *
 * The printed address is `http://127.0.0.1:<port>/#code=<launch code>`. The page takes the code from the fragment,
 * removes it with history.replaceState, and exchanges it ONCE:
 *   POST /api/session  {"code": string}           -> 200 {"token": string} and an HttpOnly SameSite=Strict cookie | 403
 * It keeps the token in sessionStorage (so that a reload lives on) and sends it with every later request in the
 * header `x-archipel-token`. A request without a valid cookie AND token answers 403: the session is over, and the
 * screen says to start the program again (or to reopen the address that `archipel serve` prints).
 *
 *   POST /api/call     HttpCall                   -> 200 application/x-ndjson: HttpLine per line, the last one is `reply`
 *   POST /api/cancel   {"id": string}             -> 204
 *   POST /api/upload   raw bytes, content-type application/octet-stream, header `x-archipel-name`: encodeURIComponent(name)
 *                                                 -> 200 Reply<{fileId}>
 *   GET  /api/file/<fileId>                       -> 200 bytes, content-disposition: attachment; filename*=UTF-8''… | 404
 *
 * Giving up a fetch of /api/call (AbortController) cancels the call too. Every POST carries
 * `content-type: application/json` unless said otherwise. The nonce of the page is in
 * `<meta property="csp-nonce" nonce="…">`: the renderer's index.html holds `__CSP_NONCE__` where it goes.
 */

export interface HttpCall {
  readonly id: string
  readonly procedure: string
  readonly input: unknown
}

export type HttpLine =
  | { readonly progress: ProgressStep }
  | { readonly reply: Reply<unknown> }
