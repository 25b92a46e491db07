import type { Context, Outcome } from '../context.ts'
import { err, ok, type Refusal } from '../kernel/result.ts'
import { cleanText } from '../kernel/text.ts'
import { books } from './books.query.ts'
import { recordFact } from './record-fact.command.ts'

export interface EntityDescription {
  readonly name: string
  readonly registration?: string | undefined
  readonly vatNumber?: string | undefined
  readonly address?: string | undefined
}

/**
 * Changes how an entity is called and found; its code, country, chart and currency stay, since its books are made of them.
 * A field left out is emptied. Refusals: `entity_name_missing`, `text_too_long`.
 */
export function describeEntity(ctx: Context, entityId: number, described: EntityDescription): Outcome<null> {
  return ctx.write((tx) => {
    const { entity } = books(tx, entityId)
    const problems: Refusal[] = []
    const name = cleanText(described.name) ?? ''
    if (name === '') problems.push({ code: 'entity_name_missing' })
    else if (name.length > 200) problems.push({ code: 'text_too_long', field: 'name', length: name.length, most: 200 })
    const kept: Record<string, string> = {}
    for (const field of ['registration', 'vatNumber', 'address'] as const) {
      const text = cleanText(described[field] ?? '') ?? ''
      if (text.length > 500) problems.push({ code: 'text_too_long', field, length: text.length, most: 500 })
      else if (text !== '') kept[field] = text
    }
    if (problems.length > 0) return err(problems)
    const { kind, country, chart, currency, demonstration } = entity
    recordFact(tx, entityId, 'EntityDescribed', { name, kind, country, chart, currency, demonstration, ...kept })
    return ok(null)
  })
}
