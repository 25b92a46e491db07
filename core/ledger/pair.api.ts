import { z } from 'zod'
import { procedure } from '../procedure.ts'
import { code, entryInput, text } from './input.api.ts'
import { postHalf, postPair, transferBetween } from './pair.command.ts'

const { lines } = entryInput.shape
const head = { date: z.string().max(20), label: text, documentRef: text.optional(), journal: z.string().max(60).optional() }

/** Flows between the books of this workspace, or with books elsewhere, through the compte interne. */
export const pairApi = {
  'pair.post': procedure(
    'command', z.strictObject({ ...head, entity: code, legalEntity: code.optional(), entityLines: lines, headquartersLines: lines }), (ctx, input) => postPair(ctx, input)),
  'pair.half': procedure('command', z.strictObject({ ...head, entity: code, lines, with: code.optional(), pair: code.optional() }), (ctx, input) => postHalf(ctx, input)),
  'pair.transfer': procedure(
    'command',
    z.strictObject({
      date: head.date, label: text, documentRef: text.optional(), from: code, to: code, amountCents: z.number(),
      fromAccount: z.string().max(40).optional(), toAccount: z.string().max(40).optional(),
    }),
    (ctx, input) => transferBetween(ctx, input)),
}
