import { addDays, type CalendarDate, calendarDate } from '../../core/kernel/calendar-date.ts'
import type { AuthorId, EntityId } from '../../core/kernel/ids.ts'
import { openEntity } from '../../core/ledger/open-entity.command.ts'
import { openFiscalYear } from '../../core/ledger/records.command.ts'
import { composePli } from '../../core/sync/making/compose-pli.command.ts'
import { repairFork } from '../../core/sync/forks/fork-repair.command.ts'
import type { TakenPli } from '../../core/sync/pli.ts'
import { revokeAccess } from '../../core/sync/trust/trust-grant.command.ts'
import { waitingAnswers, waitingPli } from '../../core/sync/taking/waiting.query.ts'
import { must } from '../fixtures/books.ts'
import { foundIn, join, joinEmpty } from '../fixtures/pli-workspaces.ts'
import { HEADQUARTERS, PORTEUR } from './acts.ts'
import { booksOf, pairsOf, Witness } from './invariants.ts'
import { type Kind, Machine } from './machine.ts'
import { randomOf, type Random } from './random.ts'

const START = calendarDate('2026-01-05')
const START_AT = 1_767_600_000_000
const DAY = 86_400_000
const OFFICE = 'LIEGE'

/** One machine of one Activité. */
interface Desk {
  readonly machine: Machine
  readonly code: string
  readonly uid: EntityId
}

/** A pli on its way: the machine it goes to, and the bytes that age would have sealed. */
interface Letter {
  readonly to: Machine
  readonly bytes: Uint8Array
}

export interface Size {
  readonly entities: number
  readonly years: number
  readonly steps: number
}

/** What happened in a run: a simulation that lost, moved and forked nothing would prove nothing. */
export interface Told {
  readonly acts: number
  readonly refusedActs: number
  readonly plis: number
  readonly lost: number
  readonly doubled: number
  readonly kills: number
  readonly forks: number
  readonly answers: Readonly<Record<string, number>>
  readonly notices: Readonly<Record<string, number>>
}

/**
 * Headquarters, an office and Activités, some of them on two machines, for some years: they write, trade plis that are lost, doubled and shuffled,
 * lose their power, restore old backups and have wrong clocks. The same seed lives the same years.
 */
export class World {
  readonly size: Size
  readonly #random: Random
  readonly #headquarters: Machine
  readonly #office: Machine
  #desks: Desk[] = []
  readonly #retired: Machine[] = []
  /** Authors who went back to an old backup: a history of theirs that was lost on its way may be awaited for ever. */
  readonly #wentBack = new Set<string>()
  readonly #backups = new Map<Machine, Buffer>()
  readonly #witnesses = new Map<Machine, Witness>()
  readonly #counts = { acts: 0, refusedActs: 0, plis: 0, lost: 0, doubled: 0, kills: 0, forks: 0 }
  readonly #answers: Record<string, number> = {}
  readonly #notices: Record<string, number> = {}
  #mail: Letter[] = []
  #today: CalendarDate = START
  #instant = START_AT
  #made = 0

