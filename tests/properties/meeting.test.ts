import { expect } from 'vitest'
import { type CalendarDate, addDays } from '../../core/kernel/calendar-date.ts'
import { exportedBooks } from '../../core/interchange/export-books.query.ts'
import { fecSources } from '../../core/interchange/fec-export.query.ts'
import { books, findYear } from '../../core/ledger/books.query.ts'
import { openingDifferences, trialBalance } from '../../core/ledger/trial-balance.query.ts'
import { endYear } from '../../core/ledger/year-end.command.ts'
import { isEnded, isOutdated } from '../../core/ledger/year-end.query.ts'
import { pairsList } from '../../core/reporting/pairs.query.ts'
import { periodStatement } from '../../core/reporting/statement.query.ts'
import { must } from '../fixtures/books.ts'
import { type Machine, meet, notices, openMachines, told } from '../fixtures/machines.ts'
import { type NaiveMeeting, naiveMeeting } from '../fixtures/naive-meeting.ts'
import { property } from '../fixtures/property.ts'
import { type Act, perform, randomActs } from '../fixtures/random-acts.ts'

type Three = readonly [Machine, Machine, Machine]

/** What three people did in one set of books, each on a machine that did not know all of it; in the end everybody holds everything. */
function liveThrough(acts: readonly Act[], after: (machine: Machine) => void = () => undefined): Three & { close(): void } {
  const all = openMachines(3) as unknown as Three
  for (const act of acts) {
    perform(all, act)
    after(all[act.who % 3] as Machine)
  }
  meet(...all)
  return Object.assign([...all] as unknown as Three, { close: () => all.forEach((each) => each.db.close()) })
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

property('whatever three machines do without knowing of each other, all books are those that the facts come to, and what moved is told', 20, randomActs, (acts) => {
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

/** Balances on a day, by account, debit positive. */
const balancesOn = (machine: Machine, asOf: CalendarDate): unknown[] =>
  trialBalance(machine.ctx, machine.entityId, asOf).rows.flatMap(({ account, balanceCents }) => (balanceCents === 0 ? [] : [[account, balanceCents]]))

const CLOSINGS = `SELECT author || ':' || (closing.id & 4294967295) AS name, until FROM closing JOIN stream ON stream.id = closing.id >> 32`
const UNAWARE = `SELECT 1 FROM closing AS one JOIN closing AS other ON other.id <> one.id
  WHERE NOT EXISTS (SELECT 1 FROM closing_position WHERE closing_id = one.id AND stream_id = other.id >> 32 AND last_id >= other.id)
  AND NOT EXISTS (SELECT 1 FROM closing_position WHERE closing_id = other.id AND stream_id = one.id >> 32 AND last_id >= one.id)`

property('what was closed stays as whoever closed it saw it, unless it is opened again or two closed without knowing of each other', 20, randomActs, (acts) => {
  const seen = new Map<string, { readonly until: CalendarDate; readonly balances: unknown[] }>()
  const all = liveThrough(acts.filter(({ kind }) => kind !== 'reopen' && kind !== 'reopenYear' && kind !== 'opening'), (machine) => {
    for (const { name, until } of machine.db.prepare(`${CLOSINGS} WHERE author = ?`).all(machine.ports.author) as { name: string; until: CalendarDate }[]) {
      if (!seen.has(name)) seen.set(name, { until, balances: balancesOn(machine, until) })
    }
  })
  const [first] = all
  if (first.db.prepare(UNAWARE).get() === undefined) {
    for (const [name, { until, balances }] of seen) expect({ name, until, balances: balancesOn(first, until) }).toEqual({ name, until, balances })
  }
  all.close()
})

property('a year that leaves something else by now is mended by ending it again', 15, randomActs, (acts) => {
  const all = liveThrough(acts)
  const [first] = all
  const known = () => books(first.ctx, first.entityId)
  for (const { code } of known().years) {
    const year = findYear(known(), code)
    if (year && isEnded(first.ctx, year.id) && isOutdated(first.ctx, known(), year)) must(endYear(first.ctx, first.entityId, code))
  }
  meet(...all)
  for (const machine of all) {
    const own = books(machine.ctx, machine.entityId)
    expect(own.years.filter((year) => isEnded(machine.ctx, year.id) && isOutdated(machine.ctx, own, year))).toEqual([])
  }
  all.close()
})
