import { expect } from 'vitest'
import { type CalendarDate, addDays } from '../../core/kernel/calendar-date.ts'
import { exportedBooks } from '../../core/interchange/export-books.query.ts'
import { fecSources } from '../../core/interchange/fec-export.query.ts'
import { books } from '../../core/ledger/books.query.ts'
import { openingDifferences, trialBalance } from '../../core/ledger/trial-balance.query.ts'
import { pairsList } from '../../core/reporting/pairs.query.ts'
import { periodStatement } from '../../core/reporting/statement.query.ts'
import { must } from '../fixtures/books.ts'
import { type Machine, meet, notices, openMachines, told } from '../fixtures/machines.ts'
import { type NaiveMeeting, naiveMeeting } from '../fixtures/naive-meeting.ts'
import { property } from '../fixtures/property.ts'
import { type Act, perform, randomActs } from '../fixtures/random-acts.ts'

/** What three people did in one set of books, each on a machine that did not know all of it; in the end everybody holds everything. */
function liveThrough(acts: readonly Act[]): readonly [Machine, Machine, Machine] & { close(): void } {
  const all = openMachines(3)
  for (const act of acts) perform(all, act)
  meet(...all)
  return Object.assign([...all] as unknown as readonly [Machine, Machine, Machine], { close: () => all.forEach((each) => each.close()) })
}

const daysOf = (machine: Machine): CalendarDate[] => books(machine.ctx, machine.entityId).years.flatMap((year) => [year.startOn, addDays(year.startOn, 100), addDays(year.endOn, -1), year.endOn])

/** Trial balances as of every day that matters are what the facts come to, added up by somebody else. */
function expectBalances(machine: Machine, naive: NaiveMeeting): void {
  const { years } = books(machine.ctx, machine.entityId)
  expect(years.map(({ startOn, endOn }) => ({ startOn, endOn }))).toEqual(naive.books.years.map(({ startOn, endOn }) => ({ startOn, endOn })))
  for (const asOf of daysOf(machine)) {
    const from = years.find((year) => year.startOn <= asOf && asOf <= year.endOn)?.startOn ?? asOf
    const rows = trialBalance(machine.ctx, machine.entityId, asOf).rows.map(({ account, openingCents, debitCents, creditCents }) => [account, openingCents, debitCents, creditCents])
    const expected = [...naive.books.rows(from, asOf)].map(([account, row]) => [account, row.openingCents, row.debitCents, row.creditCents])
      .filter(([, ...amounts]) => amounts.some((cents) => cents !== 0)).sort(([one = ''], [other = '']) => (one < other ? -1 : 1))
    expect({ asOf, rows }).toEqual({ asOf, rows: expected })
  }
}

/** An opening that says something else than the year before left has been told of, in words that lead to its mending. */
const PARTED = ['year_end_outdated', 'year_opened_twice', 'entry_reversed_twice']

property('whatever three machines do without knowing of each other, all books are those that the facts come to, and what moved is told', 25, randomActs, (acts) => {
  const all = liveThrough(acts)
  const [first, ...others] = all
  const naive = naiveMeeting(first.db)
  expectBalances(first, naive)
  const statements = (machine: Machine): unknown[] => daysOf(machine).map((asOf) => must(periodStatement(machine.ctx, machine.entityId, { asOf }, undefined, 'year_before')))
  const said = statements(first)
  for (const other of others) expect(statements(other)).toEqual(said)
  for (const statement of said as { checks: { rule: string; ok: boolean }[] }[]) {
    expect(statement.checks.filter(({ rule, ok }) => !ok && rule !== 'opening_agrees')).toEqual([])
  }
  const pairs = new Map(must(pairsList(first.ctx, { offset: 0, limit: 100 })).pairs.map(({ pair, differenceCents }) => [pair, differenceCents]))
  expect(Object.fromEntries(pairs)).toEqual(Object.fromEntries(naive.pairs))
  for (const { startOn, endOn } of naive.books.years) {
    const sources = fecSources(must(exportedBooks(first.ctx, first.entityId, { from: startOn, to: endOn })))
    expect(new Set(sources.map(({ journalCode, number }) => `${journalCode} ${number}`)).size).toBe(sources.length)
    const total = sources.reduce((sum, { lines }) => lines.reduce((part, line) => part + line.debitCents, sum), 0)
    expect(total).toBe(naive.books.lines.reduce((sum, line) => (line.nature !== 'closing' && line.date >= startOn && line.date <= endOn ? sum + line.debit : sum), 0))
  }
  for (const machine of all) {
    const moves = [...naive.places].filter(([, { moved }]) => moved)
    expect(machine.db.prepare("SELECT COUNT(*) FROM entry_move WHERE EXISTS (SELECT 1 FROM notice WHERE code = 'entry_moved' AND json_extract(data, '$.on') = on_date AND json_extract(data, '$.askedOn') = asked_on)").pluck().get()).toBe(moves.length)
    const known = books(machine.ctx, machine.entityId)
    const parted = known.years.flatMap((year) => openingDifferences(machine.ctx, known, year))
    if (!told(machine).some((code) => PARTED.includes(code))) expect({ parted, notices: notices(machine) }).toEqual({ parted: [], notices: notices(machine) })
  }
  all.close()
})