  constructor(seed: number, size: Size) {
    this.size = size
    this.#random = randomOf(seed)
    this.#headquarters = this.#machine('SIEGE', 'headquarters')
    must(openEntity(this.#headquarters.ctx, { code: 'SIEGE', name: 'Siège', kind: 'headquarters', country: 'BE', firstYear: { startOn: '2026-01-01', endOn: '2026-12-31' } }))
    foundIn(this.#headquarters)
    for (let at = 1; at <= size.entities; at += 1) this.#settleActivity(`ACT${at}`, at % 4 === 0)
    this.#office = this.#machine('BUREAU', 'office')
    this.#heard(this.#office, joinEmpty(this.#headquarters, this.#office, [...new Set(this.#desks.map((desk) => desk.code))].slice(0, Math.ceil(size.entities / 2)), { role: 'adviser', office: OFFICE }))
    this.#wrongClocks()
  }

  get told(): Told {
    return { ...this.#counts, answers: this.#answers, notices: this.#notices }
  }

  /** Lives all the years, looking at everything after each step; then lets every pli arrive and compares all books. */
  live(): void {
    const days = this.size.years * 365
    for (let step = 0; step < this.size.steps; step += 1) {
      this.#pass(Math.max(1, Math.floor(days / this.size.steps)))
      this.#step()
    }
    this.#exchangeAll()
    this.#compare()
  }

  close(): void {
    for (const machine of [...this.#machines(), ...this.#retired]) machine.close()
  }

  #machines(): Machine[] {
    return [this.#headquarters, this.#office, ...this.#desks.map((desk) => desk.machine)]
  }

  #machine(name: string, kind: Kind): Machine {
    this.#made += 1
    const author = `${String(this.#made).padStart(4, '0')}${name}`.toUpperCase().padEnd(26, '0').slice(0, 26) as AuthorId
    const machine = new Machine(name, kind, author, this.#today)
    machine.at(this.#today, this.#instant)
    this.#witnesses.set(machine, new Witness())
    return machine
  }

  /** Books kept alone for a while, then joined; every fourth Activité has a second machine. */
  #settleActivity(code: string, hasSecond: boolean): void {
    const machine = this.#machine(`${code}a`, 'entity')
    must(openEntity(machine.ctx, { code, name: `Activité ${code}`, kind: 'entity', country: 'BE', firstYear: { startOn: '2026-01-01', endOn: '2026-12-31' } }))
    const uid = machine.one<EntityId>('SELECT uid FROM entity WHERE code = ?', code) as EntityId
    this.#heard(machine, join(this.#headquarters, machine, code))
    this.#desks.push({ machine, code, uid })
    this.#take({ to: this.#headquarters, bytes: machine.make('headquarters').bytes })
    if (!hasSecond) return
    const second = this.#machine(`${code}b`, 'entity')
    this.#heard(second, joinEmpty(this.#headquarters, second, [code]))
    this.#desks.push({ machine: second, code, uid })
  }

  #wrongClocks(): void {
    for (const machine of this.#machines()) {
      if (this.#random.chance(15)) machine.skew = this.#random.one([-5 * 365 * DAY, -26 * 3_600_000, 3_600_000, 26 * 3_600_000, 5 * 365 * DAY])
    }
  }

  #pass(days: number): void {
    this.#today = addDays(this.#today, days)
    this.#instant += days * DAY
    for (const machine of this.#machines()) machine.at(this.#today, this.#instant)
  }

  /** The year of today is open at headquarters' and at every desk, as their owners would see to it. */
  #openYear(machine: Machine, entityId: number): void {
    const year = this.#today.slice(0, 4)
    if (machine.one('SELECT 1 FROM fiscal_year WHERE entity_id = ? AND start_on <= ? AND end_on >= ?', entityId, this.#today, this.#today) !== undefined) return
    openFiscalYear(machine.ctx, entityId, { startOn: `${year}-01-01`, endOn: `${year}-12-31` })
  }

  #step(): void {
    const what = this.#random.below(100)
    if (what < 36) this.#actAtDesk()
    else if (what < 48) this.#actAtHeadquarters()
    else if (what < 70) this.#send()
    else if (what < 90) this.#deliver()
    else if (what < 94) this.#losePower()
    else if (what < 97) this.#keepBackup()
    else this.#restoreBackup()
  }

  #actAtDesk(): void {
    const desk = this.#random.one(this.#desks)
    this.#act(desk.machine, desk.code, PORTEUR)
  }

  #actAtHeadquarters(): void {
    const desk = this.#random.one(this.#desks)
    this.#act(this.#headquarters, desk.code, HEADQUARTERS)
  }

  #act(machine: Machine, code: string, acts: typeof PORTEUR): void {
    const entityId = machine.entity(code)
    this.#openYear(machine, entityId)
    if (machine === this.#headquarters) this.#openYear(machine, machine.entity('SIEGE'))
    const times = 1 + this.#random.below(4)
    for (let at = 0; at < times; at += 1) {
      const done = this.#random.one(acts)(machine, entityId, this.#today, this.#random)
      this.#counts.acts += 1
      if (!done.ok) this.#counts.refusedActs += 1
    }
    this.#look(machine)
  }

  /** Makes a pli and puts it in the mail, where it may be lost or doubled. */
  #send(): void {
    const desk = this.#random.one(this.#desks)
    const since = this.#random.chance(30) ? 'sent' : 'acknowledged'
    const way = this.#random.below(10)
    if (way < 5) this.#post(desk.machine, 'headquarters', [this.#headquarters], since)
    else if (way < 8) this.#post(this.#headquarters, desk.code, this.#desksOf(desk.code), since)
    else if (way < 9) this.#post(this.#headquarters, OFFICE, [this.#office], since)
    else this.#post(this.#office, 'headquarters', [this.#headquarters], since)
  }

  #desksOf(code: string): Machine[] {
    return this.#desks.filter((desk) => desk.code === code).map((desk) => desk.machine)
  }

  #post(from: Machine, to: string, readers: readonly Machine[], since: 'acknowledged' | 'sent', surely = false): void {
    const made = composePli(from.ctx, to, since)
    if (!made.ok) throw new Error(`${from.name} could not write to ${to}: ${JSON.stringify(made.error)}`)
    this.#counts.plis += 1
    this.#look(from)
    for (const reader of readers) {
      const copies = surely ? 1 : this.#random.chance(20) ? 0 : this.#random.chance(20) ? 2 : 1
      if (copies === 0) this.#counts.lost += 1
      if (copies === 2) this.#counts.doubled += 1
      for (let copy = 0; copy < copies; copy += 1) this.#mail.push({ to: reader, bytes: made.value.bytes })
    }
  }

  /** Some of the mail arrives, in no order. */
  #deliver(): void {
    this.#mail = this.#random.shuffled(this.#mail)
    const many = Math.min(this.#mail.length, 1 + this.#random.below(5))
    for (const letter of this.#mail.splice(0, many)) this.#take(letter)
  }

  #take(letter: Letter): void {
    this.#heard(letter.to, letter.to.take(letter.bytes))
    // What waited for this one is opened again, as the shells do.
    for (let again = true; again;) {
      again = false
      for (const { hash } of waitingAnswers(letter.to.ctx)) {
        const waiting = waitingPli(letter.to.ctx, hash)
        if (!waiting) continue
        const taken = letter.to.take(waiting.sealed)
        if (taken.outcome !== 'waiting') again = true
        this.#heard(letter.to, taken)
      }
    }
    this.#look(letter.to)
  }

  #heard(machine: Machine, taken: TakenPli): void {
    this.#answers[taken.outcome] = (this.#answers[taken.outcome] ?? 0) + 1
    for (const { answer } of taken.segments) this.#answers[answer] = (this.#answers[answer] ?? 0) + 1
    for (const { code } of taken.notices) this.#notices[code] = (this.#notices[code] ?? 0) + 1
    const parts = taken.segments.some((segment) => segment.answer === 'fork')
    if (taken.outcome === 'refused' && !parts) throw new Error(`${machine.name} refused a pli: ${JSON.stringify(taken)}`)
  }

