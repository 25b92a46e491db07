import { z } from 'zod'
import type { Outcome } from '../../core/context.ts'
import { err, ok } from '../../core/kernel/result.ts'
import { newSigningKey, signerOf, signingKeyOf } from './crypto.ts'
import { openText, sealText } from './identity-seal.ts'

/** A root key that can sign. */
export interface RootKey {
  readonly key: string
  readonly sign: (text: string) => string
}

/**
 * A root key file, JSON in UTF-8, to keep on a stick in a safe:
 * `format` `archipel-root-key`, `version` 1, `headquarters` and `number` (1 to 3) for people, `key` the Ed25519 public key (32 bytes,
 * base64url), `parameters` a JSON text: `kdf` argon2id, `salt` (16 bytes, base64), `memoryKiB`, `passes`, `lanes`, and `check`, the first
 * 16 bytes of HMAC-SHA-256 of `archipel-key-check-1` by the derived key; `sealed` (base64): nonce (12 bytes), the seed in base64url
 * under AES-256-GCM, tag (16). The passphrase (Unicode NFKC) gives a 32-byte key; associated data: `archipel-sealed-1`,
 * `archipel-root-key-1`, the public key, `passphrase` and the text of `parameters`, joined by line feeds.
 */
const rootFile = z.strictObject({
  format: z.literal('archipel-root-key'), version: z.literal(1), headquarters: z.string().max(200), number: z.int(), key: z.string().length(43),
  parameters: z.string().max(1000), sealed: z.base64().max(1000),
})
const LARGEST_FILE = 16 * 1024

/** A new root key, and its file sealed by a passphrase. Refusals: those of the passphrase. */
export async function newRootKey(headquarters: string, number: number, passphrase: string): Promise<Outcome<{ readonly rootKey: RootKey; readonly file: Uint8Array }>> {
  const { seed, signingKey: key } = newSigningKey()
  const sealed = await sealText(seed.toString('base64url'), contextOf(key), { sealedBy: 'passphrase', passphrase })
  if (!sealed.ok) return sealed
  const said = {
    format: 'archipel-root-key', version: 1, headquarters: headquarters.slice(0, 200), number, key, parameters: sealed.value.parameters,
    sealed: Buffer.from(sealed.value.sealed).toString('base64'),
  } satisfies z.infer<typeof rootFile>
  return ok({ rootKey: { key, sign: signerOf(seed) }, file: new TextEncoder().encode(`${JSON.stringify(said, null, 2)}\n`) })
}

/**
 * Opens a root key file. Refusals, with the name of the file: `root_file_unreadable` for what is none or was altered,
 * `root_passphrase_wrong`.
 */
export async function openRootKey(name: string, bytes: Uint8Array, passphrase: string): Promise<Outcome<RootKey>> {
  const file = parseFile(bytes)
  if (!file) return err([{ code: 'root_file_unreadable', name }])
  const stored = { sealedBy: 'passphrase', sealed: Buffer.from(file.sealed, 'base64'), parameters: file.parameters } as const
  const text = await openText(stored, contextOf(file.key), { sealedBy: 'passphrase', passphrase })
  if (!text.ok) return err([{ code: text.error[0]?.code === 'passphrase_wrong' ? 'root_passphrase_wrong' : 'root_file_unreadable', name }])
  const seed = Buffer.from(text.value, 'base64url')
  return seed.length === 32 && signingKeyOf(seed) === file.key ? ok({ key: file.key, sign: signerOf(seed) }) : err([{ code: 'root_file_unreadable', name }])
}

/** The public key of a root key file, not opened; undefined for what is none. */
export function rootKeyIn(bytes: Uint8Array): string | undefined {
  return parseFile(bytes)?.key
}

function parseFile(bytes: Uint8Array): z.infer<typeof rootFile> | undefined {
  if (bytes.byteLength > LARGEST_FILE) return undefined
  try {
    return rootFile.safeParse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))).data
  } catch {
    return undefined
  }
}

function contextOf(key: string): string {
  return `archipel-root-key-1\n${key}`
}
