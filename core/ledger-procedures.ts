import { ledgerApi } from './ledger/ledger.api.ts'

/** The doors of the ledger alone, a part of `procedures.ts`: most commands of a script open no other, and reading the rest would take them as long again. */
export const ledgerProcedures = { ...ledgerApi }
