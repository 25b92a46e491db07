import type { AuthorId, EntityId } from '../kernel/ids.ts'
import type { Refusal } from '../kernel/result.ts'
import type { Role } from './sync-facts.ts'

/** Version of the format written here; `resources/pli-format.md` is its description. */
export const PLI_VERSION = 1

/** Texts are signed after a line that says what they are, so that no signature of one kind passes for another; that of a head is in `chain/fact.ts`. */
export const PLI_DOMAIN = 'archipel-pli-1'
export const REQUEST_DOMAIN = 'archipel-enrolment-1'
export const ROOT_DOMAIN = 'archipel-root-1'
export const ROTATION_DOMAIN = 'archipel-rotation-1'

/** A run of facts of one stream. Hashes in base64url (32 bytes). */
export interface PliSegment {
  readonly entity: EntityId
  /** How the sender calls it: a word for people, never a name. */
  readonly code: string
  readonly author: AuthorId
  readonly device: string
  readonly from: number
  readonly to: number
  /** Of fact `from - 1`; 32 zero bytes when `from` is 1. */
  readonly previousHash: string
  readonly headHash: string
  /** The author's signature of `headText` of fact `to`, by `key`: what lets anyone relay it. */
  readonly key: string
  readonly signature: string
  /** Facts that the sender holds of a stream whose history parted: they show the other side where, and are written nowhere. */
  readonly witness?: true
}

/** A part of the content: one gzip member, whose bytes and inflated bytes are counted and whose sealed text is hashed. */
export interface PliFrame {
  readonly kind: 'facts' | 'document'
  readonly bytes: number
  readonly rawBytes: number
  /** SHA-256 of the member, base64url. */
  readonly hash: string
}

/** What the sender holds of a stream, and what it comes to: how anyone sees that both sides agree. */
export interface PliReceipt {
  readonly entity: EntityId
  readonly author: AuthorId
  readonly sequence: number
  readonly hash: string
  /** Of the whole entity as the sender holds it: entries, and the sum of its debits in cents. */
  readonly entries: number
  readonly debitCents: number
  /** The sender was shown another history of this stream, which parts at this fact: a word, until a witness or a segment shows it. */
  readonly forkedAt?: number
}

export type PliPurpose = 'books' | 'enrolment'

/** First line of the sealed text, canonical JSON; the second line is its signature by the sender's key. */
export interface PliHeader {
  readonly format: 'archipel-pli'
  readonly version: number
  readonly purpose: PliPurpose
  readonly sender: { readonly author: AuthorId; readonly key: string; readonly name: string; readonly role: Role }
  /** Whom it is for: their authors and the age recipients it is sealed to. */
  readonly recipients: readonly { readonly author: AuthorId; readonly sealingKey: string; readonly name: string }[]
  /** Name of the line of plis from this sender to this addressee: `headquarters`, an entity's uid, an office's code. */
  readonly to: string
  /** Counts the plis of this line from 1; `previous` is the hash of the header line before, absent in the first. */
  readonly number: number
  readonly previous?: string
  readonly logicalTime: number
  readonly segments: readonly PliSegment[]
  readonly receipts: readonly PliReceipt[]
  readonly frames: readonly PliFrame[]
  /** Enrolment only: the hash of the request that this answers. */
  readonly request?: string
}

export type SegmentAnswer = 'new' | 'known' | 'gap' | 'fork' | 'unknown-key' | 'revoked-key' | 'tampered' | 'too-new'

export interface TakenSegment {
  /** `ATELIER/B`: the local code of the entity (or the sender's, when it is not known here) and the letter of the device. */
  readonly stream: string
  readonly entity: string
  readonly author: string
  readonly from: number
  readonly to: number
  readonly answer: SegmentAnswer
  /** New facts written. */
  readonly facts: number
  /** What is missing before it, for a gap; where it parts, for a fork. */
  readonly missing?: { readonly from: number; readonly to: number }
  readonly forkedAt?: number
  /** For an unknown key: facts of headquarters that its sender holds and that have not come here; they may grant it. */
  readonly awaits?: AwaitedTrust
}

/** A run of facts of a stream that says whose keys count. `stream` is said like that of a segment. */
export interface AwaitedTrust {
  readonly stream: string
  readonly entity: string
  readonly author: string
  readonly from: number
  readonly to: number
}

export interface TakenPli {
  readonly file: string
  /** `taken`: at least one new fact, or a receipt. `known`: nothing new. `waiting`: kept until what is missing comes. `refused`: nothing written. */
  readonly outcome: 'taken' | 'known' | 'waiting' | 'refused'
  readonly sender: string | null
  readonly number: number | null
  readonly segments: readonly TakenSegment[]
  /** Why the pli was refused as a whole. */
  readonly refused: readonly Refusal[]
  /** What the person should be told: entries moved, records overruled, plis missing in the line. Codes of `refusals-*.json`. */
  readonly notices: readonly Refusal[]
}

/** Six words to compare aloud, and the same in digits. */
export interface Fingerprint {
  readonly words: readonly string[]
  readonly hex: string
}
