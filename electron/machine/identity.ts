import { z } from 'zod'
import type { Identity, Outcome } from '../../core/context.ts'
import { assert } from '../../core/kernel/assert.ts'
import type { AuthorId } from '../../core/kernel/ids.ts'
import { err, ok } from '../../core/kernel/result.ts'
import type { IdentityInfo } from '../../core/workspace.ts'
import type { Connection } from './database.ts'
import { liesBesideMachineKey, machineKey, readMachineKey } from './identity-machine-key.ts'
import { openText, type Sealing, sealText } from './identity-seal.ts'
import { type KeySecret, newSecret, type OpenKeys, openKeys } from './identity-secret.ts'
import { COMING, IdentityStore, IN_USE, type StoredKeys } from './identity-store.ts'
import type { Keychain } from './keychain.ts'

export interface KeyRingOptions {
  readonly connection: Connection
  readonly author: AuthorId
  /** The file, so that its keys are not protected by a key that lies beside it. */
  readonly path: string
  readonly writable: boolean
  readonly keychain?: Keychain | undefined
}

/** What of the state of the keys the machine knows; the fingerprint is the core's. */
export type KeyState = Omit<IdentityInfo, 'fingerprint'>

const secretShape = z.strictObject({ seed: z.string(), former: z.array(z.string()).max(1000) })

/**
 * The keys of one open workspace: sealed in its file, in memory while they are unlocked. Locked, they still have their public
 * half; nothing of the secret half is ever written in clear, logged, or answered to a screen.
 */
export class KeyRing {
  readonly #options: KeyRingOptions
  readonly #store: IdentityStore
  #stored: StoredKeys | undefined
  #open: OpenKeys | undefined
  /** Those of a rotation under way. */
  #coming: OpenKeys | undefined

  constructor(options: KeyRingOptions) {
    this.#options = options
    this.#store = new IdentityStore(options.connection, options.author)
    this.#stored = this.#store.read(IN_USE)
  }

