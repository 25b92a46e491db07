import { shareNote } from '../../advising/notes.command.ts'
import { makeProposal } from '../../advising/proposals.command.ts'
import { ownHead } from '../../chain/append-fact.command.ts'
import { headText } from '../../chain/fact.ts'
import type { Context, Outcome, Writer } from '../../context.ts'
import { asAuthor, eveningOf, within } from '../../demonstration/as-author.ts'
import { demonstrationAccounts, journalFor } from '../../demonstration/demonstration-accounts.ts'
import { type Activity, chartOf, type FederationPeople } from '../../demonstration/federation-books.command.ts'
import { adviserOf, type FederationCast, federationOffices } from '../../demonstration/federation-names.ts'
import { supplierCode } from '../../demonstration/federation-story.ts'
import { seeded } from '../../demonstration/seeded.ts'
import { assert } from '../../kernel/assert.ts'
import { addDays, type CalendarDate } from '../../kernel/calendar-date.ts'
import type { AuthorId } from '../../kernel/ids.ts'
import { sealingKeyOf } from '../format/sealing-key.ts'
import { tell } from '../history/notice.apply.ts'
import type { TakenPli, TakenSegment } from '../pli.ts'
import type { PublicKeys } from '../sync-facts.ts'
import { federationOf } from './trust.query.ts'
import { recordTrust } from './trust-fact.command.ts'

/** Someone invented, with keys of his own: his signatures are real, and nobody keeps what made them. */
interface Person extends PublicKeys {
  readonly author: AuthorId
  readonly name: string
  readonly sign: (text: string) => string
}

function personOf(tx: Pick<Writer, 'ports'>, seed: string, who: string, name: string): Person {
  const hash = tx.ports.sha256(`${seed} ${who}`)
  const { signingKey, agreementKey, sign } = tx.ports.crypto.keysOfSeed(tx.ports.sha256(`${hash} keys`))
  return { author: hash.slice(0, 26).toUpperCase() as AuthorId, name, signingKey, sealingKey: sealingKeyOf(agreementKey), sign }
}

const keysOf = ({ author, signingKey, sealingKey }: Person): PublicKeys & { readonly author: AuthorId } => ({ author, signingKey, sealingKey })

/** The last fact that came, and how many plis brought all of it. */
interface Line { number: number; sequence: number }

/** The advisers of each office, by its code: one to three. */
function advisersOf(ctx: Context, seed: string): Map<string, readonly Person[]> {
  return new Map(federationOffices().map(({ code }) => {
    const chance = seeded(`${seed} ${code}`)
    return [code, Array.from({ length: chance.between(1, 3) }, (_, at) => personOf(ctx, seed, `${code} ${at}`, adviserOf(chance)))]
  }))
}

/** Records offices and their advisers in the federation, where one was founded; those that an earlier run recorded stay. */
function recordOffices(tx: Writer, advisers: ReadonlyMap<string, readonly Person[]>): void {
  const federation = federationOf(tx)
  if (!federation) return
  const known = tx.read<{ count: number }>('SELECT COUNT(*) AS count FROM access WHERE entity_id = ?').get(federation.id)?.count ?? 0
  let letters = known
  for (const office of federationOffices()) {
    if (!tx.read('SELECT 1 FROM office WHERE federation_id = ? AND code = ?').get(federation.id, office.code)) recordTrust(tx, federation.id, 'OfficeRecorded', office)
    for (const adviser of advisers.get(office.code) ?? []) {
      if (tx.read('SELECT 1 FROM access WHERE entity_id = ? AND author = ?').get(federation.id, adviser.author)) continue
      letters += 1
      recordTrust(tx, federation.id, 'AccessGranted', { ...keysOf(adviser), role: 'adviser', person: { name: adviser.name }, device: `P${letters}`, office: office.code })
    }
  }
}

