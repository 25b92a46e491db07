import { clockOf } from '../../chain/fact.ts'
import type { Reader } from '../../context.ts'
import type { Refusal } from '../../kernel/result.ts'
import { parametersOn } from '../publishing/parameters.query.ts'
import { workingKeys } from '../trust/trust.ts'
import { federationOf, isHeadquarters, trustView } from '../trust/trust.query.ts'

/** After so many days without a pli from headquarters, someone may be holding them back; `silentDays` of the dated parameter `exchange` says another number. */
const SILENT_DAYS = 60
const MOST_DAYS = 3660
const A_DAY = 86_400_000

function silentDays(reader: Reader): number {
  const days = parametersOn(reader, 'exchange', reader.ports.today())?.content['silentDays']
  return Number.isSafeInteger(days) && (days as number) > 0 && (days as number) <= MOST_DAYS ? (days as number) : SILENT_DAYS
}

/**
 * `headquarters_silent` when nothing that headquarters made has reached this workspace for too long: its news (rates, rights, closings) may be
 * stale. Undefined otherwise, at headquarters itself and outside a federation. Nothing needs to come for it to be true: who reads asks anew.
 */
export function headquartersSilence(reader: Reader): Refusal | undefined {
  if (!federationOf(reader) || isHeadquarters(reader)) return undefined
  const last = lastFromHeadquarters(reader)
  const days = silentDays(reader)
  return last && reader.ports.now() - clockOf(last.logicalTime) >= days * A_DAY ? { code: 'headquarters_silent', days, number: last.number } : undefined
}

/** When it was made, or taken where its clock was ahead of this one: a clock years ahead must not buy years of silence. */
function lastFromHeadquarters(reader: Reader): { readonly number: number; readonly logicalTime: number } | undefined {
  const authors = JSON.stringify(workingKeys(trustView(reader)).map((key) => key.author))
  return reader
    .read<{ number: number; logicalTime: number }>(
      `SELECT number, MIN(logical_time, taken_at * 1024) AS logicalTime FROM received_pli WHERE sender IN (SELECT value FROM json_each(?)) AND outcome IN ('taken', 'known')
       ORDER BY 2 DESC LIMIT 1`,
    )
    .get(authors)
}
