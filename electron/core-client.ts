import type { ProgressStep } from '../core/context.ts'
import type { Reply } from './bridge.ts'
import type { FromCoreProcess, ToCoreProcess } from './channels.ts'
import type { UtilityProcess } from './electron-api.ts'
import { answerKeychain, type Keychain } from './machine/keychain.ts'

type Answer = Exclude<FromCoreProcess, { type: 'progress' | 'keychain' }>

interface Waiting {
  readonly settle: (message: Answer) => void
  readonly onProgress: ((step: ProgressStep) => void) | undefined
}

type Asked = ToCoreProcess extends infer Message ? (Message extends { readonly id: number } ? Omit<Message, 'id'> : never) : never

/** The main process's end of the line to the process of the core: it numbers what it asks and hands back the answers. */
export class CoreClient {
  readonly #process: UtilityProcess
  readonly #keychain: Keychain | undefined
  readonly #waiting = new Map<number, Waiting>()
  #next = 1
  #gone = false

  constructor(process: UtilityProcess, keychain?: Keychain) {
    this.#process = process
    this.#keychain = keychain
    process.on('message', (message) => this.#receive(message as FromCoreProcess))
    process.on('exit', () => this.#lost())
    // V8 gave up (no memory): `exit` follows. Heard by nobody, it would be thrown here.
    process.on('error', () => undefined)
  }

  get gone(): boolean {
    return this.#gone
  }

  async call(name: string | undefined, procedure: string, input: unknown, onProgress: (step: ProgressStep) => void): Promise<Reply<unknown>> {
    return replyOf(await this.#ask({ type: 'call', name, procedure, input }, onProgress))
  }

  cancel(name: string): void {
    if (!this.#gone) this.#process.postMessage({ type: 'cancel', name } satisfies ToCoreProcess)
  }

  async upload(name: string, bytes: Uint8Array): Promise<Reply<unknown>> {
    return replyOf(await this.#ask({ type: 'upload', name, bytes }))
  }

  async file(fileId: string): Promise<{ readonly name: string; readonly bytes: Uint8Array } | null> {
    const answer = await this.#ask({ type: 'file', fileId })
    return answer.type === 'file' ? answer.file : null
  }

  async close(): Promise<void> {
    await this.#ask({ type: 'close' })
    this.#process.kill()
  }

  #ask(message: Asked, onProgress?: (step: ProgressStep) => void): Promise<Answer> {
    const id = this.#next
    this.#next += 1
    return new Promise((settle) => {
      if (this.#gone) return settle(stopped(id))
      this.#waiting.set(id, { settle, onProgress })
      this.#process.postMessage({ ...message, id })
    })
  }

  #receive(message: FromCoreProcess): void {
    if (message.type === 'keychain') {
      void answerKeychain(this.#keychain, message.asked).then((answer) => {
        if (!this.#gone) this.#process.postMessage({ type: 'keychain', id: message.id, answer } satisfies ToCoreProcess)
      })
      return
    }
    const waiting = this.#waiting.get(message.id)
    if (!waiting) return
    if (message.type === 'progress') return waiting.onProgress?.(message.step)
    this.#waiting.delete(message.id)
    waiting.settle(message)
  }

  #lost(): void {
    this.#gone = true
    for (const [id, waiting] of this.#waiting) waiting.settle(stopped(id))
    this.#waiting.clear()
  }
}

function stopped(id: number): Answer {
  return { type: 'reply', id, reply: { ok: false, fault: { code: 'core_stopped', reference: '' } } }
}

function replyOf(answer: Answer): Reply<unknown> {
  return answer.type === 'reply' ? answer.reply : { ok: false, fault: { code: 'core_stopped', reference: '' } }
}
