import { z } from 'zod'
import { ok } from '../kernel/result.ts'
import { deleteDraft, drafts, saveDraft, stepDraft } from './draft.command.ts'
import { changeDrafts, deleteDrafts, stepDrafts } from './drafts-in-bulk.command.ts'
import { code, inEntity, text } from './input.api.ts'
import { advanceTemplate, deleteTemplate, saveTemplate, templates } from './template.command.ts'

const draftBody = z.strictObject({
  journal: z.string().max(60).optional(), date: z.string().max(20).optional(), label: text.optional(), documentRef: text.optional(), documentOn: z.string().max(20).optional(),
  lines: z.array(z.strictObject({
    account: z.string().max(40).optional(), debitCents: z.number().int().optional(), creditCents: z.number().int().optional(), label: text.optional(),
    party: code.optional(), project: code.optional(), funder: code.optional(),
  })).max(10_000),
})
const draftId = z.string().length(26)
const version = z.number().int().positive()
/** A selection on the screen: each draft with the version that was shown. */
export const shownDrafts = z.array(z.strictObject({ id: draftId, version })).min(1).max(5000)

/** Drafts and templates of entries; `draft.post` stands with the proposals, which posting a draft may answer. */
export const draftApi = {
  'draft.list': inEntity('query', {}, (ctx, entityId) => ok(drafts(ctx, entityId))),
  'draft.save': inEntity('command', { body: draftBody, id: draftId.optional(), version: version.optional() }, (ctx, entityId, input) => saveDraft(ctx, entityId, input.body, input.id, input.version)),
  'draft.step': inEntity('command', { id: draftId, direction: z.enum(['undo', 'redo']) }, (ctx, entityId, input) => stepDraft(ctx, entityId, input.id, input.direction)),
  'draft.delete': inEntity('command', { id: draftId }, (ctx, entityId, input) => deleteDraft(ctx, entityId, input.id)),
  'draft.change-many': inEntity(
    'command',
    { drafts: shownDrafts, journal: code.optional(), date: z.string().max(20).optional(), account: z.strictObject({ from: z.string().max(40), to: z.string().min(1).max(40) }).optional() },
    (ctx, entityId, { drafts: shown, ...change }) => changeDrafts(ctx, entityId, shown, change),
  ),
  'draft.step-many': inEntity('command', { drafts: shownDrafts, direction: z.enum(['undo', 'redo']) }, (ctx, entityId, input) => stepDrafts(ctx, entityId, input.drafts, input.direction)),
  'draft.delete-many': inEntity('command', { drafts: shownDrafts }, (ctx, entityId, input) => deleteDrafts(ctx, entityId, input.drafts)),
  'template.list': inEntity('query', {}, (ctx, entityId) => ok(templates(ctx, entityId))),
  'template.save': inEntity(
    'command',
    { id: draftId.optional(), name: text, body: draftBody, recurrence: z.enum(['monthly', 'quarterly', 'yearly']).optional(), nextOn: z.string().max(10).optional() },
    (ctx, entityId, input) => saveTemplate(ctx, entityId, input),
  ),
  'template.delete': inEntity('command', { id: draftId }, (ctx, entityId, input) => deleteTemplate(ctx, entityId, input.id)),
  'template.advance': inEntity('command', { id: draftId }, (ctx, entityId, input) => advanceTemplate(ctx, entityId, input.id)),
}
