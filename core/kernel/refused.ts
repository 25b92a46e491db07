import type { Refusal } from './result.ts'

/**
 * A refusal found where nothing is answered any more (a fact about to be signed that nobody would accept): `Context.write` rolls everything
 * back and answers it. Whatever can be known before is refused before, by a `Result`.
 */
export class Refused extends Error {
  override readonly name = 'Refused'
  readonly refusals: readonly Refusal[]

  constructor(refusals: readonly Refusal[]) {
    super(refusals.map((refusal) => refusal.code).join(', '))
    this.refusals = refusals
  }
}
