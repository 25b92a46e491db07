import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import type { Outcome } from '../../core/context.ts'
import { err, ok, type Refusal } from '../../core/kernel/result.ts'
import type { Keychain } from './keychain.ts'

export type SealedBy = 'passphrase' | 'keychain' | 'machine'

/** How a secret is sealed or opened, with what it takes. */
export type Sealing =
  | { readonly sealedBy: 'passphrase'; readonly passphrase: string }
  | { readonly sealedBy: 'keychain'; readonly keychain: Keychain }
  | { readonly sealedBy: 'machine'; readonly machineKey: Uint8Array }

/** A sealed secret as it is stored. `parameters`: JSON, how its key is made. `sealed`: nonce (12), AES-256-GCM text, tag (16). */
export interface Sealed {
  readonly sealedBy: SealedBy
  readonly sealed: Uint8Array
  readonly parameters: string
}

/** OWASP's floor is 19 MiB twice; this takes about half a second and is the same everywhere (RFC 9106, Argon2id). */
const COST = { memoryKiB: 98_304, passes: 4, lanes: 1 } as const
/** What was ever written: the first versions sealed at this cost. */
const LEAST_COST = { memoryKiB: 65_536, passes: 3 } as const
const SHORTEST_PASSPHRASE = 12
/** `aaaaaaaaaaaa` is long and no secret. */
const FEWEST_CHARACTERS = 5
const [NONCE, TAG, KEY, SALT] = [12, 16, 32, 16]
const WRAPPED_LABEL = 'archipel-machine-key-1'
const CHECK_LABEL = 'archipel-key-check-1'

const base64 = z.string().max(4096)
/** What a file says may have been changed: a cost is believed only between what was ever written and what a machine can bear. */
const byPassphrase = z.strictObject({
  kdf: z.literal('argon2id'), salt: z.base64().length(24), memoryKiB: z.int().min(LEAST_COST.memoryKiB).max(1_048_576), passes: z.int().min(LEAST_COST.passes).max(16), lanes: z.literal(1), check: base64,
})
const byKeychain = z.strictObject({ wrapped: base64 })
const byMachine = z.strictObject({ check: base64 })

/** Refusals: `passphrase_too_short` under 12 characters, `passphrase_too_simple` under 5 different ones. */
export function checkPassphrase(passphrase: string): readonly Refusal[] {
  const characters = [...normal(passphrase)]
  if (characters.length < SHORTEST_PASSPHRASE) return [{ code: 'passphrase_too_short', shortest: SHORTEST_PASSPHRASE }]
  return new Set(characters).size < FEWEST_CHARACTERS ? [{ code: 'passphrase_too_simple' }] : []
}

/** The same letters typed on two keyboards are the same passphrase (Unicode NFKC). */
function normal(passphrase: string): string {
  return passphrase.normalize('NFKC')
}

/**
 * Seals a text. `context` names whose it is and is part of what is authenticated: moved elsewhere, it does not open.
 * Refusals: those of `checkPassphrase`, `keychain_unavailable`.
 */
export async function sealText(text: string, context: string, sealing: Sealing): Promise<Outcome<Sealed>> {
  const made = await newKey(context, sealing)
  if (!made.ok) return made
  const { key, parameters } = made.value
  const nonce = randomBytes(NONCE)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  cipher.setAAD(associated(context, sealing.sealedBy, parameters))
  const sealed = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
  return ok({ sealedBy: sealing.sealedBy, sealed, parameters })
}

/**
 * Opens what `sealText` sealed. Refusals: `passphrase_wrong`, `keychain_unavailable`, `machine_key_missing` (another account or
 * another machine), `identity_damaged` when the key is the right one and the text is not what was sealed for this context.
 */
export async function openText(sealed: Sealed, context: string, sealing: Sealing): Promise<Outcome<string>> {
  const found = await keyOf(sealed, context, sealing)
  if (!found.ok) return found
  const bytes = Buffer.from(sealed.sealed)
  if (bytes.length < NONCE + TAG) return err([{ code: 'identity_damaged' }])
  const decipher = createDecipheriv('aes-256-gcm', found.value, bytes.subarray(0, NONCE), { authTagLength: TAG })
  decipher.setAAD(associated(context, sealed.sealedBy, sealed.parameters))
  decipher.setAuthTag(bytes.subarray(-TAG))
  try {
    return ok(Buffer.concat([decipher.update(bytes.subarray(NONCE, -TAG)), decipher.final()]).toString('utf8'))
  } catch {
    return err([{ code: 'identity_damaged' }])
  }
}

