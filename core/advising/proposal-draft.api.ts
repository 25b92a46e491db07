import { z } from 'zod'
import { shownDrafts } from '../ledger/draft.api.ts'
import { id, inEntity } from '../ledger/input.api.ts'
import { editProposal, postDraftAndAnswer, postDraftsAndAnswer } from './proposal-draft.command.ts'

/** Where drafts and proposals meet. */
export const proposalDraftApi = {
  'proposal.edit': inEntity('command', { id }, (ctx, entityId, input) => editProposal(ctx, entityId, input.id)),
  'draft.post': inEntity('command', { id: z.string().length(26), version: z.number().int().positive() }, (ctx, entityId, input) => postDraftAndAnswer(ctx, entityId, input.id, input.version)),
  'draft.post-many': inEntity('command', { drafts: shownDrafts }, (ctx, entityId, input) => postDraftsAndAnswer(ctx, entityId, input.drafts)),
}
