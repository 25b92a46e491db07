import fc from 'fast-check'
import { expect } from 'vitest'
import { ok } from '../../core/kernel/result.ts'
import { rebuildBooks } from '../../core/ledger/rebuild.apply.ts'
import { trialBalance } from '../../core/ledger/trial-balance.query.ts'
import type { CalendarDate } from '../../core/kernel/calendar-date.ts'
import { verify } from '../../core/reporting/verify.query.ts'
import { settle } from '../../core/sync/taking/receive-facts.command.ts'
import { property } from '../fixtures/property.ts'
import { type Arrival, randomArrivals, randomStreams } from '../fixtures/random-streams.ts'
import { openReceiver, type Receiver, sharedRows, type WrittenStream } from '../fixtures/streams.ts'

/** Brings all facts in the order of the arrivals, then whatever is left, stream after stream, the last one first when `backwards`. */
function bring(receiver: Receiver, streams: readonly WrittenStream[], arrivals: readonly Arrival[], backwards: boolean, inBulk: boolean): void {
  const reached = streams.map(() => 0)
  let together: { stream: WrittenStream; to: number }[] = []
  for (const { who, facts, ends } of arrivals) {
    const stream = streams[who % streams.length] as WrittenStream
    const at = who % streams.length
    // Facts come again now and then: what is known is passed over.
    reached[at] = Math.min((reached[at] ?? 0) + facts, stream.facts.length)
    together.push({ stream, to: reached[at] ?? 0 })
    if (ends) {
      receiver.take(together, inBulk)
      together = []
    }
  }
  const rest = streams.map((stream) => ({ stream, to: stream.facts.length }))
  receiver.take([...together, ...(backwards ? rest.reverse() : rest)], inBulk)
}

function expectProven(receiver: Receiver): void {
  expect(verify(receiver.ctx, true).problems).toEqual([])
  expect(verify(receiver.ctx, false).problems).toEqual([])
}

const worlds = fc.tuple(randomStreams, fc.array(randomArrivals, { minLength: 3, maxLength: 3 }))

property('whatever order facts of several machines come in, the books are the same, and prove themselves', 40, worlds, ([streams, orders]) => {
  const receivers = orders.map((arrivals, at) => {
    const receiver = openReceiver(`lecteur${at}`)
    bring(receiver, streams, arrivals, at === 1, at === 2)
    return receiver
  })
  const [first, ...others] = receivers as [Receiver, ...Receiver[]]
  const rows = sharedRows(first.db)
  const balances = ['2026-06-30', '2027-12-31'].map((day) => trialBalance(first.ctx, first.entityId, day as CalendarDate))
  expectProven(first)
  for (const other of others) {
    expect(sharedRows(other.db)).toEqual(rows)
    expect(['2026-06-30', '2027-12-31'].map((day) => trialBalance(other.ctx, other.entityId, day as CalendarDate))).toEqual(balances)
    expectProven(other)
  }
  // Made again from the facts alone.
  first.ctx.write((tx) => {
    rebuildBooks(tx, first.entityId)
    settle(tx, [first.entityId])
    return ok(null)
  })
  expect(sharedRows(first.db)).toEqual(rows)
  expectProven(first)
  for (const receiver of receivers) receiver.close()
})
