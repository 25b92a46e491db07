import { z } from 'zod'
import { code } from '../ledger/input.api.ts'
import { csvMapping } from './csv-input.api.ts'

/** What a file is and how it is read: the shape of `ImportAsked`. */
export const importInput = { format: z.enum(['fec', 'csv', 'entries']), fileId: code, partial: z.boolean().default(false), mapping: csvMapping.optional() }