  /** For the core: as they stand at the moment of asking. */
  identity(): Identity | undefined {
    if (!this.#stored) return undefined
    return { author: this.#options.author, signingKey: this.#stored.signingKey, sealingKey: this.#stored.sealingKey, sign: this.#open?.sign }
  }

  /** What opens plis, the present secret first; undefined while the keys are locked or not made. */
  ageSecrets(): readonly string[] | undefined {
    return this.#open?.ageSecrets
  }

  /** For the recovery sheet; undefined while the keys are locked or not made. */
  secret(): KeySecret | undefined {
    return this.#open?.secret
  }

  async state(): Promise<KeyState> {
    return {
      author: this.#options.author, made: this.#stored !== undefined, locked: this.#stored !== undefined && this.#open === undefined,
      sealedBy: this.#stored?.sealedBy ?? null, canUseKeychain: await this.#canUseKeychain(),
    }
  }

  /** At the opening of the file: ends a rotation that was cut short, and unlocks the keys that need no passphrase. */
  async begin(): Promise<void> {
    this.settleRotation()
    const stored = this.#stored
    if (!stored || stored.sealedBy === 'passphrase') return
    const sealing = this.#sealingOf(stored)
    if (sealing) await this.#unlock(stored, sealing)
  }

  /**
   * Makes the keys of a workspace that has none. Without a passphrase the system's keychain keeps them, where there is one, else this
   * account of this machine. Refusals: `identity_exists`, and those of the sealing.
   */
  async make(passphrase: string | undefined): Promise<Outcome<null>> {
    if (this.#stored) return err([{ code: 'identity_exists' }])
    return this.#keep(newSecret(), passphrase)
  }

  /**
   * Without a passphrase: asks the keychain or the machine's key once more. Refusals: `identity_missing`, `passphrase_needed`, `passphrase_wrong`,
   * `identity_damaged`, `identity_needs_no_passphrase`, and why a keychain or a machine's key does not open.
   */
  async unlock(passphrase: string | undefined): Promise<Outcome<null>> {
    const stored = this.#stored
    if (!stored) return err([{ code: 'identity_missing' }])
    if (this.#open && stored.sealedBy !== 'passphrase') return err([{ code: 'identity_needs_no_passphrase' }])
    if (stored.sealedBy === 'passphrase' && passphrase === undefined) return err([{ code: 'passphrase_needed' }])
    const sealing = stored.sealedBy === 'passphrase' ? { sealedBy: stored.sealedBy, passphrase: passphrase ?? '' } as const : this.#sealingOf(stored)
    if (!sealing) return err([{ code: stored.sealedBy === 'machine' ? 'machine_key_missing' : 'keychain_unavailable' }])
    return this.#unlock(stored, sealing)
  }

  lock(): void {
    this.#open = undefined
  }

  /** Seals the same keys in another way. Refusals: `identity_missing`, `identity_locked`, and those of the sealing. */
  async seal(passphrase: string | undefined): Promise<Outcome<null>> {
    if (!this.#stored) return err([{ code: 'identity_missing' }])
    return this.#open ? this.#keep(this.#open.secret, passphrase) : err([{ code: 'identity_locked' }])
  }

  /**
   * Puts keys back from a recovery sheet. Into a workspace that wrote nothing yet they bring their name (`author`): the answer is then
   * `reopen`. Keys that do not open any more give way to those of a sheet of the same workspace, unless its facts announced them later.
   * Refusals: `identity_exists` for other keys than those of the sheet, `recovery_other_workspace` when this one wrote facts under another
   * name, and those of the sealing.
   */
  async restore(author: AuthorId, seed: Buffer, passphrase: string | undefined): Promise<Outcome<{ readonly reopen: boolean }>> {
    const keys = openKeys({ seed, former: [] })
    const moves = author !== this.#options.author
    const other = this.#stored && this.#stored.signingKey !== keys.signingKey ? this.#stored : undefined
    if (other && (moves || this.#open || this.#store.saysRotatedTo(other.signingKey))) return err([{ code: 'identity_exists' }])
    if (moves && (this.#stored !== undefined || this.#store.hasWritten())) return err([{ code: 'recovery_other_workspace' }])
    const kept = await this.#keep(this.#open?.secret ?? keys.secret, passphrase, author)
    return kept.ok ? ok({ reopen: moves }) : kept
  }

  /**
   * New keys, sealed and stored beside those in use, which stay in use until `settleRotation`. Refusals: `identity_missing`,
   * `identity_locked`, `passphrase_needed` and `passphrase_wrong` where a passphrase seals them, and those of the sealing.
   */
  async beginRotation(passphrase: string | undefined): Promise<Outcome<{ readonly signingKey: string; readonly sealingKey: string }>> {
    const [stored, open] = [this.#stored, this.#open]
    if (!stored) return err([{ code: 'identity_missing' }])
    if (!open) return err([{ code: 'identity_locked' }])
    if (stored.sealedBy === 'passphrase') {
      if (passphrase === undefined) return err([{ code: 'passphrase_needed' }])
      // Not a moment to mistype it: the new keys would be lost at the next opening.
      const same = await openText(stored, contextOf(this.#options.author, stored), { sealedBy: 'passphrase', passphrase })
      if (!same.ok) return same
    }
    const sealed = await this.#sealed(newSecret(open.ageSecrets), passphrase, this.#options.author)
    if (!sealed.ok) return sealed
    this.#store.put(COMING, sealed.value.stored)
    this.#coming = sealed.value.keys
    return ok({ signingKey: sealed.value.keys.signingKey, sealingKey: sealed.value.keys.sealingKey })
  }

  /**
   * After the facts of a rotation were written, or refused, and at each opening. The new keys were stored before the facts that announce
   * them, so whatever was killed in between, both are in the file, and what the facts say decides: said nowhere, it did not happen.
   */
  settleRotation(): void {
    const [coming, open] = [this.#store.read(COMING), this.#coming]
    this.#coming = undefined
    if (!coming) return
    const happened = this.#store.saysRotatedTo(coming.signingKey)
    if (this.#options.writable) {
      if (happened) this.#store.promote()
      else this.#store.drop(COMING)
    }
    if (happened) [this.#stored, this.#open] = [coming, open]
  }

  async #keep(secret: KeySecret, passphrase: string | undefined, author: AuthorId = this.#options.author): Promise<Outcome<null>> {
    const sealed = await this.#sealed(secret, passphrase, author)
    if (!sealed.ok) return sealed
    this.#store.put(IN_USE, sealed.value.stored, author)
    this.#stored = sealed.value.stored
    this.#open = sealed.value.keys
    return ok(null)
  }

  async #sealed(secret: KeySecret, passphrase: string | undefined, author: AuthorId): Promise<Outcome<{ readonly stored: StoredKeys; readonly keys: OpenKeys }>> {
    const how = await this.#newSealing(passphrase)
    if (!how.ok) return how
    const keys = openKeys(secret)
    const text = JSON.stringify({ seed: secret.seed.toString('base64url'), former: secret.former })
    const sealed = await sealText(text, contextOf(author, keys), how.value)
    return sealed.ok ? ok({ stored: { ...sealed.value, signingKey: keys.signingKey, sealingKey: keys.sealingKey }, keys }) : sealed
  }

  async #newSealing(passphrase: string | undefined): Promise<Outcome<Sealing>> {
    if (passphrase !== undefined) return ok({ sealedBy: 'passphrase', passphrase })
    const { keychain, path } = this.#options
    if (keychain && (await keychain.available())) return ok({ sealedBy: 'keychain', keychain })
    if (liesBesideMachineKey(path)) return err([{ code: 'machine_key_beside' }])
    return ok({ sealedBy: 'machine', machineKey: machineKey() })
  }

  /** What opens stored keys without a person; undefined when it is not here. */
  #sealingOf(stored: StoredKeys): Sealing | undefined {
    if (stored.sealedBy === 'machine') {
      const key = readMachineKey()
      return key && { sealedBy: 'machine', machineKey: key }
    }
    const { keychain } = this.#options
    return stored.sealedBy === 'keychain' && keychain ? { sealedBy: 'keychain', keychain } : undefined
  }

  async #unlock(stored: StoredKeys, sealing: Sealing): Promise<Outcome<null>> {
    const text = await openText(stored, contextOf(this.#options.author, stored), sealing)
    if (!text.ok) return text
    const { seed, former } = secretShape.parse(JSON.parse(text.value))
    const keys = openKeys({ seed: Buffer.from(seed, 'base64url'), former })
    assert(keys.signingKey === stored.signingKey && keys.sealingKey === stored.sealingKey, 'sealed keys are those they were sealed as')
    this.#open = keys
    return ok(null)
  }

  async #canUseKeychain(): Promise<boolean> {
    return this.#options.keychain !== undefined && (await this.#options.keychain.available())
  }
}

/** Whose keys: authenticated with them, so that they open in no other workspace and beside no other public keys. */
function contextOf(author: AuthorId, keys: { readonly signingKey: string; readonly sealingKey: string }): string {
  return `archipel-identity-1\n${author}\n${keys.signingKey}\n${keys.sealingKey}`
}
