import { foldText } from '../../core/kernel/text.ts'

export interface Choice {
  /** What is kept: an account's number, a party's code. */
  readonly value: string
  readonly label: string
  /** Shown more quietly. */
  readonly hint?: string
}

export interface SearchIndex {
  readonly choices: readonly Choice[]
  readonly folded: readonly string[]
}

export function indexChoices(choices: readonly Choice[]): SearchIndex {
  return { choices, folded: choices.map((choice) => foldText(`${choice.value} ${choice.label} ${choice.hint ?? ''}`)) }
}

/**
 * Choices that a text names, best first: the value itself, values that begin with it, then those whose every word is found
 * at the beginning of a word, then anywhere. Accents and case do not matter. Values in `recent` come first among equals.
 */
export function searchChoices(index: SearchIndex, text: string, recent: readonly string[] = [], limit = 50): Choice[] {
  const wanted = foldText(text.trim())
  const words = wanted.split(/\s+/u).filter(Boolean)
  const found: { choice: Choice; score: number; at: number }[] = []
  for (let at = 0; at < index.choices.length; at += 1) {
    const choice = index.choices[at] as Choice
    const base = words.length === 0 ? 4 : scoreOf(index.folded[at] ?? '', wanted, words)
    if (base === undefined) continue
    const used = recent.indexOf(choice.value)
    found.push({ choice, score: base + (used < 0 ? 0.9 : used / 100), at })
  }
  found.sort((a, b) => a.score - b.score || a.at - b.at)
  return found.slice(0, limit).map((each) => each.choice)
}

function scoreOf(folded: string, wanted: string, words: readonly string[]): number | undefined {
  if (folded.startsWith(wanted)) return folded.charAt(wanted.length) === ' ' ? 0 : 1
  let score = 2
  for (const word of words) {
    const at = folded.indexOf(word)
    if (at < 0) return undefined
    if (at > 0 && folded.charAt(at - 1) !== ' ' && !folded.includes(` ${word}`)) score = 3
  }
  return score
}
