/** Whole numbers that look like chance and are the same at each run. */
export interface Seeded {
  /** From 0 to `count` - 1. */
  below(count: number): number
  /** From `low` to `high`, both included, by whole steps. */
  between(low: number, high: number, step?: number): number
  pick<T>(choices: readonly T[]): T
  /** `count` different members of a list, in an order of chance. */
  some<T>(choices: readonly T[], count: number): T[]
}

/** FNV-1a over the UTF-16 units of a text, 32 bits. */
function seedOf(text: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return hash >>> 0
}

/** The generator named mulberry32, read as a whole number: no float is made of it. */
export function seeded(name: string): Seeded {
  let state = seedOf(name)
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return (mixed ^ (mixed >>> 14)) >>> 0
  }
  const below = (count: number): number => next() % count
  return {
    below,
    between: (low, high, step = 1) => low + step * below((high - low - ((high - low) % step)) / step + 1),
    pick: (choices) => choices[below(choices.length)] as (typeof choices)[number],
    some: (choices, count) => {
      const left = [...choices]
      const taken: (typeof left)[number][] = []
      while (taken.length < count && left.length > 0) taken.push(...left.splice(below(left.length), 1))
      return taken
    },
  }
}