/** The people of a simulated federation and what they signed and sent. Everything is the same for the same seed. */
export function simulatedPeople(ctx: Context, tx: Writer, seed: string): FederationPeople {
  const advisers = advisersOf(ctx, seed)
  recordOffices(tx, advisers)
  const porteurs = new Map<AuthorId, Person>()
  const lines = new Map<AuthorId, Line>()
  const porteurOf = (activity: Activity): Person => {
    const found = porteurs.get(activity.porteur.ports.author)
    assert(found, 'the porteur was granted his access before')
    return found
  }
  return {
    isFounded: federationOf(tx) !== undefined,
    join(siege, entityId, cast) {
      const person = personOf(siege, seed, cast.code, cast.porteur)
      porteurs.set(person.author, person)
      recordTrust(siege, entityId, 'AccessGranted', { ...keysOf(person), role: 'porteur', person: { name: cast.porteur, email: cast.email }, device: 'A' })
      return person.author
    },
    sent(activity, place) {
      const person = porteurOf(activity)
      const line = lines.get(person.author) ?? { number: 0, sequence: 0 }
      lines.set(person.author, line)
      line.number = place + 1
      if (place !== activity.fate.skipped) takeSent(activity, person, line, eveningOf(activity.fate.sentOn[place] ?? activity.clock.today))
    },
    settle(activity) {
      const person = porteurOf(activity)
      const line = lines.get(person.author) ?? { number: 0, sequence: 0 }
      if (activity.fate.entrusted) advise(ctx, activity, advisers.get(activity.cast.office) ?? [])
      tellLine(activity, person, line)
      if (activity.fate.standing === 'ended') endAccess(activity, person, line)
      // The private half of his keys goes with it.
      porteurs.delete(person.author)
      lines.delete(person.author)
    },
  }
}

const HEAD = 'INSERT INTO head_signature (stream_id, sequence, device, key, signature) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING'

/** Someone vouches for his stream up to its last fact. Answers its sequence. */
function signHead(tx: Writer, entityId: number, person: Person): number {
  const { stream, sequence, hash } = ownHead(tx, entityId)
  if (sequence > 0) tx.write(HEAD).run(stream.id, sequence, stream.device, person.signingKey, person.sign(headText(stream, sequence, hash)))
  return sequence
}

/** A pli of the porteur as it is remembered once it was taken; the file itself is not. */
function takeSent(activity: Activity, person: Person, line: Line, at: number): void {
  const { porteur, cast, entityId } = activity
  const [from, to] = [line.sequence + 1, signHead(porteur, entityId, person)]
  line.sequence = to
  const segment: TakenSegment = { stream: `${cast.code}/A`, entity: cast.code, author: person.author, from, to, answer: 'new', facts: to - from + 1 }
  remember(activity, person, line.number, at, 'taken', to < from ? { ...segment, from: to, answer: 'known', facts: 0 } : segment)
}

const RECEIVED = `INSERT INTO received_pli (file_hash, name, taken_at, outcome, sender, sender_name, addressee, number, header_hash, logical_time, facts, answer)
  VALUES (?, ?, ?, ?, ?, ?, 'headquarters', ?, ?, ?, ?, ?)`
/** As `nextLogicalTime` counts. */
const TICKS = 1024

/** Answers the bytes that stand for its file and their hash. */
function remember({ porteur, cast }: Activity, person: Person, number: number, at: number, outcome: TakenPli['outcome'], segment: TakenSegment): readonly [Uint8Array, string] {
  const bytes = porteur.ports.crypto.encode(`archipel-simulation ${person.author} ${number}`)
  const hash = porteur.ports.sha256(bytes)
  const answer: TakenPli = { file: `${cast.code}-siege-${String(number).padStart(4, '0')}.pli`, outcome, sender: person.name, number, segments: [segment], refused: [], notices: [] }
  porteur.write(RECEIVED).run(hash, answer.file, at, outcome, person.author, person.name, number, porteur.ports.sha256(hash), at * TICKS, segment.facts, JSON.stringify(answer))
  return [bytes, hash]
}

