import { canonicalJson, type Json } from '../../chain/canonical-json.ts'
import type { Crypto } from '../../context.ts'
import type { AuthorId, EntityId } from '../../kernel/ids.ts'
import type { Refusal } from '../../kernel/result.ts'
import { ROOT_DOMAIN, ROTATION_DOMAIN } from '../pli.ts'
import type { PublicKeys, RootStated, RootStatement } from '../sync-facts.ts'

/** Fewer would let one lost key change who works for headquarters. */
const LEAST_THRESHOLD = 2

/** What root keys sign: the statement in the one form that RFC 8785 allows, after a line that says what it is. */
export function rootText(statement: RootStatement): string {
  return `${ROOT_DOMAIN}\n${canonicalJson(statement as unknown as Json)}`
}

/** What the fingerprint of headquarters is made of: its root keys, whatever their order. */
export function rootKeysText(statement: RootStatement): string {
  return `${ROOT_DOMAIN}-keys\n${canonicalJson([...statement.rootKeys].sort())}`
}

/** What the fingerprint of a workspace is made of: its keys. */
export function keysText(keys: PublicKeys): string {
  return `archipel-keys-1\n${canonicalJson({ sealingKey: keys.sealingKey, signingKey: keys.signingKey })}`
}

/** What the old key signs when an author takes other keys: these keys, from the fact after `sequence` of its stream in the entity. */
export function rotationText(rotation: PublicKeys & { readonly entity: EntityId; readonly author: AuthorId; readonly sequence: number }): string {
  const { author, entity, sealingKey, sequence, signingKey } = rotation
  return `${ROTATION_DOMAIN}\n${canonicalJson({ author, entity, sealingKey, sequence, signingKey })}`
}

/** How many of `keys` signed the statement: each key counts once, however often it signed. */
function rootSigners(stated: RootStated, keys: readonly string[], verify: Crypto['verify']): number {
  const text = rootText(stated.statement)
  return new Set(stated.signatures.filter(({ key, signature }) => keys.includes(key) && verify(key, text, signature)).map(({ key }) => key)).size
}

/**
 * What keeps a statement from following `previous` (undefined: it is the first one). Refusals: `root_badly_formed`, `root_other_federation`,
 * `root_rollback` (older than the one known), `root_version_skipped`, `root_forgets_key` (a working key left out: what it signed would no
 * longer be verifiable), `root_signatures_missing` (fewer distinct root keys than the threshold of the version before, and of its own).
 */
export function rootProblems(previous: RootStatement | undefined, stated: RootStated, verify: Crypto['verify']): Refusal[] {
  const { statement } = stated
  const known = previous?.version ?? 0
  if (!isWellFormed(statement)) return [{ code: 'root_badly_formed', version: statement.version, threshold: statement.threshold, keys: statement.rootKeys.length }]
  if (previous && previous.federation !== statement.federation) return [{ code: 'root_other_federation', name: statement.name, known: previous.name }]
  if (statement.version <= known) return [{ code: 'root_rollback', version: statement.version, known }]
  if (statement.version > known + 1) return [{ code: 'root_version_skipped', version: statement.version, known }]
  const forgotten = previous?.working.find((old) => !statement.working.some((key) => key.author === old.author && key.signingKey === old.signingKey))
  if (forgotten) return [{ code: 'root_forgets_key', version: statement.version, name: forgotten.name }]
  return missingSignatures(previous, stated, verify)
}

function missingSignatures(previous: RootStatement | undefined, stated: RootStated, verify: Crypto['verify']): Refusal[] {
  const authorities = previous ? [previous] : []
  // Keys that nobody holds would lock headquarters out for ever: other root keys sign their own arrival.
  if (!previous || !sameKeys(previous, stated.statement)) authorities.push(stated.statement)
  for (const { rootKeys, threshold } of authorities) {
    const found = rootSigners(stated, rootKeys, verify)
    if (found < threshold) return [{ code: 'root_signatures_missing', version: stated.statement.version, needed: threshold, found }]
  }
  return []
}

function isWellFormed(statement: RootStatement): boolean {
  const { rootKeys, threshold, version, working } = statement
  return (
    Number.isSafeInteger(version) && version > 0 && Number.isSafeInteger(threshold) && threshold >= LEAST_THRESHOLD &&
    new Set(rootKeys).size === rootKeys.length && rootKeys.length >= threshold && working.length > 0 &&
    // A root key that also works every day would be no reserve.
    !working.some((key) => rootKeys.includes(key.signingKey))
  )
}

function sameKeys(a: RootStatement, b: RootStatement): boolean {
  return a.threshold === b.threshold && rootKeysText(a) === rootKeysText(b)
}

/** A statement as it stands in a stream of its federation. */
export interface StatedRoot {
  readonly stated: RootStated
  readonly author: AuthorId
  readonly sequence: number
  readonly logicalTime: number
}

/**
 * The statements that hold, version by version, whatever the order in which they came. Of two of one version, both signed as they must
 * be, the earliest in canonical order stands.
 */
export function rootChain(federation: EntityId, stated: readonly StatedRoot[], verify: Crypto['verify']): readonly StatedRoot[] {
  const ordered = [...stated].sort((a, b) => a.logicalTime - b.logicalTime || (a.author < b.author ? -1 : a.author > b.author ? 1 : a.sequence - b.sequence))
  const chain: StatedRoot[] = []
  for (;;) {
    const latest = chain.at(-1)?.stated.statement
    const next = ordered.find((each) => each.stated.statement.federation === federation && rootProblems(latest, each.stated, verify).length === 0)
    if (!next) return chain
    chain.push(next)
  }
}
