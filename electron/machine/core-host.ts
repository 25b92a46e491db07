import { Worker } from 'node:worker_threads'
import type { ProgressStep } from '../../core/context.ts'
import type { Reply } from '../bridge.ts'
import type { CoreThreadData, FromCore, MadeFile, ToCore } from './core-messages.ts'
import type { KeychainAnswer, KeychainAsk } from './keychain.ts'
import { logThrown } from './log.ts'
import { siblingModule } from './sibling-module.ts'

/** How many calls may wait: a page that asks more than this is out of order. */
const MOST_WAITING = 200

/** Asks the keychain of whoever started the core; never rejects. */
export type AskKeychain = (asked: KeychainAsk) => Promise<KeychainAnswer>

interface Waiting {
  readonly cancelled: Int32Array | undefined
  readonly onProgress: ((step: ProgressStep) => void) | undefined
  readonly settle: (message: FromCore) => void
}

/** Rows read in pages die young: a small nursery keeps their garbage from piling up, at no cost in time (measured in tests/bench). */
const CORE_MEMORY = { maxYoungGenerationSizeMb: 12 }

/** The side of a shell: starts the thread of the core, numbers the calls, carries their progress, replies and cancelling. */
export class CoreHost {
  readonly #data: CoreThreadData
  readonly #askKeychain: AskKeychain | undefined
  readonly #waiting = new Map<number, Waiting>()
  readonly #named = new Map<string, number>()
  #worker: Worker | undefined
  #next = 1
  #closed = false

  constructor(data: CoreThreadData, askKeychain?: AskKeychain) {
    this.#data = { ...data, hasKeychain: askKeychain !== undefined }
    this.#askKeychain = askKeychain
    this.#start()
  }

  #start(): Worker {
    const worker = new Worker(siblingModule('core-thread', import.meta.url), { workerData: this.#data, stdin: false, resourceLimits: CORE_MEMORY })
    worker.on('message', (message: FromCore) => (message.type === 'keychain' ? void this.#keychain(worker, message.id, message.asked) : this.#receive(message)))
    worker.on('error', (error) => this.#lost(worker, error))
    worker.on('exit', () => this.#lost(worker, undefined))
    this.#worker = worker
    return worker
  }

  async #keychain(worker: Worker, id: number, asked: KeychainAsk): Promise<void> {
    const answer = (await this.#askKeychain?.(asked)) ?? null
    worker.postMessage({ type: 'keychain', id, answer } satisfies ToCore)
  }

  #receive(message: FromCore): void {
    const waiting = this.#waiting.get(message.id)
    if (!waiting) return
    if (message.type === 'progress') {
      waiting.onProgress?.(message.step)
      return
    }
    this.#waiting.delete(message.id)
    waiting.settle(message)
  }

  /** The thread died (memory, a defect of a native part): every call is answered, and the next one starts a new thread. */
  #lost(worker: Worker, error: unknown): void {
    if (this.#worker !== worker) return
    this.#worker = undefined
    if (this.#closed && this.#waiting.size === 0) return
    const reference = logThrown('core-host', error ?? new Error('the core ended'))
    const waiting = [...this.#waiting]
    this.#waiting.clear()
    for (const [id, call] of waiting) call.settle({ type: 'reply', id, reply: { ok: false, fault: { code: 'core_stopped', reference } } })
  }

  #ask(message: (id: number) => ToCore, options: { readonly cancelled?: Int32Array; readonly onProgress?: ((step: ProgressStep) => void) | undefined } = {}): Promise<FromCore> {
    const id = this.#next
    this.#next += 1
    return new Promise((settle) => {
      this.#waiting.set(id, { cancelled: options.cancelled, onProgress: options.onProgress, settle })
      const worker = this.#worker ?? this.#start()
      worker.postMessage(message(id))
    })
  }

  /** Opens a door by name. `name` lets `cancel` find the call. */
  async call(name: string | undefined, procedure: string, input: unknown, onProgress?: (step: ProgressStep) => void): Promise<Reply<unknown>> {
    if (this.#closed) return { ok: false, fault: { code: 'core_stopped', reference: '' } }
    if (this.#waiting.size >= MOST_WAITING) return { ok: false, refused: [{ code: 'too_many_calls' }] }
    if (name !== undefined && this.#named.has(name)) return { ok: false, refused: [{ code: 'call_id_taken' }] }
    const cancelled = new SharedArrayBuffer(4)
    const number = this.#next
    if (name !== undefined) this.#named.set(name, number)
    try {
      const answer = await this.#ask((id) => ({ type: 'call', id, procedure, input, cancelled }), { cancelled: new Int32Array(cancelled), onProgress })
      return replyOf(answer)
    } finally {
      if (name !== undefined) this.#named.delete(name)
    }
  }

  /** Asks a named call to stop. It answers `cancelled` when it could, its result when it was already done. */
  cancel(name: string): void {
    const number = this.#named.get(name)
    const waiting = number === undefined ? undefined : this.#waiting.get(number)
    if (waiting?.cancelled) Atomics.store(waiting.cancelled, 0, 1)
  }

  async upload(name: string, bytes: Uint8Array): Promise<Reply<{ readonly fileId: string }>> {
    return replyOf(await this.#ask((id) => ({ type: 'upload', id, name, bytes }))) as Reply<{ readonly fileId: string }>
  }

  async file(fileId: string): Promise<MadeFile | null> {
    const answer = await this.#ask((id) => ({ type: 'file', id, fileId }))
    return answer.type === 'file' ? answer.file : null
  }

  /** Closes the workspace (its log is folded in, its lock freed) and ends the thread. */
  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    for (const waiting of this.#waiting.values()) if (waiting.cancelled) Atomics.store(waiting.cancelled, 0, 1)
    const worker = this.#worker
    if (!worker) return
    await this.#ask((id) => ({ type: 'close', id }))
    this.#worker = undefined
    await worker.terminate()
  }
}

function replyOf(message: FromCore): Reply<unknown> {
  return message.type === 'reply' ? message.reply : { ok: false, fault: { code: 'internal', reference: '' } }
}
