import { z } from 'zod'
import { err, ok } from '../kernel/result.ts'
import { findEntity } from '../ledger/books.query.ts'
import { code, id, page } from '../ledger/input.api.ts'
import { procedure } from '../procedure.ts'
import { readNotices } from './history/notice.command.ts'
import { notices } from './history/notice.query.ts'
import { HISTORY_SHOWS, pliHistory, receiptsByStream } from './history/pli-history.query.ts'

const unknown = (entity: string) => err([{ code: 'entity_unknown', entity }])

/** What came and went, and what a person should be told of it. */
export const plisApi = {
  'pli.history': procedure('query', z.strictObject({ ...page, show: z.enum(HISTORY_SHOWS).default('all') }), (ctx, input) => ok(pliHistory(ctx, input))),
  'pli.receipts': procedure('query', z.strictObject({ entity: code.optional() }), (ctx, input) => {
    if (input.entity === undefined) return ok(receiptsByStream(ctx))
    const entity = findEntity(ctx, input.entity)
    return entity ? ok(receiptsByStream(ctx, entity.id)) : unknown(input.entity)
  }),
  'notice.list': procedure('query', z.strictObject({ ...page, entity: code.optional(), unreadOnly: z.boolean().default(false) }), (ctx, { entity, ...filter }) => {
    if (entity === undefined) return ok(notices(ctx, filter))
    const found = findEntity(ctx, entity)
    return found ? ok(notices(ctx, { ...filter, entityId: found.id })) : unknown(entity)
  }),
  'notice.read': procedure('command', z.strictObject({ ids: z.array(id).max(10_000).optional() }), (ctx, input) => readNotices(ctx, input.ids)),
}
