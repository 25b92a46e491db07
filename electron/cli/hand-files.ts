import { statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { MadeFileInfo } from '../../core/workspace.ts'
import { type CommandContext, RefusedError } from './command.ts'
import { readWhole, writeWhole } from './write-file.ts'

/** Writes a made file under the path asked; in a folder, under its own name. Answers where it is. */
export function writeMade({ session }: CommandContext, made: MadeFileInfo, asked: string): string {
  const file = session.files.get(made.fileId)
  if (!file) throw new RefusedError([{ code: 'file_unknown' }])
  const target = resolve(asked)
  const path = statSync(target, { throwIfNoEntry: false })?.isDirectory() === true ? join(target, made.fileName) : target
  writeWhole(path, file.bytes)
  session.files.release(made.fileId)
  return path
}

/** Brings a file in for the time of `work`. */
export async function withFile<T>({ session }: CommandContext, path: string, work: (fileId: string) => Promise<T>): Promise<T> {
  const { name, bytes } = readWhole(path)
  const fileId = session.files.put(name, 'application/octet-stream', bytes)
  try {
    return await work(fileId)
  } finally {
    session.files.release(fileId)
  }
}
