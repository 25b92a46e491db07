import type { Outcome, Reader } from '../../context.ts'
import type { AuthorId, EntityId } from '../../kernel/ids.ts'
import { err, ok } from '../../kernel/result.ts'
import { hexOfBase64Url } from '../format/base64url.ts'
import { ANSWERED_REQUEST, PENDING_REQUEST } from './enrol-request.ts'
import { checkFact } from '../format/fact-shapes.ts'
import { fingerprintOf } from '../trust/fingerprint.ts'
import { openSource, type PliSource } from '../format/pli-source.ts'
import type { Fingerprint } from '../pli.ts'
import { rootKeysText } from '../trust/root.ts'
import type { AccessGranted, RootStatement } from '../sync-facts.ts'
import { judgeSender, rootsOf, type TrustView, withTrustFacts } from '../trust/trust.ts'
import { currentRoot, federationOf, isHeadquartersFile, trustView } from '../trust/trust.query.ts'
import { placedFacts } from '../format/placed-facts.ts'

export interface Answer {
  readonly root: RootStatement
  readonly rootFingerprint: Fingerprint
  /** Of the request that this answers. */
  readonly fingerprint: Fingerprint
  /** The answer to the request answered last, taken in hand again. */
  readonly isRepeated: boolean
  /** What it grants to this workspace; in the federation for people of an office. */
  readonly grants: readonly { readonly entity: EntityId; readonly code: string; readonly grant: AccessGranted }[]
}

interface AnswerFact {
  readonly entity: EntityId
  readonly code: string
  readonly author: AuthorId
  readonly sequence: number
  readonly kind: string
  readonly logicalTime: number
  readonly body: unknown
}

/**
 * Reads headquarters' answer and checks everything that does not need trust in advance. Refusals: those of a pli that cannot be read,
 * `enrolment_not_an_answer`, `enrolment_nothing_asked`, `enrolment_for_another`, `enrolment_other_request`, `enrolment_without_root`,
 * `enrolment_other_federation` (this workspace belongs to another one), `enrolment_not_headquarters` (signed by a key that the root inside does not name),
 * `enrolment_not_named` (a machine of headquarters that the root inside does not name).
 */
export function checkAnswer(reader: Reader, opened: Uint8Array): Outcome<Answer> {
  const read = openSource(opened, reader.ports)
  if (!read.ok) return err([{ code: read.problem }])
  const { source } = read
  const { header } = source
  const identity = reader.ports.identity()
  if (header.purpose !== 'enrolment') return err([{ code: 'enrolment_not_an_answer', sender: header.sender.name }])
  if (!header.recipients.some((each) => each.author === reader.ports.author && each.sealingKey === identity?.sealingKey)) {
    return err([{ code: 'enrolment_for_another', person: header.recipients.map((each) => each.name).join(', ') }])
  }
  const setting = (key: string): string | undefined => reader.read<{ value: string }>('SELECT value FROM setting WHERE key = ?').get(key)?.value
  const answered = setting(ANSWERED_REQUEST)
  const pending = header.request === answered ? answered : setting(PENDING_REQUEST)
  if (pending === undefined) return err([{ code: 'enrolment_nothing_asked', sender: header.sender.name }])
  if (header.request !== pending) return err([{ code: 'enrolment_other_request', sender: header.sender.name }])
  const facts = trustFacts(reader, source)
  return facts ? judge(reader, source, facts, { request: pending, isRepeated: pending === answered }) : err([{ code: 'pli_content_altered' }])
}

function judge(reader: Reader, source: PliSource, facts: readonly AnswerFact[], { request, isRepeated }: { readonly request: string; readonly isRepeated: boolean }): Outcome<Answer> {
  const { sender } = source.header
  // Killed while it joined, it holds no root: it belongs to nobody yet.
  const pinned = currentRoot(reader) ? federationOf(reader) : undefined
  // Whoever comes back under other keys holds the root already.
  const named = facts.find((fact) => fact.kind === 'RootStated')?.entity ?? pinned?.uid
  if (named === undefined) return err([{ code: 'enrolment_without_root', sender: sender.name }])
  if (pinned && pinned.uid !== named) return err([{ code: 'enrolment_other_federation', sender: sender.name, headquarters: pinned.headquarters }])
  const view = viewWith(trustView(reader), named, facts)
  const root = rootsOf(view).at(-1)
  if (!root) return err([{ code: 'enrolment_without_root', sender: sender.name }])
  const judged = judgeSender(view, sender)
  if (!judged.ok || judged.role !== 'headquarters') return err([{ code: 'enrolment_not_headquarters', sender: sender.name, headquarters: root.name }])
  const own = reader.ports.identity()
  const isNamed = root.working.some((key) => key.author === reader.ports.author && key.signingKey === own?.signingKey && key.endedOn === undefined)
  if (isHeadquartersFile(reader) && !isNamed) return err([{ code: 'enrolment_not_named', headquarters: root.name }])
  const grants = facts.flatMap(({ kind, body, entity, code }) => {
    const grant = body as AccessGranted
    return kind === 'AccessGranted' && grant.author === reader.ports.author ? [{ entity, code, grant }] : []
  })
  const words = reader.ports.words()
  return ok({
    root, isRepeated, grants: [...new Map(grants.map((each) => [each.entity, each])).values()],
    rootFingerprint: fingerprintOf(reader.ports.sha256(rootKeysText(root)), words), fingerprint: fingerprintOf(hexOfBase64Url(request, 32) ?? '', words),
  })
}

/** What this workspace would believe if it believed the root inside. */
function viewWith(known: TrustView, federation: EntityId, facts: readonly AnswerFact[]): TrustView {
  const authors = [...new Set(facts.map((fact) => fact.author))]
  const inFederation = (author: AuthorId): AnswerFact[] => facts.filter((fact) => fact.entity === federation && fact.author === author)
  return authors.reduce<TrustView>((view, author) => withTrustFacts(view, federation, author, inFederation(author)), { ...known, federation })
}

const KINDS = new Set(['RootStated', 'AccessGranted', 'AccessRevoked'])

/** The facts of trust inside, those of a wrong shape left out: taking the pli refuses it for them. Undefined when the content is cut. */
function trustFacts(reader: Reader, source: PliSource): AnswerFact[] | undefined {
  const facts: AnswerFact[] = []
  for (const [index, fact] of placedFacts(source, reader.ports)) {
    const segment = index === undefined ? undefined : source.header.segments[index]
    if (!segment || !fact) return undefined
    if (!KINDS.has(fact.kind) || checkFact(fact.kind, fact.version, fact.parsed)) continue
    const { entity, code, author } = segment
    facts.push({ entity, code, author, sequence: fact.sequence, kind: fact.kind, logicalTime: fact.logicalTime, body: fact.parsed })
  }
  return facts
}
