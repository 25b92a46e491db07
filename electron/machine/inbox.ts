import { lstatSync } from 'node:fs'
import { join, relative } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { isMainThread } from 'node:worker_threads'
import { Cancelled, type Outcome } from '../../core/context.ts'
import { err, ok } from '../../core/kernel/result.ts'
import type { TakenPli } from '../../core/sync/pli.ts'
import type { FromDecoder } from './decode-messages.ts'
import { Decoder } from './decoder.ts'
import type { Work } from './exchange-work.ts'
import { pliNames } from './folder-names.ts'
import { type FileToTake, Taking } from './taking.ts'

export interface TakenFolder {
  readonly plis: readonly TakenPli[]
  readonly files: number
  readonly passedOver: number
}

/** One transaction each: enough to share the cost of a commit, little enough to lose when cancelled. The first ones are small, so that the writer begins at once. */
const BATCH_FILES = 400
const FIRST_BATCH_FILES = 25
const BATCH_BYTES = 8 * 1024 * 1024

/**
 * Takes every pli of a folder, in batches of one transaction each, while a thread beside reads and opens the next. What was taken
 * before is passed over; one bad pli is named and stops nothing; the folder is only read. Stopping keeps what was committed, and the
 * next run goes on from there. Refusal: `folder_missing`.
 */
export async function takeFolder(work: Work, folder: string, recursive: boolean): Promise<Outcome<TakenFolder>> {
  if (lstatSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return err([{ code: 'folder_missing', path: folder }])
  let total = 0
  for (const _ of pliNames(folder, recursive)) total += 1
  const { progress } = work.session.openOptions
  const inbox = new Inbox(work, folder, (done) => progress({ step: 'taking', done, total }))
  return ok(await inbox.takeAll(pliNames(folder, recursive)))
}

/** Takes the files named, while `isWanted`; `refused`: the paths of those that were. */
export async function takeNames(work: Work, folder: string, names: readonly string[], isWanted: () => boolean): Promise<TakenFolder & { readonly refused: ReadonlySet<string> }> {
  const inbox = new Inbox(work, folder, () => {
    if (!isWanted()) throw new Cancelled()
  })
  const taken = await inbox.takeAll(names)
  const refused = new Set(taken.plis.filter((pli) => pli.outcome === 'refused').map((pli) => join(folder, pli.file)))
  return { ...taken, refused }
}

class Inbox {
  readonly #work: Work
  readonly #folder: string
  readonly #progress: (done: number) => void
  readonly #taking: Taking
  /** By hash, so that one that waited and was taken later is told once, as it ended. */
  readonly #answers = new Map<string, TakenPli>()
  #done = 0
  #passedOver = 0
  #batch: FileToTake[] = []
  #batchBytes = 0
  #batchFiles = FIRST_BATCH_FILES

  constructor(work: Work, folder: string, progress: (done: number) => void) {
    this.#work = work
    this.#folder = folder
    this.#progress = progress
    this.#taking = new Taking(work)
  }

  async takeAll(names: Iterable<string>): Promise<TakenFolder> {
    boundMemory()
    const { ctx, exchange, secrets } = this.#work
    const decoder = new Decoder({ secrets, known: exchange.takenHashes(ctx) })
    try {
      for await (const { path, found } of decoder.decode(names)) {
        this.#receive(relative(this.#folder, path), found)
        if (this.#batch.length >= this.#batchFiles || this.#batchBytes >= BATCH_BYTES) await this.#takeBatch()
      }
      await this.#takeBatch()
    } finally {
      await decoder.close()
    }
    return { plis: [...this.#answers.values()], files: this.#done, passedOver: this.#passedOver }
  }

  #receive(name: string, found: FromDecoder): void {
    this.#done += 1
    if (found.type === 'known') this.#passedOver += 1
    else if (found.type === 'refused') this.#answers.set(found.hash ?? `name ${name}`, this.#taking.refuse(name, found.hash, found.refused))
    else if (this.#isTwin(found.hash)) this.#passedOver += 1
    else {
      this.#batch.push({ name, hash: found.hash, opened: found.opened, sealed: found.sealed, prepared: found.prepared, checked: found.prepared.checked })
      this.#batchBytes += found.opened.byteLength + found.sealed.byteLength
    }
    this.#progress(this.#done)
  }

  /** The same bytes under another name of this folder. */
  #isTwin(hash: string): boolean {
    return this.#answers.has(hash) || this.#batch.some((file) => file.hash === hash)
  }

  async #takeBatch(): Promise<void> {
    const files = this.#batch
    this.#batch = []
    this.#batchBytes = 0
    if (files.length === 0) return
    this.#batchFiles = Math.min(BATCH_FILES, 2 * this.#batchFiles)
    const answers = this.#taking.take(files)
    answers.forEach((answer, index) => void this.#answers.set(files[index]?.hash ?? '', answer))
    for (const file of files) letGo(file)
    for (const [hash, answer] of await this.#taking.follow(answers)) this.#answers.set(hash, answer)
  }
}

/**
 * Taking makes garbage that dies young, and V8 would rather let its heap grow than collect it: half as much memory for the same time
 * (measured with tests/bench/plis.ts). The threads of the windows are bounded where they are started; a script runs in the main thread.
 */
function boundMemory(): void {
  if (!isMainThread) return
  setFlagsFromString('--semi-space-growth-factor=1')
  setFlagsFromString('--heap-growing-percent=30')
}

/** Frees the bytes of a pli that was taken at once: thousands of them would wait long for the collector, outside of the heap that it watches. */
function letGo({ opened, sealed, prepared }: FileToTake): void {
  for (const bytes of [opened, sealed, ...(prepared?.members ?? []).map((member) => member.inflated)]) {
    if (bytes?.buffer instanceof ArrayBuffer && !bytes.buffer.detached) bytes.buffer.transfer(0)
  }
}
