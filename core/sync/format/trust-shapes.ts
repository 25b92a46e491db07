import type { AdvisingFacts } from '../../advising/advising-facts.ts'
import { isCents } from '../../kernel/money.ts'
import { author, code, factName, label, record, sequence, type Shapes } from './ledger-shapes.ts'
import { isSealingKey } from './sealing-key.ts'
import { type Check, day, isPlainJson, listOf, matching, oneOf, shape, text, whole } from './shape.ts'
import type { SyncFacts } from '../sync-facts.ts'

/** 32 bytes and 64 bytes in base64url, without padding. */
const key = matching(/^[A-Za-z0-9_-]{43}$/u)
const signature = matching(/^[A-Za-z0-9_-]{86}$/u)
const keys = { signingKey: key, sealingKey: isSealingKey }
const uid = text(64)
const content: Check = (value) => typeof value === 'object' && value !== null && !Array.isArray(value) && isPlainJson(value)

const statement = shape({
  federation: uid, name: label, version: whole(1), threshold: whole(1, 100), rootKeys: listOf(key, 1, 100), expiresOn: day,
  working: listOf(shape({ ...keys, author, name: label }, { endedOn: day }), 0, 10_000),
})

export const SYNC_SHAPES: Shapes<SyncFacts> = {
  AccessGranted: [shape(
    { ...keys, author, role: oneOf('porteur', 'associate', 'adviser', 'accountant'), person: shape({ name: label }, { email: label }), device: matching(/^[A-Z]{1,4}\d{0,6}$/u) },
    { office: code, fromSequence: sequence },
  )],
  AccessRevoked: [shape({ author, lastSequence: whole(0, 4_294_967_295), reason: label })],
  KeyRotated: [shape({ ...keys, proof: signature })],
  EntityAttached: [shape({ legalEntity: uid, on: day }, { reason: label })],
  RootStated: [shape({ statement, signatures: listOf(shape({ key, signature }), 1, 100) })],
  OfficeRecorded: [shape({ code, name: label }, { email: label, address: label, closedOn: day })],
  ParametersPublished: [shape({ name: label, validFrom: day, content }, { note: text(20_000, 0) })],
  ChartPublished: [shape({ chart: text(64), edition: label, content })],
}

const proposedLine = shape(
  { account: code, debitCents: isCents as Check, creditCents: isCents as Check },
  { label: text(2000, 0), party: code, project: code, funder: code, documentRef: text(2000, 0), documentOn: day, currency: matching(/^[A-Z]{3}$/u), currencyCents: isCents as Check },
)

export const ADVISING_SHAPES: Shapes<AdvisingFacts> = {
  NoteShared: record({ id: text(64), on: day, text: text(100_000) }, { entry: factName, withdrawn: oneOf(true) }),
  AppointmentSet: record({ id: text(64), on: day, subject: label, state: oneOf('proposed', 'confirmed', 'held', 'cancelled') }, { at: matching(/^(?:[01]\d|2[0-3]):[0-5]\d$/u), place: label }),
  EntryProposed: [shape({
    entry: shape({ journal: code, date: day, label, lines: listOf(proposedLine, 2, 10_000) }, { documentRef: text(2000, 0), documentOn: day }), reason: label,
  })],
  ProposalAnswered: [shape({ proposal: factName, answer: oneOf('accepted', 'edited', 'declined') }, { reason: label, entry: factName })],
  ProposalWithdrawn: [shape({ proposal: factName }, { reason: label })],
}
