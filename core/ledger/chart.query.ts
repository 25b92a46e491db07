import type { Reader } from '../context.ts'
import type { Chart } from './chart.ts'

/** A chart by its id: as headquarters published it where it did, else as it is shipped. Undefined for an id that neither knows. */
export function chartOf(reader: Reader, id: string): Chart | undefined {
  const key = `chart-of:${id}`
  if (!reader.memory.has(key)) {
    const row = reader.read<{ content: string }>('SELECT content FROM published_chart WHERE chart = ?').get(id)
    reader.memory.set(key, row ? JSON.parse(row.content) : reader.ports.charts(id))
  }
  return reader.memory.get(key) as Chart | undefined
}
