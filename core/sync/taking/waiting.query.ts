import type { Reader } from '../../context.ts'
import type { TakenPli } from '../pli.ts'

/** A pli that waits, and the answer that it was last given: what is missing is in its segments. */
export interface WaitingAnswer {
  readonly hash: string
  readonly answer: TakenPli
}

/** Every pli that waits, without its bytes, in the order in which they came. */
export function waitingAnswers(reader: Reader): WaitingAnswer[] {
  const rows = reader.read<{ hash: string; answer: string }>(
    "SELECT file_hash AS hash, answer FROM received_pli WHERE outcome = 'waiting' AND file_hash IN (SELECT file_hash FROM waiting_pli) ORDER BY taken_at, rowid",
  )
  return rows.all().map(({ hash, answer }) => ({ hash, answer: JSON.parse(answer) as TakenPli }))
}

/** One that waits, as it came; undefined once it waits no more. */
export function waitingPli(reader: Reader, hash: string): { readonly name: string; readonly sealed: Uint8Array } | undefined {
  return reader.read<{ name: string; sealed: Uint8Array }>('SELECT name, bytes AS sealed FROM waiting_pli JOIN received_pli USING (file_hash) WHERE file_hash = ?').get(hash)
}

/** SHA-256 of every file that was taken to the end, 32 bytes each, one after the other: what a folder need not bring again. */
export function takenHashes(reader: Reader): Uint8Array {
  const { count } = reader.read<{ count: number }>("SELECT COUNT(*) AS count FROM received_pli WHERE outcome IN ('taken', 'known')").get() ?? { count: 0 }
  const bytes = new Uint8Array(count * 32)
  let at = 0
  for (const { hash } of reader.read<{ hash: string }>("SELECT file_hash AS hash FROM received_pli WHERE outcome IN ('taken', 'known')").iterate()) {
    for (let index = 0; index < 32; index += 1) bytes[at + index] = Number.parseInt(hash.slice(index * 2, index * 2 + 2), 16)
    at += 32
  }
  return bytes
}
