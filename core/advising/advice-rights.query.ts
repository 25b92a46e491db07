import type { AppliedFact } from '../chain/fact.ts'
import type { Reader } from '../context.ts'
import { countsNowhere } from '../ledger/meeting.query.ts'
import { ADVICE_KINDS } from './advising-facts.ts'

/** Is this advice that counts nowhere, signed beyond the place where its author was revoked? */
export function isAdviceAside(reader: Reader, fact: Pick<AppliedFact, 'id' | 'stream' | 'kind'>): boolean {
  return ADVICE_KINDS.some((kind) => kind === fact.kind) && countsNowhere(reader, fact)
}
