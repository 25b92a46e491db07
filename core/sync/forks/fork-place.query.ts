import type { Reader } from '../../context.ts'
import { workingKeys } from '../trust/trust.ts'
import { trustView } from '../trust/trust.query.ts'

/** Where a stream parts from the other history that is known here. */
export interface ForkPlace {
  /** The first fact that is known to differ. */
  readonly at: number
  /** Is it the first that differs? Otherwise the histories parted there, or before. */
  readonly isExact: boolean
}

/**
 * Where a stream parted, by what this workspace itself was shown and checked; undefined when it was shown nothing. What headquarters holds decides
 * where it holds another history: a third one, on some other machine, moves nothing. The history of one sender is one and only grows, so that one
 * place found exactly settles what was seen of it further on.
 */
export function forkPlace(reader: Reader, streamId: number): ForkPlace | undefined {
  const rows = reader
    .read<{ sender: string; at: number; exact: number }>('SELECT sender, MIN(at_sequence) AS at, MAX(exact) AS exact FROM fork WHERE stream_id = ? GROUP BY sender')
    .all(streamId)
  if (rows.length === 0) return undefined
  const working = new Set<string>(workingKeys(trustView(reader)).map((key) => key.author))
  const headquarters = rows.filter((row) => working.has(row.sender))
  const at = Math.min(...(headquarters.length > 0 ? headquarters : rows).map((row) => row.at))
  return { at, isExact: headquarters.length > 0 ? headquarters.some((row) => row.exact === 1) : rows.every((row) => row.exact === 1) }
}

/** The first fact of a stream that is known to differ in another history that nobody ended yet; undefined when there is none. */
export function openFork(reader: Reader, streamId: number): ForkPlace | undefined {
  const row = reader
    .read<{ at: number; exact: number }>('SELECT at_sequence AS at, exact FROM fork WHERE stream_id = ? AND settled_at IS NULL ORDER BY at_sequence, exact DESC LIMIT 1')
    .get(streamId)
  return row && { at: row.at, isExact: row.exact === 1 }
}

/** Was another history of this stream ever shown here? Without it, what somebody says of one is only a word. */
export function isForkShown(reader: Reader, streamId: number): boolean {
  return reader.read('SELECT 1 FROM fork WHERE stream_id = ? LIMIT 1').get(streamId) !== undefined
}