/** What numbers of plis say today: one that waits for its predecessor, one that never came. */
function tellLine(activity: Activity, person: Person, line: Line): void {
  const { fate, porteur, cast, clock, siege } = activity
  const last = fate.sentOn.at(-1)
  if (last === undefined) return
  let missing = fate.skipped === undefined ? undefined : fate.skipped + 1
  if (fate.standing === 'waits') {
    const chance = seeded(`${person.author} gap`)
    missing = line.number + 1
    const lacks = { from: line.sequence + 1, to: line.sequence + chance.between(4, 30) }
    clock.moveTo(addDays(last, 7))
    const segment: TakenSegment = {
      stream: `${cast.code}/A`, entity: cast.code, author: person.author, from: lacks.to + 1, to: lacks.to + chance.between(5, 25), answer: 'gap', facts: 0, missing: lacks,
    }
    const [bytes, hash] = remember(activity, person, line.number + 2, clock.now, 'waiting', segment)
    porteur.write('INSERT INTO waiting_pli (file_hash, bytes) VALUES (?, ?)').run(hash, bytes)
  }
  if (missing !== undefined) tell(siege, null, { code: 'plis_missing', sender: person.name, missing: String(missing), line: 'headquarters', author: person.author })
}

/** He left: what he signed so far stays. */
function endAccess({ siege, entityId, clock, fate }: Activity, person: Person, line: Line): void {
  clock.moveTo(addDays(fate.sentOn.at(-1) ?? clock.today, 9))
  recordTrust(siege, entityId, 'AccessRevoked', { author: person.author, lastSequence: line.sequence, reason: 'A quitté la coopérative' })
}

const NOTES = [
  'Vu ensemble les comptes du trimestre : rien à corriger.', 'Penser à la TVA du trimestre avant le 20 du mois prochain.', 'Deux factures de clients ont plus de soixante jours : relancer.',
  'Le projet de l’automne demande une avance : en parler au siège.', 'Rendez-vous demandé avant la fin du mois, pour les contrats.',
] as const

/** The advisers of its office are let in, and one of them writes what he has to say. */
function advise(ctx: Context, { siege, entityId, clock, cast, fate, entity }: Activity, advisers: readonly Person[]): void {
  for (const [at, adviser] of advisers.entries()) {
    recordTrust(siege, entityId, 'AccessGranted', { ...keysOf(adviser), role: 'adviser', person: { name: adviser.name }, device: `P${at + 1}`, office: cast.office })
  }
  const [adviser] = advisers
  if (!adviser || !entity || !(fate.hasNote || fate.hasProposal)) return
  const chance = seeded(`${adviser.author} ${cast.code}`)
  const voice = asAuthor(siege, adviser.author, clock)
  if (fate.hasNote) mustBe(shareNote(within(ctx, voice), entityId, { text: chance.pick(NOTES) }))
  if (fate.hasProposal) mustBe(makeProposal(within(ctx, voice), entityId, proposalFor(voice, cast, clock.today, chance.between(1_500, 9_000, 50)), 'Facture retrouvée dans la farde du bureau'))
  signHead(voice, entityId, adviser)
}

function mustBe(outcome: Outcome<unknown>): void {
  assert(outcome.ok, 'what an invented adviser writes is always in order')
}

/** A bill that the porteur forgot. */
function proposalFor(tx: Writer, cast: FederationCast, date: CalendarDate, cents: number): Parameters<typeof makeProposal>[2] {
  const chart = chartOf(tx, cast.country)
  const accounts = demonstrationAccounts(chart)
  return {
    journal: journalFor(chart, 'purchases'), date, label: `${cast.suppliers[0] ?? ''} : facture oubliée`,
    lines: [{ account: accounts.insurance, debitCents: cents, creditCents: 0 }, { account: accounts.supplier, debitCents: 0, creditCents: cents, party: supplierCode(0) }],
  }
}
