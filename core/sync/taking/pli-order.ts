/** Runs of the numbers missing between the first and the last of a line of plis: `[12, 12], [15, 17]`. `numbers` in growing order, without doubles. */
export function missingNumbers(numbers: readonly number[]): [from: number, to: number][] {
  const runs: [number, number][] = []
  for (const [index, number] of numbers.entries()) {
    const before = numbers[index - 1]
    if (before !== undefined && number > before + 1) runs.push([before + 1, number - 1])
  }
  return runs
}

/** `12, 15–17`, at most `most` runs and an ellipsis. */
export function numbersInWords(runs: readonly (readonly [number, number])[], most = 12): string {
  const shown = runs.slice(0, most).map(([from, to]) => (from === to ? String(from) : `${from}–${to}`))
  return shown.join(', ') + (runs.length > most ? ' …' : '')
}

/** Where the segments of a pli are taken: first the federation, then headquarters, which say whose keys count, then all others. */
export function takingRank(entity: string, isHeadquarters: boolean, federation: string | undefined): 0 | 1 | 2 {
  if (entity === federation) return 0
  return isHeadquarters ? 1 : 2
}
