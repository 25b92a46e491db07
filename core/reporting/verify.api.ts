import { z } from 'zod'
import { procedure } from '../procedure.ts'
import { heads } from '../chain/chain.query.ts'
import { ok } from '../kernel/result.ts'
import { verify } from './verify.query.ts'

export const verifyApi = {
  /** Answers ok with the problems inside: a broken chain is a finding, not a refusal to look. */
  verify: procedure('long', z.strictObject({ full: z.boolean().default(false) }), (ctx, input) => ok(verify(ctx, input.full))),
  'chain.heads': procedure('query', z.strictObject({}), (ctx) =>
    ok(heads(ctx).map((head) => ({ entity: head.stream.entity, author: head.stream.author, device: head.stream.device, sequence: head.sequence, hash: head.hash })))),
}
