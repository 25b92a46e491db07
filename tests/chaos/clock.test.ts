import { afterAll, expect, test } from 'vitest'
import type { CalendarDate } from '../../core/kernel/calendar-date.ts'
import { closePeriod } from '../../core/ledger/close-period.command.ts'
import { postEntry } from '../../core/ledger/post-entry.command.ts'
import { verify } from '../../core/reporting/verify.query.ts'
import { today } from '../../electron/machine/clock.ts'
import { anEntry, must } from '../fixtures/books.ts'
import { pairOf } from '../fixtures/pli-workspaces.ts'
import { randomOf } from '../simulation/random.ts'

/** All 600 combinations where it is asked (`ARCHIPEL_CLOCKS=600`); a seeded sample otherwise. */
const CLOCKS = Number(process.env['ARCHIPEL_CLOCKS'] ?? 20)
const SEED = Number(process.env['ARCHIPEL_SEED'] ?? 20_261_121)
const HOUR = 3_600_000
const DAY = 24 * HOUR

/** By how much the clock of the Activité is wrong. */
const SKEWS = [0, HOUR, -HOUR, 26 * HOUR, -26 * HOUR, 5 * 365 * DAY, -5 * 365 * DAY, DAY + 1000] as const
/** Instants at which clocks and calendars are known to trip: an hour that comes twice or not at all, days that are rare, ends of years. */
const MOMENTS = [
  '2027-03-28T00:59:59Z', '2027-03-28T01:00:00Z', '2027-10-31T00:59:59Z', '2027-10-31T01:00:00Z', '2028-02-29T12:00:00Z', '2028-02-28T23:59:59Z', '2026-12-31T23:59:59Z', '2026-12-31T22:59:59Z',
  '2027-01-01T00:00:00Z', '2027-06-15T12:00:00Z', '2027-03-14T07:00:00Z', '2027-11-07T06:00:00Z', '2030-12-31T23:59:59Z', '2027-02-28T23:59:59Z', '2027-12-31T23:59:59.999Z',
] as const
/** What happens to the clock between one entry and the next. */
const BETWEEN = [0, -1000, -HOUR, -26 * HOUR, HOUR] as const
/** Where the person is before, and after. */
const ZONES = [['Europe/Brussels', 'Europe/Brussels'], ['Europe/Brussels', 'America/New_York'], ['Pacific/Kiritimati', 'Pacific/Pago_Pago'], ['America/St_Johns', 'Asia/Kathmandu']] as const

interface Combination { readonly skew: number; readonly moment: string; readonly between: number; readonly zones: readonly [string, string] }

const ALL: readonly Combination[] = SKEWS.flatMap((skew, one) => MOMENTS.flatMap((moment, two) =>
  BETWEEN.map((between, three) => ({ skew, moment, between, zones: ZONES[(one + two + three) % ZONES.length] as (typeof ZONES)[number] }))))
const CHOSEN = randomOf(SEED).shuffled(ALL).slice(0, CLOCKS)

const zone = process.env['TZ']
afterAll(() => void (process.env['TZ'] = zone))

test(`there are ${ALL.length} combinations of clocks`, () => expect(ALL.length).toBe(600))

/** The working date that the machine would have at an instant, wherever it believes it is. */
function dayIn(timeZone: string, milliseconds: number): CalendarDate {
  process.env['TZ'] = timeZone
  return today(milliseconds)
}

test(`${CHOSEN.length} wrong clocks: numbers, chain and closed periods stand, plis are taken, and a clock ahead is told`, { timeout: 60_000 + CLOCKS * 3000 }, () => {
  for (const { skew, moment, between, zones } of CHOSEN) {
    const which = `${moment} ${skew} ${between} ${zones.join(' to ')}`
    const { hq, brume } = pairOf()
    const now = Date.parse(moment)
    hq.clock.milliseconds = now
    hq.clock.today = dayIn(zones[0], now)
    // The clock of the Activité: wrong by `skew`, set back or forward between two entries, read in another zone after the second.
    expect(dayIn(zones[1], now), `${which}: the same day of the books`).toBe(dayIn(zones[0], now))
    const instants = [now + skew, now + skew + between, now + skew + between + 1]
    const entityId = brume.entity('ATELIER')
    for (const [at, milliseconds] of instants.entries()) {
      brume.clock.milliseconds = milliseconds
      brume.clock.today = dayIn(zones[at === 2 ? 1 : 0], milliseconds)
      must(postEntry(brume.ctx, entityId, anEntry(`2026-02-2${at} VEN Vente ${at} | 400 121.00 | 700 -121.00`)))
    }
    must(closePeriod(brume.ctx, entityId, '2026-02-28'))
    expect(postEntry(brume.ctx, entityId, anEntry('2026-02-27 VEN Trop tard | 400 1.00 | 700 -1.00')), which).toMatchObject({ ok: false })
    const facts = brume.db.prepare('SELECT sequence, logical_time AS at FROM fact JOIN stream ON stream.id = stream_id WHERE author = ? ORDER BY fact.id').all(brume.author) as { sequence: number; at: number }[]
    expect(facts.map(({ sequence }) => sequence), which).toEqual(facts.map((_, at) => at + 1))
    expect(facts.every(({ at }, index) => index === 0 || at > (facts[index - 1]?.at ?? 0)), which).toBe(true)
    const numbers = brume.db.prepare("SELECT number, label FROM entry WHERE label GLOB 'Vente*' ORDER BY number").all() as { number: number; label: string }[]
    expect(numbers, which).toEqual([0, 1, 2].map((at) => ({ number: at + 1, label: `Vente ${at}` })))
    // Whatever the clocks say, the pli is taken, answered, and the answer taken.
    const taken = hq.take(brume.make('headquarters'))
    expect(taken.outcome, which).toBe('taken')
    const isAhead = Math.max(...instants) - now >= DAY + 1000
    expect(taken.notices.some((notice) => notice.code === 'clock_ahead'), which).toBe(isAhead)
    expect(brume.take(hq.make('ATELIER')).outcome, which).toBe('taken')
    const wanted = hq.db.prepare('SELECT number, on_date, label FROM entry ORDER BY label').all()
    expect(brume.db.prepare('SELECT number, on_date, label FROM entry ORDER BY label').all(), which).toEqual(wanted)
    // The clock is set right: what follows is later than all that was signed.
    brume.clock.milliseconds = now + 1000
    must(postEntry(brume.ctx, entityId, anEntry('2026-03-01 VEN Vente 3 | 400 121.00 | 700 -121.00')))
    expect(hq.take(brume.make('headquarters')).outcome, which).toBe('taken')
    for (const workspace of [hq, brume]) expect(verify(workspace.ctx, true).problems, which).toEqual([])
    for (const workspace of [hq, brume]) workspace.db.close()
  }
})