function associated(context: string, sealedBy: SealedBy, parameters: string): Buffer {
  return Buffer.from(`archipel-sealed-1\n${context}\n${sealedBy}\n${parameters}`, 'utf8')
}

async function newKey(context: string, sealing: Sealing): Promise<Outcome<{ readonly key: Uint8Array; readonly parameters: string }>> {
  if (sealing.sealedBy === 'passphrase') {
    const weak = checkPassphrase(sealing.passphrase)
    if (weak.length > 0) return err(weak)
    const salt = randomBytes(SALT)
    const key = await stretch(sealing.passphrase, salt, COST)
    return ok({ key, parameters: JSON.stringify({ kdf: 'argon2id', salt: salt.toString('base64'), ...COST, check: checkOf(key) }) })
  }
  if (sealing.sealedBy === 'machine') {
    const key = ofMachine(sealing.machineKey, context)
    return ok({ key, parameters: JSON.stringify({ check: checkOf(key) }) })
  }
  const key = randomBytes(KEY)
  const wrapped = await sealing.keychain.wrap(key.toString('base64'))
  return wrapped === undefined ? err([{ code: 'keychain_unavailable' }]) : ok({ key, parameters: JSON.stringify({ wrapped }) })
}

async function keyOf(sealed: Sealed, context: string, sealing: Sealing): Promise<Outcome<Uint8Array>> {
  if (sealing.sealedBy === 'passphrase') {
    const said = parse(byPassphrase, sealed.parameters)
    if (!said) return err([{ code: 'identity_damaged' }])
    const key = await stretch(sealing.passphrase, Buffer.from(said.salt, 'base64'), said)
    return same(checkOf(key), said.check) ? ok(key) : err([{ code: 'passphrase_wrong' }])
  }
  if (sealing.sealedBy === 'machine') {
    const said = parse(byMachine, sealed.parameters)
    if (!said) return err([{ code: 'identity_damaged' }])
    const key = ofMachine(sealing.machineKey, context)
    return same(checkOf(key), said.check) ? ok(key) : err([{ code: 'machine_key_missing' }])
  }
  const said = parse(byKeychain, sealed.parameters)
  if (!said) return err([{ code: 'identity_damaged' }])
  const key = Buffer.from((await sealing.keychain.unwrap(said.wrapped)) ?? '', 'base64')
  return key.length === KEY ? ok(key) : err([{ code: 'keychain_unavailable' }])
}

async function stretch(passphrase: string, salt: Uint8Array, cost: { readonly memoryKiB: number; readonly passes: number; readonly lanes: number }): Promise<Uint8Array> {
  // Loaded here, WASM and all: a workspace whose keys open by themselves never needs it.
  const { argon2id } = await import('hash-wasm')
  return argon2id({
    password: normal(passphrase), salt, iterations: cost.passes, parallelism: cost.lanes, memorySize: cost.memoryKiB, hashLength: KEY, outputType: 'binary',
  })
}

/** Each workspace has a key of its own under the machine's. */
function ofMachine(machineKey: Uint8Array, context: string): Buffer {
  return Buffer.from(hkdfSync('sha256', machineKey, context, WRAPPED_LABEL, KEY))
}

/** Says whether a key is the right one, so that a wrong passphrase is told from a file that was changed. It helps a guesser no more than the tag does. */
function checkOf(key: Uint8Array): string {
  return createHmac('sha256', key).update(CHECK_LABEL).digest().subarray(0, TAG).toString('base64')
}

function same(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a, 'base64'), Buffer.from(b, 'base64')]
  return left.length === right.length && timingSafeEqual(left, right)
}

function parse<T>(schema: z.ZodType<T>, text: string): T | undefined {
  try {
    return schema.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}
