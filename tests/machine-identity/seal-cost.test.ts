import { expect, test } from 'vitest'
import { openText, sealText, type Sealed } from '../../electron/machine/identity-seal.ts'

const PASSPHRASE = 'granit lanterne orge dimanche'
const sealing = { sealedBy: 'passphrase', passphrase: PASSPHRASE } as const

/** As the first versions wrote it: 64 MiB, 3 passes. */
const EARLIER: Sealed = {
  sealedBy: 'passphrase', sealed: Buffer.from('KOg0w36ODSEQJQ5+El4LwshgijRawqz4qEeI62/dBdy4FLLoGoHyNvT5MjJsPiO2hDU=', 'base64'),
  parameters: '{"kdf":"argon2id","salt":"PBirH6hZyVOT0qZqBBHLmA==","memoryKiB":65536,"passes":3,"lanes":1,"check":"cg/RJRcQlL4OOCm4rPH98w=="}',
}

test('what was sealed at the earlier cost still opens, and new seals cost more', async () => {
  expect(await openText(EARLIER, 'essai', sealing)).toEqual({ ok: true, value: 'un texte scellé avant' })
  expect(await openText(EARLIER, 'essai', { ...sealing, passphrase: 'granit lanterne orge lundi' })).toEqual({ ok: false, error: [{ code: 'passphrase_wrong' }] })
  const made = await sealText('un texte', 'essai', sealing)
  expect(made.ok && JSON.parse(made.value.parameters)).toMatchObject({ kdf: 'argon2id', memoryKiB: 98_304, passes: 4, lanes: 1 })
  expect(made.ok && (await openText(made.value, 'essai', sealing))).toEqual({ ok: true, value: 'un texte' })
})

test('a cost below what was ever written, or above what a machine bears, is not believed', async () => {
  for (const [from, to] of [['65536', '1024'], ['65536', '4194304'], ['"passes":3', '"passes":1'], ['"passes":3', '"passes":1000'], ['argon2id', 'argon2d']] as const) {
    expect(await openText({ ...EARLIER, parameters: EARLIER.parameters.replace(from, to) }, 'essai', sealing), to).toEqual({ ok: false, error: [{ code: 'identity_damaged' }] })
  }
})

test('a cheaper cost written over the true one does not open either: it is part of what is sealed', async () => {
  const made = await sealText('un texte', 'essai', sealing)
  const cheaper = made.ok && { ...made.value, parameters: made.value.parameters.replace('98304', '65536') }
  expect(cheaper && (await openText(cheaper, 'essai', sealing))).toEqual({ ok: false, error: [{ code: 'passphrase_wrong' }] })
})
