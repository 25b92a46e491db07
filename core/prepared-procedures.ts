import { proposalDraftApi } from './advising/proposal-draft.api.ts'
import { demonstrationApi } from './demonstration/demonstration.api.ts'
import { draftBooksApi } from './interchange/draft-books.api.ts'
import { draftApi } from './ledger/draft.api.ts'

/**
 * The doors of what people prepare before booking. Apart from `procedures.ts`, because they bring Drizzle, whose two
 * hundred and sixty modules take longer to load than a whole command of a script may last.
 */
export const preparedProcedures = { ...draftApi, ...proposalDraftApi, ...draftBooksApi, ...demonstrationApi }

export type PreparedProcedures = typeof preparedProcedures
