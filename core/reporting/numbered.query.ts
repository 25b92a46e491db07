import type { Reader, SqlValue } from '../context.ts'

interface Numbered { readonly sql: string; readonly order: readonly number[] }

const known = new Map<string, Numbered>()

/** The driver counts the places of a statement one by one: `?1` said twice becomes two places. */
function placesOf(text: string): Numbered {
  let found = known.get(text)
  if (!found) {
    const order: number[] = []
    const sql = text.replaceAll(/\?(\d)/gu, (_, number: string) => {
      order.push(Number(number) - 1)
      return '?'
    })
    known.set(text, (found = { sql, order }))
  }
  return found
}

/** Rows of a statement whose places are numbered `?1` to `?9`, so that a value may stand in several of them. */
export function readNumbered<Row>(reader: Reader, text: string, ...values: readonly SqlValue[]): Row[] {
  const { sql, order } = placesOf(text)
  return reader.read<Row>(sql).all(...order.map((at) => values[at] ?? null))
}
