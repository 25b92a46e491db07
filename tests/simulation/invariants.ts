import { trialBalance } from '../../core/ledger/trial-balance.query.ts'
import type { CalendarDate } from '../../core/kernel/calendar-date.ts'
import type { Machine } from './machine.ts'

/** What a machine was seen to hold: each stream's head, which must still be there later, unchanged. */
export class Witness {
  readonly #heads = new Map<number, { readonly id: number; readonly hash: string }>()
  #entries = new Map<number, number>()

  /** A restored backup is another past: seen afresh. */
  forget(): void {
    this.#heads.clear()
    this.#entries.clear()
  }

  /**
   * Every entry and every book balances, and no posted fact has changed. Throws what it finds. Entries are looked at once, as they come;
   * `whole` looks at all of them again.
   */
  look(machine: Machine, whole = false): void {
    const say = (what: string): never => {
      throw new Error(`${machine.name}: ${what}`)
    }
    for (const [stream, head] of this.#heads) {
      const hash = machine.one<string>('SELECT lower(hex(hash)) FROM fact WHERE id = ?', head.id)
      if (hash !== head.hash) say(`a posted fact of stream ${stream} has changed`)
    }
    for (const row of machine.all<{ stream: number; id: number; hash: string }>(
      'SELECT stream.id AS stream, fact.id, lower(hex(hash)) AS hash FROM stream JOIN fact ON fact.id = (SELECT MAX(id) FROM fact WHERE id > stream.id << 32 AND id < (stream.id + 1) << 32)',
    )) {
      const from = whole ? 0 : (this.#entries.get(row.stream) ?? 0)
      const bad = machine.one<number>(
        'SELECT entry_id FROM line WHERE entry_id > max(?, ? << 32) AND entry_id <= ? GROUP BY entry_id HAVING SUM(debit_cents) <> SUM(credit_cents) LIMIT 1', from, row.stream, row.id,
      )
      if (bad !== undefined) say(`entry ${bad} does not balance`)
      this.#heads.set(row.stream, { id: row.id, hash: row.hash })
      this.#entries.set(row.stream, row.id)
    }
    const difference = machine.one<number>('SELECT year_id FROM balance GROUP BY year_id HAVING SUM(debit_cents) <> SUM(credit_cents) LIMIT 1')
    if (difference !== undefined) say(`the kept balances of year ${difference} do not balance`)
    const gap = machine.one<number>(
      'SELECT journal_id FROM entry GROUP BY journal_id, year_id, stream_id HAVING MAX(number) <> COUNT(*) OR MIN(number) <> 1 LIMIT 1',
    )
    // A held entry leaves a hole until what it waits for comes.
    if (gap !== undefined && machine.one('SELECT 1 FROM held_fact LIMIT 1') === undefined) say(`the numbers of journal ${gap} have a hole`)
  }
}

/** The whole of an entity's books as a machine reads them, to be compared with another's. */
export function booksOf(machine: Machine, uid: string, asOf: readonly CalendarDate[]): string {
  const id = machine.one<number>('SELECT id FROM entity WHERE uid = ?', uid)
  if (id === undefined) return 'not here'
  const balances = asOf.map((date) => trialBalance(machine.ctx, id, date))
  const entries = machine.all(
    `SELECT author, device, sequence, journal.code AS journal, number, entry.on_date, document_on, label FROM entry JOIN fact ON fact.id = entry.id JOIN stream ON stream.id = entry.stream_id
     JOIN reference AS journal ON journal.id = journal_id WHERE entry.entity_id = ? ORDER BY author, sequence`, id,
  )
  const matches = machine.all(
    `SELECT author, sequence, match_group.code, undone_by IS NULL AS open, (SELECT COUNT(*) FROM line_match WHERE match_id = match_group.id) AS lines FROM match_group
     JOIN fact ON fact.id = match_group.id JOIN stream ON stream.id = fact.stream_id WHERE stream.entity_id = ? ORDER BY author, sequence`, id,
  )
  const records = machine.all('SELECT number, label, closed_on FROM account WHERE entity_id = ? ORDER BY number', id)
  const parties = machine.all('SELECT code, name, kind, closed_on FROM party WHERE entity_id = ? ORDER BY code', id)
  const held = machine.all('SELECT kind FROM held_fact JOIN fact USING (id) WHERE entity_id = ?', id)
  return JSON.stringify({ balances, entries, matches, records, parties, held }, null, 1)
}

/** Pairs whose halves do not come to nothing. */
export function pairsOf(machine: Machine): { pair: string; cents: number }[] {
  return machine.all('SELECT pair, SUM(cents) AS cents FROM pair_half GROUP BY pair HAVING SUM(cents) <> 0')
}
