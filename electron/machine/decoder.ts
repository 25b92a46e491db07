import { lstatSync } from 'node:fs'
import { type ResourceLimits, Worker } from 'node:worker_threads'
import type { DecoderReady, DecodeThreadData, FromDecoder, ToDecoder } from './decode-messages.ts'
import { MachineFault } from './fault.ts'
import { logThrown } from './log.ts'
import { siblingModule } from './sibling-module.ts'

/** How far the thread may be ahead of the writer: enough that neither waits for the other, little enough to stay small. */
const FILES_AHEAD = 512
const BYTES_AHEAD = 48 * 1024 * 1024
/** Its heap holds texts of a pli at a time; bytes of files are outside of it. */
const DECODE_MEMORY = { maxOldGenerationSizeMb: 192, maxYoungGenerationSizeMb: 8 }
/** A thread that cannot even start, time after time, is no fault of the files. */
const MOST_FALSE_STARTS = 3

export interface DecodedFile {
  readonly path: string
  readonly found: FromDecoder
}

interface Asked {
  readonly path: string
  readonly bytes: number
}

/** The side of the writer: hands names to the decode thread, a bounded number ahead, and gets files back in the order of the names. */
export class Decoder {
  readonly #data: DecodeThreadData
  readonly #memory: ResourceLimits
  readonly #asked = new Map<number, Asked>()
  readonly #arrived: FromDecoder[] = []
  #worker: Worker | undefined
  #next = 1
  #bytes = 0
  #falseStarts = 0
  #broken: unknown
  #wake: () => void = () => undefined

  constructor(data: DecodeThreadData, memory: ResourceLimits = DECODE_MEMORY) {
    this.#data = data
    this.#memory = memory
    this.#worker = this.#start()
  }

  #start(): Worker {
    const worker = new Worker(siblingModule('decode-worker', import.meta.url), { workerData: this.#data, stdin: false, resourceLimits: this.#memory })
    this.#falseStarts += 1
    worker.on('message', (message: FromDecoder | DecoderReady) => {
      this.#falseStarts = 0
      if (message.type === 'ready') return
      this.#arrived.push(message)
      this.#wake()
    })
    worker.on('error', (error) => this.#lost(worker, error))
    worker.on('exit', () => this.#lost(worker, new Error('the decode thread ended')))
    return worker
  }

  /** The thread died at the first file that it has not answered: that one is refused, a new thread goes on with the others. */
  #lost(worker: Worker, error: unknown): void {
    if (worker !== this.#worker) return
    logThrown('decoder', error)
    if (this.#falseStarts >= MOST_FALSE_STARTS) {
      this.#broken = error
    } else {
      const answered = new Set(this.#arrived.map((message) => message.id))
      const open = [...this.#asked].filter(([id]) => !answered.has(id))
      const culprit = this.#falseStarts === 0 ? open.shift() : undefined
      if (culprit) this.#arrived.push({ type: 'refused', id: culprit[0], hash: null, refused: [{ code: 'pli_stops_reader' }] })
      const started = this.#start()
      this.#worker = started
      for (const [id, asked] of open) started.postMessage({ id, path: asked.path } satisfies ToDecoder)
    }
    this.#wake()
  }

  /** Each file as it was found. Stopping early is `close`. */
  async *decode(paths: Iterable<string>): AsyncGenerator<DecodedFile> {
    const names = paths[Symbol.iterator]()
    let ended = false
    for (;;) {
      while (!ended && this.#hasRoom()) {
        const name = names.next()
        if (name.done === true) ended = true
        else this.#ask(name.value)
      }
      if (this.#asked.size === 0) return
      if (this.#broken !== undefined) throw new MachineFault('internal', {}, this.#broken)
      if (this.#arrived.length === 0) await new Promise<void>((wake) => (this.#wake = wake))
      const found = this.#arrived.shift()
      const asked = found && this.#asked.get(found.id)
      if (!found || !asked) continue
      this.#asked.delete(found.id)
      this.#bytes -= asked.bytes
      yield { path: asked.path, found }
    }
  }

  #hasRoom(): boolean {
    return this.#asked.size === 0 || (this.#asked.size < FILES_AHEAD && this.#bytes < BYTES_AHEAD)
  }

  #ask(path: string): void {
    const bytes = sizeOf(path)
    const id = this.#next
    this.#next += 1
    this.#bytes += bytes
    this.#asked.set(id, { path, bytes })
    this.#worker?.postMessage({ id, path } satisfies ToDecoder)
  }

  async close(): Promise<void> {
    const worker = this.#worker
    // First, so that its end is not taken for a loss.
    this.#worker = undefined
    await worker?.terminate()
  }
}

/** Nothing when it is gone: the thread will say so. */
function sizeOf(path: string): number {
  return lstatSync(path, { throwIfNoEntry: false })?.size ?? 0
}
