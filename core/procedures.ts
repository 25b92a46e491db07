import { interchangeApi } from './interchange/interchange.api.ts'
import { draftApi } from './ledger/draft.api.ts'
import { ledgerApi } from './ledger/ledger.api.ts'
import { reportingApi } from './reporting/reporting.api.ts'
import { verifyApi } from './reporting/verify.api.ts'

/** Every door of the core, made of every module's *.api.ts. */
export const procedures = { ...ledgerApi, ...draftApi, ...interchangeApi, ...reportingApi, ...verifyApi }

export type Procedures = typeof procedures
