import { advisingApi } from './advising/advising.api.ts'
import { interchangeApi } from './interchange/interchange.api.ts'
import { ledgerApi } from './ledger/ledger.api.ts'
import { pairApi } from './ledger/pair.api.ts'
import { headquartersApi } from './reporting/headquarters.api.ts'
import { reportingApi } from './reporting/reporting.api.ts'
import { verifyApi } from './reporting/verify.api.ts'
import { moveEntityApi } from './sync/publishing/move-entity.api.ts'
import { simulateFederationApi } from './sync/publishing/simulate-federation.api.ts'
import { plisApi } from './sync/plis.api.ts'
import { trustApi } from './sync/trust/trust.api.ts'

/** The doors of the core, made of every module's *.api.ts; those of drafts and templates are in `prepared-procedures.ts`. */
export const procedures = { ...ledgerApi, ...pairApi, ...interchangeApi, ...reportingApi, ...verifyApi, ...headquartersApi, ...moveEntityApi, ...simulateFederationApi, ...plisApi, ...trustApi, ...advisingApi }

export type Procedures = typeof procedures