  /** The power goes while a machine writes or takes: what was acknowledged is there, the rest is not, and the same work can be done again. */
  #losePower(): void {
    const letter = this.#mail.length > 0 && this.#random.chance(50) ? this.#mail[0] : undefined
    const desk = this.#random.one(this.#desks)
    const machine = letter?.to ?? desk.machine
    const rows = this.#random.below(60)
    const killed = machine.killedAfter(rows, () => {
      if (letter) machine.take(letter.bytes)
      else this.#random.one(PORTEUR)(machine, machine.entity(desk.code), this.#today, this.#random)
    })
    if (killed) this.#counts.kills += 1
    this.#look(machine)
  }

  #keepBackup(): void {
    const { machine } = this.#random.one(this.#desks)
    this.#backups.set(machine, machine.backup())
  }

  /** An old backup is put back, and its owner goes on as if nothing had been. */
  #restoreBackup(): void {
    const kept = this.#desks.filter((desk) => this.#backups.has(desk.machine))
    if (kept.length === 0) return
    const desk = this.#random.one(kept)
    this.#wentBack.add(desk.machine.author)
    desk.machine.restore(this.#backups.get(desk.machine) as Buffer)
    this.#witnesses.set(desk.machine, new Witness())
    this.#act(desk.machine, desk.code, PORTEUR)
  }

  /** A machine that was told that its history parted makes a new file: a new author, headquarters' books, its own entries booked again. */
  #repairForks(): boolean {
    const forked = this.#desks.filter((desk) => desk.machine.one("SELECT 1 FROM notice WHERE code = 'fork_of_own_stream'") !== undefined)
    for (const desk of forked) {
      const machine = this.#machine(`${desk.machine.name}R`, 'entity')
      this.#heard(machine, joinEmpty(this.#headquarters, machine, [desk.code]))
      const repaired = repairFork(machine.ctx, desk.machine.ctx)
      // What parted may hold nothing that is not here already: a year opened twice, an account named again.
      if (!repaired.ok && repaired.error.some((refusal) => refusal.code !== 'fork_nothing_to_repair')) throw new Error(`${desk.machine.name} was not repaired: ${JSON.stringify(repaired.error)}`)
      must(revokeAccess(this.#headquarters.ctx, { author: desk.machine.author, reason: 'Sauvegarde restaurée, reprise sous un autre nom' }))
      this.#desks = this.#desks.map((each) => (each === desk ? { ...desk, machine } : each))
      this.#retired.push(desk.machine)
      this.#mail = this.#mail.filter((letter) => letter.to !== desk.machine)
      this.#counts.forks += 1
    }
    return forked.length > 0
  }

  #look(machine: Machine, whole = false): void {
    this.#witnesses.get(machine)?.look(machine, whole)
  }

  /** Everything still in the mail arrives, then all write to one another until nothing is new. */
  #exchangeAll(): void {
    for (const letter of this.#random.shuffled(this.#mail.splice(0))) this.#take(letter)
    this.#trade()
    // Forks are found when both sides meet; a repair writes, and is traded in its turn.
    while (this.#repairForks()) this.#trade()
  }

  #trade(): void {
    for (let round = 0; round < 3; round += 1) {
      for (const desk of this.#desks) this.#post(desk.machine, 'headquarters', [this.#headquarters], 'acknowledged', true)
      this.#arrive()
      for (const code of new Set(this.#desks.map((desk) => desk.code))) this.#post(this.#headquarters, code, this.#desksOf(code), 'acknowledged', true)
      this.#post(this.#headquarters, OFFICE, [this.#office], 'acknowledged', true)
      this.#arrive()
    }
  }

  #arrive(): void {
    for (const letter of this.#mail.splice(0)) this.#take(letter)
  }

  /** All who hold the books of an Activité hold the same, and pairs come to nothing. */
  #compare(): void {
    for (const machine of this.#machines()) this.#look(machine, true)
    const days = Array.from({ length: this.size.years }, (_, at) => calendarDate(`${2026 + at}-12-31`))
    for (const { machine, code, uid } of this.#desks) {
      const right = booksOf(this.#headquarters, uid, days)
      const holders = this.#office.one('SELECT 1 FROM entity WHERE uid = ?', uid) === undefined ? [machine] : [machine, this.#office]
      for (const holder of holders) {
        const own = booksOf(holder, uid, days)
        if (own !== right) throw new Error(`${code}: ${holder.name} and headquarters do not hold the same books\n${firstDifference(own, right)}`)
      }
    }
    const pairs = pairsOf(this.#headquarters)
    if (pairs.length > 0) throw new Error(`pairs that do not meet: ${JSON.stringify(pairs.slice(0, 3))}`)
    for (const machine of this.#machines()) {
      for (const { answer } of waitingAnswers(machine.ctx)) {
        const lost = answer.segments.filter((segment) => segment.answer === 'gap' && !this.#wentBack.has(segment.author))
        if (lost.length > 0) throw new Error(`${machine.name} still waits for ${JSON.stringify(lost)}`)
      }
    }
  }
}

function firstDifference(own: string, right: string): string {
  const [left, other] = [own.split('\n'), right.split('\n')]
  const at = left.findIndex((line, index) => line !== other[index])
  return `there: ${left.slice(Math.max(0, at - 6), at + 8).join(' ')}\nat headquarters: ${other.slice(Math.max(0, at - 6), at + 8).join(' ')}`
}
