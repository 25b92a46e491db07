import { expect, test } from 'vitest'
import { crypto } from '../../electron/machine/crypto.ts'
import { newRootKey, openRootKey } from '../../electron/machine/root-keys.ts'

const PASSPHRASE = 'granit lanterne orge dimanche'

async function made(passphrase = PASSPHRASE): Promise<{ key: string; file: Uint8Array }> {
  const answer = await newRootKey('Siège', 2, passphrase)
  if (!answer.ok) throw new Error(answer.error[0]?.code)
  return { key: answer.value.rootKey.key, file: answer.value.file }
}

test('a root key signs again after its file was closed; its file holds no secret in clear', async () => {
  const { key, file } = await made()
  const opened = await openRootKey('racine.json', file, PASSPHRASE.normalize('NFD'))
  if (!opened.ok) throw new Error(opened.error[0]?.code)
  expect(opened.value.key).toBe(key)
  expect(crypto.verify(key, 'une décision', opened.value.sign('une décision'))).toBe(true)
  const said = JSON.parse(Buffer.from(file).toString()) as Record<string, unknown>
  expect(Object.keys(said)).toEqual(['format', 'version', 'headquarters', 'number', 'key', 'parameters', 'sealed'])
  expect(JSON.parse(String(said['parameters']))).toMatchObject({ kdf: 'argon2id', memoryKiB: 98_304, passes: 4, lanes: 1 })
  expect(Buffer.from(file).includes(PASSPHRASE)).toBe(false)
})

test('a wrong passphrase, an altered file and what is no root key are told apart', async () => {
  const { file } = await made()
  const text = Buffer.from(file).toString()
  const said = JSON.parse(text) as Record<string, string>
  const code = async (changed: Record<string, unknown> | string): Promise<unknown> => {
    const bytes = new TextEncoder().encode(typeof changed === 'string' ? changed : JSON.stringify({ ...said, ...changed }))
    const answer = await openRootKey('racine.json', bytes, PASSPHRASE)
    return answer.ok ? 'opened' : answer.error
  }
  expect(await openRootKey('racine.json', file, 'une autre phrase')).toEqual({ ok: false, error: [{ code: 'root_passphrase_wrong', name: 'racine.json' }] })
  const unreadable = [{ code: 'root_file_unreadable', name: 'racine.json' }]
  const flipped = Buffer.from(said['sealed'] ?? '', 'base64')
  flipped[20] = (flipped[20] ?? 0) ^ 1
  expect(await code({})).toBe('opened')
  for (const changed of [{ sealed: flipped.toString('base64') }, { sealed: '' }, { key: (await made()).key }, { version: 2 }, { more: 1 }, 'rien', '[]', `${text}${' '.repeat(20_000)}`]) {
    expect(await code(changed)).toEqual(unreadable)
  }
  expect(await code({ headquarters: 'Autre nom' })).toBe('opened')
})

test('a short passphrase makes no root key', async () => {
  expect(await newRootKey('Siège', 1, 'trop court')).toMatchObject({ ok: false, error: [{ code: 'passphrase_too_short' }] })
})
