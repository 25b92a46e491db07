import type { Context, Outcome } from '../../context.ts'
import { type FederationMade, type FederationMember, federationMembers, type FederationPlan, isMoved, SECOND_LEGAL_PERSON, simulateFederation } from '../../demonstration/federation.command.ts'
import { ok } from '../../kernel/result.ts'
import { simulatedPeople } from '../trust/simulated-people.command.ts'
import { isHeadquarters } from '../trust/trust.query.ts'
import { moveEntity } from './move-entity.command.ts'

/** Makes the federation of a plan, or what is missing of it. Refusals: those of `simulateFederation`. */
export function simulate(ctx: Context, plan: FederationPlan): Outcome<FederationMade> {
  const members = federationMembers(plan, ctx.ports.today())
  const made = simulateFederation(ctx, plan, members, (tx) => simulatedPeople(ctx, tx, plan.seed))
  if (!made.ok || !isHeadquarters(ctx)) return made
  for (const member of members.filter(isMoved)) {
    const moved = moveOne(ctx, member)
    if (!moved.ok) return moved
  }
  return made
}

/** It enters the second legal person, unless an earlier run had it enter. */
function moveOne(ctx: Context, { cast, fate }: FederationMember): Outcome<unknown> {
  const isDone = ctx.read('SELECT 1 FROM entity_attachment JOIN entity ON entity.id = entity_id WHERE code = ?').get(cast.code) !== undefined
  if (isDone || fate.movedOn === undefined) return ok(null)
  return moveEntity(ctx, { entity: cast.code, legalEntity: SECOND_LEGAL_PERSON.code, on: fate.movedOn, reason: 'Les arts de la scène ont leur propre personne morale' })
}
