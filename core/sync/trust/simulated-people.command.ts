import type { Writer } from '../../context.ts'
import { adviserOf, type FederationCast, federationOffices } from '../../demonstration/federation-names.ts'
import { seeded } from '../../demonstration/seeded.ts'
import type { AuthorId } from '../../kernel/ids.ts'
import { base64UrlOfHex } from '../format/base64url.ts'
import { sealingKeyOf } from '../format/sealing-key.ts'
import { federationOf } from './trust.query.ts'
import { recordTrust } from './trust-fact.command.ts'

/** The public names of a person who does not exist: keys that nobody holds, well-formed and the same at each run. */
function nobody(tx: Writer, seed: string, who: string): { readonly author: AuthorId; readonly signingKey: string; readonly sealingKey: string } {
  const hash = tx.ports.sha256(`${seed} ${who}`)
  return {
    author: hash.slice(0, 26).toUpperCase() as AuthorId, signingKey: base64UrlOfHex(tx.ports.sha256(`${hash} signing`)), sealingKey: sealingKeyOf(tx.ports.sha256(`${hash} sealing`)),
  }
}

/** Gives a simulated Activité its porteur and the adviser of its office. */
export function enrolSimulated(tx: Writer, entityId: number, cast: FederationCast, seed: string): void {
  recordTrust(tx, entityId, 'AccessGranted', { ...nobody(tx, seed, cast.code), role: 'porteur', person: { name: cast.porteur, email: cast.email }, device: 'A' })
  const adviser = adviserOf(seeded(`${seed} ${cast.office}`))
  recordTrust(tx, entityId, 'AccessGranted', { ...nobody(tx, seed, cast.office), role: 'adviser', person: { name: adviser }, device: 'P1', office: cast.office })
}

/** The offices of a simulated federation, where a federation was founded to record them in. */
export function recordSimulatedOffices(tx: Writer): void {
  const federation = federationOf(tx)
  if (!federation) return
  for (const office of federationOffices()) {
    if (!tx.read('SELECT 1 FROM office WHERE federation_id = ? AND code = ?').get(federation.id, office.code)) recordTrust(tx, federation.id, 'OfficeRecorded', office)
  }
}
