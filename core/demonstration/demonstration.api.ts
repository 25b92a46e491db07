import { z } from 'zod'
import { procedure } from '../procedure.ts'
import { code, text } from '../ledger/input.api.ts'
import { fillDemonstration } from './fill-demonstration.command.ts'

/**
 * Invented books to try everything on. `kind` is the workspace's and is not used: what is filled is always an Activité. `firstYear` is
 * not used either: the story begins on 1 January of last year.
 */
export const demonstrationApi = {
  'demonstration.fill': procedure(
    'long',
    z.strictObject({
      code, name: text, country: z.enum(['BE', 'FR']), kind: z.enum(['entity', 'headquarters']).default('entity'),
      firstYear: z.strictObject({ startOn: z.string().max(10), endOn: z.string().max(10) }).optional(),
      demonstration: z.string().max(60).default('atelier-brume'),
    }),
    (ctx, { code: entityCode, name, country, demonstration }) => fillDemonstration(ctx, { code: entityCode, name, country, demonstration }),
  ),
}
