/** A match that nobody undid, with the lines it names. */
export interface ClaimedLines {
  readonly id: number
  readonly lines: readonly string[]
}

/**
 * Which matches stand when several name the same line. In the order given (logical time, author, sequence), each keeps its lines unless one
 * that stands already has any of them; it is then put aside whole, and answered with the match that came before it.
 */
export function supersededMatches(groups: Iterable<ClaimedLines>): Map<number, number> {
  const owner = new Map<string, number>()
  const superseded = new Map<number, number>()
  for (const group of groups) {
    const before = group.lines.map((line) => owner.get(line)).find((id) => id !== undefined)
    if (before !== undefined) superseded.set(group.id, before)
    else for (const line of group.lines) owner.set(line, group.id)
  }
  return superseded
}
