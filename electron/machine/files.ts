import type { FileStore } from '../../core/context.ts'
import { MachineFault } from './fault.ts'
import { newId } from './ids.ts'

export interface HeldFile {
  readonly name: string
  readonly mediaType: string
  readonly bytes: Uint8Array
}

export interface FileLimits {
  readonly fileBytes: number
  readonly totalBytes: number
}

/** A FEC of a million lines weighs about 200 MB; nothing that books need is larger. */
export const DEFAULT_LIMITS: FileLimits = { fileBytes: 256 * 1024 * 1024, totalBytes: 384 * 1024 * 1024 }

/** The longest name kept; names are data only, never a path on the disk. */
const NAME_LENGTH = 200

/** The files that came in or were made in this session, in memory: the oldest are let go when the total is passed. */
export class MemoryFiles implements FileStore {
  readonly #limits: FileLimits
  readonly #files = new Map<string, HeldFile>()
  #total = 0

  constructor(limits: FileLimits = DEFAULT_LIMITS) {
    this.#limits = limits
  }

  get(fileId: string): HeldFile | undefined {
    return this.#files.get(fileId)
  }

  /** Throws the fault `file_too_large` for what no limit lets in. */
  put(name: string, mediaType: string, data: string | Uint8Array): string {
    const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : data
    if (bytes.byteLength > this.#limits.fileBytes) {
      throw new MachineFault('file_too_large', { name, sizeBytes: bytes.byteLength, maximumBytes: this.#limits.fileBytes })
    }
    for (const id of this.#files.keys()) {
      if (this.#total + bytes.byteLength <= this.#limits.totalBytes) break
      this.release(id)
    }
    const fileId = newId()
    this.#files.set(fileId, { name: plainName(name), mediaType, bytes })
    this.#total += bytes.byteLength
    return fileId
  }

  release(fileId: string): void {
    this.#total -= this.#files.get(fileId)?.bytes.byteLength ?? 0
    this.#files.delete(fileId)
  }

  clear(): void {
    this.#files.clear()
    this.#total = 0
  }
}

/** The last part of a name, without what a disk or a header would misread. */
export function plainName(name: string): string {
  const last = name.split(/[/\\]/u).at(-1) ?? ''
  // oxlint-disable-next-line no-control-regex -- exactly these are what no name of a file holds
  const clean = last.replace(/[\u0000-\u001f\u007f\u202a-\u202e\u2066-\u2069<>:"|?*]/gu, '').trim().replace(/^\.+|[. ]+$/gu, '')
  return clean.slice(0, NAME_LENGTH) || 'fichier'
}
