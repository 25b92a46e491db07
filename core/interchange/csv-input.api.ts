import { z } from 'zod'

const column = z.string().min(1).max(200)
const source = z.union([z.strictObject({ column }), z.strictObject({ fixed: z.string().max(60) })])

/** How the columns of a CSV are read: the shape of `CsvMapping`. */
export const csvMapping = z.strictObject({
  header: z.boolean(),
  date: column,
  dateFormat: z.enum(['dmy', 'ymd', 'mdy']),
  decimalMark: z.enum([',', '.']),
  label: column,
  documentRef: column.exactOptional(),
  documentOn: column.exactOptional(),
  journal: source,
  account: source,
  counterAccount: source.exactOptional(),
  amounts: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('debit-credit'), debit: column, credit: column }),
    z.strictObject({ kind: z.literal('signed'), amount: column, flip: z.boolean() }),
  ]),
  party: column.exactOptional(),
  project: column.exactOptional(),
  funder: column.exactOptional(),
  grouping: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('row') }),
    z.strictObject({ kind: z.literal('column'), column }),
    z.strictObject({ kind: z.literal('balance') }),
  ]),
})
