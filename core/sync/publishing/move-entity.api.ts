import { z } from 'zod'
import { code, text } from '../../ledger/input.api.ts'
import { procedure } from '../../procedure.ts'
import { moveEntity } from './move-entity.command.ts'

export const moveEntityApi = {
  /** An Activité enters another legal person with its history; its compte interne's mirror goes with it. */
  'entity.move': procedure('command', z.strictObject({ entity: code, legalEntity: code, on: z.string().max(20), reason: text.optional() }), (ctx, input) => moveEntity(ctx, input)),
}
