import type { JsonEntry, JsonLine } from './read-entries.ts'

/** Entries as JSON that `readEntries` reads back to the same, an entry a line. */
export function writeEntries(entries: readonly JsonEntry[]): string {
  return `[\n${entries.map((entry) => `  ${JSON.stringify({ ...entry, lines: entry.lines.map(withoutAbsent) })}`).join(',\n')}\n]\n`
}

function withoutAbsent(line: JsonLine): JsonLine {
  return Object.fromEntries(Object.entries(line).filter(([, value]) => value !== undefined && value !== null)) as unknown as JsonLine
}
