import type { Context, Reader } from '../context.ts'
import type { PliHeader, TakenPli } from './pli.ts'

/** A pli taken out of its envelope by the machine. */
export interface OpenedPli {
  readonly name: string
  /** SHA-256 of the sealed bytes, 64 hexadecimal digits: the same file is recognised without being opened again. */
  readonly hash: string
  readonly opened: Uint8Array
  /** Kept when the pli must wait for another one; without them it is answered `waiting` and must be brought again. */
  readonly sealed?: Uint8Array
}

export interface ShownPli extends TakenPli {
  readonly purpose: PliHeader['purpose'] | 'unreadable'
  /** Milliseconds since 1970, by the clock of its sender. */
  readonly madeAt: number
  readonly recipients: readonly string[]
}

/** Judges everything, then writes all of it in one transaction, keeps it waiting, or refuses; records `received_pli`. Taking the same file again changes nothing. */
export function takePli(ctx: Context, file: OpenedPli): TakenPli {
  return takePlis(ctx, [file])[0] as TakenPli
}

/** The same for several plis in one transaction. One that is refused does not touch the others. */
export function takePlis(_ctx: Context, _files: readonly OpenedPli[]): TakenPli[] {
  return []
}

/** A file that could not be opened (not for this workspace, damaged, no pli) is recorded with its refusal, so that the history shows it. */
export function recordUnopened(_ctx: Context, _file: { readonly name: string; readonly hash: string }, _code: string): TakenPli | undefined {
  return undefined
}

/** What a pli holds and what taking it would answer; writes nothing. */
export function showPli(_ctx: Context, _file: OpenedPli): ShownPli | undefined {
  return undefined
}

/** Outcome of an earlier taking: what is `taken` or `known` need not be opened again; what is refused may be tried again. */
export function takenBefore(reader: Reader, hash: string): TakenPli | undefined {
  const row = reader.read<{ answer: string }>(`SELECT answer FROM received_pli WHERE file_hash = ? AND outcome IN ('taken', 'known')`).get(hash)
  return row && (JSON.parse(row.answer) as TakenPli)
}

/** The sealed plis kept until others come, oldest first: to be opened and taken again after each taking that wrote something. */
export function waitingPlis(reader: Reader): { readonly hash: string; readonly name: string; readonly sealed: Uint8Array }[] {
  return reader
    .read<{ hash: string; name: string; sealed: Uint8Array }>(
      'SELECT file_hash AS hash, name, bytes AS sealed FROM waiting_pli JOIN received_pli USING (file_hash) ORDER BY taken_at, file_hash',
    )
    .all()
}
