/** A defect: the program itself is wrong. Never used for what a person or a file may do (that is a refusal). */
export class Defect extends Error {
  override readonly name = 'Defect'
}

/** Throws a Defect when `condition` does not hold; kept on in production, since an impossible state must stop writing. */
export function assert(condition: unknown, what: string): asserts condition {
  if (!condition) throw new Defect(what)
}
