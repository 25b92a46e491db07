import { z } from 'zod'
import { procedure } from '../../procedure.ts'
import { simulate } from './simulate-federation.command.ts'

export const simulateFederationApi = {
  /** A believable federation for benches and lessons, in a headquarters workspace; a run that was stopped goes on where it stood. */
  'federation.simulate': procedure(
    'long',
    z.strictObject({
      entities: z.number().int().min(1).max(10_000), years: z.number().int().min(1).max(20).default(1), seed: z.union([z.string().min(1).max(60), z.number().int()]).default('archipel').transform(String),
      entriesPerYear: z.number().int().min(40).max(2000).default(300),
    }),
    (ctx, plan) => simulate(ctx, plan),
  ),
}
