import { Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption'
import { expect, test } from 'vitest'
import { HAS_CIPHER, nativeIdentity } from '../../electron/machine/seal-identity.ts'
import { LARGEST_SEALED, openSealed, sealBytes } from '../../electron/machine/seal.ts'

async function pair(): Promise<{ secret: string; recipient: string }> {
  const secret = await generateX25519Identity()
  return { secret, recipient: await identityToRecipient(secret) }
}

const content = new TextEncoder().encode('pli '.repeat(40_000))

async function sealed(recipients: readonly string[], bytes = content): Promise<Uint8Array> {
  const made = await sealBytes(bytes, recipients)
  if (!made.ok) throw new Error(made.error[0]?.code)
  return made.value
}

test('each recipient opens it, by itself, and so does any age program', async () => {
  const [a, b, c] = [await pair(), await pair(), await pair()]
  const bytes = await sealed([a.recipient, b.recipient])
  for (const secret of [a.secret, b.secret]) expect(await openSealed(bytes, secret)).toEqual({ ok: true, value: content })
  expect(await openSealed(bytes, [c.secret, b.secret])).toEqual({ ok: true, value: content })
  const standard = new Decrypter()
  standard.addIdentity(b.secret)
  expect(await standard.decrypt(bytes)).toEqual(content)
  const other = new Encrypter()
  other.addRecipient(a.recipient)
  expect(await openSealed(await other.encrypt(content), a.secret)).toEqual({ ok: true, value: content })
})

test('for another, altered, cut, lengthened, or no age file at all: each by its name, and no byte of the content', async () => {
  const [a, stranger] = [await pair(), await pair()]
  const bytes = await sealed([a.recipient], content.subarray(0, 300))
  expect(await openSealed(bytes, stranger.secret)).toEqual({ ok: false, error: [{ code: 'pli_not_for_us' }] })
  expect(await openSealed(bytes, [])).toEqual({ ok: false, error: [{ code: 'pli_not_for_us' }] })
  for (const file of [new Uint8Array(0), new TextEncoder().encode('age-encryption.org/v1\n'), content, new TextEncoder().encode('-----BEGIN AGE ENCRYPTED FILE-----')]) {
    expect(await openSealed(file, a.secret)).toEqual({ ok: false, error: [{ code: 'pli_not_sealed' }] })
  }
  for (let length = 0; length < bytes.length; length += 1) expect((await openSealed(bytes.subarray(0, length), a.secret)).ok, `cut at ${length}`).toBe(false)
  expect(await openSealed(Buffer.concat([bytes, Buffer.alloc(1)]), a.secret)).toEqual({ ok: false, error: [{ code: 'pli_altered' }] })
})

test('every single-bit flip is refused', async () => {
  const a = await pair()
  const bytes = await sealed([a.recipient], content.subarray(0, 60))
  const answers = new Set<string>()
  for (let bit = 0; bit < bytes.length * 8; bit += 1) {
    const flipped = Uint8Array.from(bytes)
    flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    const answer = await openSealed(flipped, a.secret)
    expect(answer.ok, `bit ${bit}`).toBe(false)
    if (!answer.ok) answers.add(answer.error[0]?.code ?? '')
  }
  expect([...answers].sort()).toEqual(['pli_altered', 'pli_not_for_us', 'pli_not_sealed'])
})

test('what is no recipient, and what is too large, are refused before anything is made', async () => {
  for (const recipient of ['', 'age1', 'AGE-SECRET-KEY-1', `age1${'q'.repeat(58)}`]) {
    expect(await sealBytes(content, [recipient])).toMatchObject({ ok: false, error: [{ code: 'recipient_malformed' }] })
  }
  const huge = { byteLength: LARGEST_SEALED + 1 } as Uint8Array
  expect(await sealBytes(huge, [(await pair()).recipient])).toMatchObject({ ok: false, error: [{ code: 'pli_too_large' }] })
  expect(await openSealed(huge, '')).toMatchObject({ ok: false, error: [{ code: 'pli_too_large' }] })
})

test('the machine’s own key exchange opens exactly what the library’s does', async () => {
  const [a, b] = [await pair(), await pair()]
  expect(HAS_CIPHER).toBe(true)
  const headerOf = (file: Uint8Array): Uint8Array => file.subarray(0, Buffer.from(file).indexOf('\n--- ') + 49)
  const answers = async (header: Uint8Array): Promise<unknown[]> => {
    const [ours, theirs] = [new Decrypter(), new Decrypter()]
    ours.addIdentity(nativeIdentity(a.secret))
    theirs.addIdentity(a.secret)
    return Promise.all([ours, theirs].map(async (each) => each.decryptHeader(header).catch(() => 'refused')))
  }
  for (const recipients of [[a.recipient], [b.recipient, a.recipient], [b.recipient]]) {
    const header = headerOf(await sealed(recipients, content.subarray(0, 10)))
    const [ours, theirs] = await answers(header)
    expect(ours).toEqual(theirs)
    expect(ours === 'refused').toBe(!recipients.includes(a.recipient))
    for (let bit = 0; bit < header.length * 8; bit += 3) {
      const flipped = Uint8Array.from(header)
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      expect(await answers(flipped), `bit ${bit}`).toEqual(['refused', 'refused'])
    }
  }
  // A share of the curve's small order gives everybody the same secret.
  const zero = Buffer.alloc(32).toString('base64').replace('=', '')
  const forged = `age-encryption.org/v1\n-> X25519 ${zero}\n${Buffer.alloc(32, 7).toString('base64').replace('=', '')}\n--- ${Buffer.alloc(32).toString('base64').replace('=', '')}\n`
  expect(await answers(new TextEncoder().encode(forged))).toEqual(['refused', 'refused'])
})

test('a header without an end is not read to its end', async () => {
  const endless = Buffer.concat([Buffer.from('age-encryption.org/v1\n'), Buffer.alloc(8 * 1024 * 1024, '-> X25519 a\na\n')])
  expect(await openSealed(endless, (await pair()).secret)).toEqual({ ok: false, error: [{ code: 'pli_not_sealed' }] })
})

test('whatever its size, and never without its last pieces, doubled pieces or pieces in another order', async () => {
  const a = await pair()
  const CHUNK = 64 * 1024
  for (const size of [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK]) {
    const bytes = Buffer.alloc(size, 'pli de compte')
    expect(Buffer.from(await opened(await sealed([a.recipient], bytes))).equals(bytes), `${size} bytes`).toBe(true)
  }
  async function opened(file: Uint8Array): Promise<Uint8Array> {
    const answer = await openSealed(file, a.secret)
    if (!answer.ok) throw new Error(answer.error[0]?.code)
    return answer.value
  }
  const file = await sealed([a.recipient], Buffer.alloc(3 * CHUNK, 'pli de compte'))
  const body = Buffer.from(file).indexOf('\n--- ') + 49 + 16
  const piece = (index: number): Uint8Array => file.subarray(body + index * (CHUNK + 16), body + (index + 1) * (CHUNK + 16))
  const head = file.subarray(0, body)
  expect(Buffer.concat([head, piece(0), piece(1), piece(2)]).equals(file)).toBe(true)
  for (const order of [[0, 1], [0, 2], [1, 0, 2], [0, 1, 1, 2], [0, 1, 2, 2], [2], []]) {
    await expect(opened(Buffer.concat([head, ...order.map(piece)])), order.join(' ')).rejects.toThrow('pli_altered')
  }
})
