import { readdirSync, readFileSync, statSync, existsSync, mkdirSync, copyFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Decrypter } from 'age-encryption'
import BetterSqlite from 'better-sqlite3'
import { expect, test, vi } from 'vitest'
import type { AuthorId } from '../../core/kernel/ids.ts'
import { crypto } from '../../electron/machine/crypto.ts'
import type { Keychain } from '../../electron/machine/keychain.ts'
import { dataFolder } from '../../electron/machine/paths.ts'
import { loadProcedures } from '../../electron/machine/procedure-table.ts'
import { recoveryLines } from '../../electron/machine/recovery-secret.ts'
import { sealBytes } from '../../electron/machine/seal.ts'
import { Session } from '../../electron/machine/session.ts'
import type { KeyRing } from '../../electron/machine/identity.ts'
import { run } from '../shells/command-line.ts'
import { anEntry, makeWorkspace, temporaryFolder } from '../shells/folder.ts'

const PASSPHRASE = 'cerise vapeur tambour nuage'

async function opened(path: string, keychain?: Keychain): Promise<{ session: Session; keys: KeyRing }> {
  const session = new Session({ shell: 'test', procedures: loadProcedures, ...(keychain ? { keychain } : {}) })
  const { keys } = await session.open(path)
  return { session, keys }
}

async function refusalOf(outcome: Promise<{ readonly ok: boolean; readonly error?: readonly { readonly code: string }[] }>): Promise<string | undefined> {
  const { ok, error } = await outcome
  return ok ? undefined : error?.[0]?.code
}

/** Changes the file behind the program's back, the guards of the database taken away. */
function tamper(path: string, sql: string, ...values: unknown[]): void {
  const connection = new BetterSqlite(path)
  connection.prepare(sql).run(...values)
  connection.close()
}

test('made with a passphrase: locked when the file opens, unlocked by it alone, and locked again', async () => {
  const path = await makeWorkspace(temporaryFolder())
  const first = await opened(path)
  expect(first.keys.identity()).toBeUndefined()
  expect(await refusalOf(first.keys.unlock(PASSPHRASE))).toBe('identity_missing')
  expect(await first.keys.make(PASSPHRASE)).toMatchObject({ ok: true })
  expect(await refusalOf(first.keys.make(PASSPHRASE))).toBe('identity_exists')
  const made = first.session.workspace?.ctx.ports.identity()
  expect(crypto.verify(made?.signingKey ?? '', 'texte', made?.sign?.('texte') ?? '')).toBe(true)
  first.session.close()
  expect(first.keys.ageSecrets()).toBeUndefined()

  const { session, keys } = await opened(path)
  expect(keys.identity()).toEqual({ author: made?.author, signingKey: made?.signingKey, sealingKey: made?.sealingKey, sign: undefined })
  expect(await keys.state()).toMatchObject({ made: true, locked: true, sealedBy: 'passphrase', canUseKeychain: false })
  for (const wrong of ['cerise vapeur tambour nuagE', `${PASSPHRASE} `, 'x']) expect(await refusalOf(keys.unlock(wrong))).toBe('passphrase_wrong')
  expect(keys.identity()?.sign).toBeUndefined()
  expect(await keys.unlock(PASSPHRASE)).toMatchObject({ ok: true })
  expect(session.workspace?.ctx.ports.identity()?.sign?.('texte')).toBe(made?.sign?.('texte'))
  const scratch = session.workspace?.ctx.ports.openScratch()
  expect(scratch?.ctx.ports.identity()?.signingKey).toBe(made?.signingKey)
  scratch?.close()
  keys.lock()
  expect(session.workspace?.ctx.ports.identity()?.sign).toBeUndefined()
  session.close()
})

test('the sealing key is an age recipient: what any age program seals for it, and opens with it', async () => {
  const { session, keys } = await opened(await makeWorkspace(temporaryFolder()))
  await keys.make(PASSPHRASE)
  const sealed = await sealBytes(new TextEncoder().encode('bonjour'), [keys.identity()?.sealingKey ?? ''])
  const standard = new Decrypter()
  standard.addIdentity(keys.ageSecrets()?.[0] ?? '')
  expect(await standard.decrypt(sealed.ok ? sealed.value : new Uint8Array(0), 'text')).toBe('bonjour')
  session.close()
})

test('a passphrase has a floor; letters typed in two ways are the same', async () => {
  const { session, keys } = await opened(await makeWorkspace(temporaryFolder()))
  expect(await keys.make('onze signes')).toEqual({ ok: false, error: [{ code: 'passphrase_too_short', shortest: 12 }] })
  expect(await refusalOf(keys.make('aaaaaaaaaaaaaaaaaa'))).toBe('passphrase_too_simple')
  expect(keys.identity()).toBeUndefined()
  expect(await keys.make('élan forêt naïveté'.normalize('NFD'))).toMatchObject({ ok: true })
  expect(await keys.unlock('élan forêt naïveté'.normalize('NFC'))).toMatchObject({ ok: true })
  session.close()
})

test('a passphrase may seal them otherwise, and no more than the present one opens them', async () => {
  const path = await makeWorkspace(temporaryFolder())
  const { session, keys } = await opened(path)
  await keys.make(PASSPHRASE)
  const key = keys.identity()?.signingKey
  keys.lock()
  expect(await refusalOf(keys.seal('tout autre chose ici'))).toBe('identity_locked')
  await keys.unlock(PASSPHRASE)
  expect(await refusalOf(keys.seal('court'))).toBe('passphrase_too_short')
  expect(await keys.seal('tout autre chose ici')).toMatchObject({ ok: true })
  session.close()
  const again = await opened(path)
  expect(await refusalOf(again.keys.unlock(PASSPHRASE))).toBe('passphrase_wrong')
  expect(await again.keys.unlock('tout autre chose ici')).toMatchObject({ ok: true })
  expect(again.keys.identity()?.signingKey).toBe(key)
  again.session.close()
})

test('sealed by this account of this machine: open by themselves here, nowhere else, and never beside their key', async () => {
  const path = await makeWorkspace(temporaryFolder())
  const first = await opened(path)
  await first.keys.make(undefined)
  expect(await first.keys.state()).toMatchObject({ made: true, locked: false, sealedBy: 'machine' })
  first.session.close()
  const again = await opened(path)
  expect(await again.keys.state()).toMatchObject({ locked: false, sealedBy: 'machine' })
  expect(await refusalOf(again.keys.unlock(PASSPHRASE))).toBe('identity_needs_no_passphrase')
  again.session.close()
  const keyFile = join(dataFolder(), 'keys', 'machine.key')
  expect(readFileSync(keyFile)).toHaveLength(32)
  expect(process.platform === 'win32' ? 0o600 : statSync(keyFile).mode & 0o777).toBe(0o600)

  const elsewhere = temporaryFolder()
  vi.stubEnv('ARCHIPEL_DATA', elsewhere)
  try {
    const other = await opened(path)
    expect(await other.keys.state()).toMatchObject({ made: true, locked: true, sealedBy: 'machine' })
    expect(await refusalOf(other.keys.unlock(PASSPHRASE))).toBe('machine_key_missing')
    other.session.close()
    // A key of that other account exists, and is not the one.
    const minePath = await makeWorkspace(temporaryFolder(), 'autre')
    const mine = await opened(minePath)
    await mine.keys.make(undefined)
    mine.session.close()
    const still = await opened(path)
    expect(await refusalOf(still.keys.unlock(PASSPHRASE))).toBe('machine_key_missing')
    still.session.close()
    // A key that was cut is neither used nor replaced: what it protects stays locked, the books open.
    const whole = readFileSync(join(elsewhere, 'keys', 'machine.key'))
    writeFileSync(join(elsewhere, 'keys', 'machine.key'), whole.subarray(0, 16))
    const cut = await opened(minePath)
    expect(await refusalOf(cut.keys.unlock(PASSPHRASE))).toBe('machine_key_missing')
    cut.session.close()
    const fresh = await opened(await makeWorkspace(temporaryFolder(), 'neuf'))
    await expect(fresh.keys.make(undefined)).rejects.toMatchObject({ code: 'cannot_open' })
    fresh.session.close()
    expect(readFileSync(join(elsewhere, 'keys', 'machine.key'))).toHaveLength(16)
    writeFileSync(join(elsewhere, 'keys', 'machine.key'), whole)
    const back = await opened(minePath)
    expect(await back.keys.state()).toMatchObject({ locked: false })
    back.session.close()
    mkdirSync(join(elsewhere, 'keys', 'comptes'), { recursive: true })
    const beside = await opened(await makeWorkspace(join(elsewhere, 'keys', 'comptes')))
    expect(await refusalOf(beside.keys.make(undefined))).toBe('machine_key_beside')
    expect(await beside.keys.make(PASSPHRASE)).toMatchObject({ ok: true })
    beside.session.close()
  } finally {
    vi.unstubAllEnvs()
  }
})

test('sealed by the system’s keychain: open by themselves; without it they stay locked', async () => {
  const wrapped = new Map<string, string>()
  let present = true
  const keychain: Keychain = {
    available: async () => present,
    wrap: async (text) => (present ? (wrapped.set(`w${wrapped.size}`, text), `w${wrapped.size - 1}`) : undefined),
    unwrap: async (name) => (present ? wrapped.get(name) : undefined),
  }
  const path = await makeWorkspace(temporaryFolder())
  const first = await opened(path, keychain)
  await first.keys.make(undefined)
  expect(await first.keys.state()).toMatchObject({ sealedBy: 'keychain', locked: false, canUseKeychain: true })
  first.session.close()
  const again = await opened(path, keychain)
  expect(await again.keys.state()).toMatchObject({ locked: false })
  again.session.close()
  present = false
  for (const each of [keychain, undefined]) {
    const without = await opened(path, each)
    expect(await without.keys.state()).toMatchObject({ locked: true, canUseKeychain: false })
    expect(await refusalOf(without.keys.unlock(PASSPHRASE))).toBe('keychain_unavailable')
    without.session.close()
  }
})

test('every altered byte of the sealed keys, and of what stands beside them, is refused', async () => {
  const folder = temporaryFolder()
  const path = await makeWorkspace(folder)
  const first = await opened(path)
  await first.keys.make(PASSPHRASE)
  const other = first.keys.identity()
  first.session.close()
  const row = (() => {
    const connection = new BetterSqlite(path)
    const read = connection.prepare('SELECT sealed, parameters FROM identity').get() as { sealed: Buffer; parameters: string }
    connection.close()
    return read
  })()
  const copy = join(folder, 'copie.archipel')
  const answers = async (sql: string, value: unknown): Promise<string | undefined> => {
    copyFileSync(path, copy)
    tamper(copy, sql, value)
    const { session, keys } = await opened(copy)
    const answer = await refusalOf(keys.unlock(PASSPHRASE))
    expect(keys.identity()?.sign).toBeUndefined()
    session.close()
    return answer
  }
  for (const at of [0, 11, 12, 30, row.sealed.length - 17, row.sealed.length - 1]) {
    const altered = Buffer.from(row.sealed)
    altered[at] = (altered[at] ?? 0) ^ 1
    expect(await answers('UPDATE identity SET sealed = ?', altered), `byte ${at}`).toBe('identity_damaged')
  }
  for (const blob of [Buffer.alloc(0), row.sealed.subarray(0, 20)]) expect(await answers('UPDATE identity SET sealed = ?', blob)).toBe('identity_damaged')
  expect(await answers('UPDATE identity SET signing_key = ?', 'A'.repeat(43))).toBe('identity_damaged')
  expect(await answers('UPDATE identity SET sealing_key = ?', other?.sealingKey.replace(/.$/u, 'q'))).toBe('identity_damaged')
  const said = JSON.parse(row.parameters) as Record<string, unknown>
  // A cost that would hang or kill the machine, or that a guesser would like, is not even tried.
  for (const cost of [{ memoryKiB: 64 }, { memoryKiB: 2 ** 40 }, { passes: 1 }, { passes: 10_000 }, { lanes: 8 }, { kdf: 'none' }]) {
    expect(await answers('UPDATE identity SET parameters = ?', JSON.stringify({ ...said, ...cost }))).toBe('identity_damaged')
  }
  expect(await answers('UPDATE identity SET parameters = ?', JSON.stringify({ ...said, salt: Buffer.alloc(16).toString('base64') }))).toBe('passphrase_wrong')
  expect(await answers('UPDATE identity SET parameters = ?', JSON.stringify({ ...said, salt: 'AAAA' }))).toBe('identity_damaged')
  expect(await answers('UPDATE identity SET parameters = ?', 'rien')).toBe('identity_damaged')
}, 60_000)

test('the sealed keys of one workspace do not open in another’s, whatever seals them', async () => {
  const folder = temporaryFolder()
  for (const passphrase of [PASSPHRASE, undefined]) {
    const name = passphrase ? 'phrase' : 'machine'
    const [from, to] = [await makeWorkspace(folder, `${name}-a`), await makeWorkspace(folder, `${name}-b`)]
    const made = await opened(from)
    await made.keys.make(passphrase)
    made.session.close()
    const target = new BetterSqlite(to)
    target.prepare('ATTACH ? AS other').run(from)
    target.exec('INSERT INTO main.identity SELECT * FROM other.identity')
    target.close()
    const { session, keys } = await opened(to)
    expect(await refusalOf(keys.unlock(PASSPHRASE))).toBe(passphrase ? 'identity_damaged' : 'machine_key_missing')
    expect(keys.identity()?.sign).toBeUndefined()
    session.close()
  }
})

test('no secret byte, no passphrase and no key that opens them is in the file, its log, the journal or an answer', async () => {
  const folder = temporaryFolder()
  const path = await makeWorkspace(folder)
  const { session, keys } = await opened(path)
  const answers: unknown[] = []
  const call = async (name: string, input: unknown): Promise<void> => void answers.push(await session.answer(name, input))
  await keys.make(undefined)
  const machine = keys.secret()
  await keys.seal(PASSPHRASE)
  await call('identity.lock', {})
  await call('identity.unlock', { passphrase: 'pas la bonne phrase' })
  await call('identity.unlock', { passphrase: PASSPHRASE, key: 'clef en trop' })
  await call('identity.unlock', { passphrase: ['liste de phrase'] })
  await keys.unlock(PASSPHRASE)
  await call('entries.post', { entity: 'A1', entries: [anEntry(100)] })
  await call('identity.seal', { passphrase: `${PASSPHRASE} bis` })
  await call('backup.now', {})
  const secret = keys.secret()
  const ageSecret = keys.ageSecrets()?.[0] ?? ''
  expect(secret?.seed.equals(machine?.seed ?? Buffer.alloc(0))).toBe(true)
  const seed = secret?.seed ?? Buffer.alloc(0)
  const canaries = [
    seed, Buffer.from(seed.toString('hex')), Buffer.from(seed.toString('base64')), Buffer.from(seed.toString('base64url')),
    Buffer.from(ageSecret), Buffer.from(ageSecret.toLowerCase()), Buffer.from(PASSPHRASE), Buffer.from('pas la bonne phrase'), Buffer.from('liste de phrase'),
    readFileSync(join(dataFolder(), 'keys', 'machine.key')),
  ]
  const files = (where: string): string[] => readdirSync(where, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const looked = [...files(folder), ...files(dataFolder()).filter((file) => !file.endsWith('machine.key'))]
  expect(looked.some((file) => file.endsWith('-wal'))).toBe(true)
  expect(looked.length).toBeGreaterThan(3)
  for (const file of looked) for (const [index, canary] of canaries.entries()) expect(readFileSync(file).includes(canary), `${file} holds canary ${index}`).toBe(false)
  const said = JSON.stringify(answers)
  for (const [index, canary] of canaries.entries()) expect(said.includes(canary.toString('utf8')), `an answer holds canary ${index}`).toBe(false)
  session.close()
})

test('sealed anew, the former sealing is gone from the file and from its log', async () => {
  const path = await makeWorkspace(temporaryFolder())
  const { session, keys } = await opened(path)
  await keys.make(undefined)
  const sealed = session.workspace?.connection.prepare('SELECT sealed FROM identity').pluck().get() as Buffer
  const holds = (): boolean => [path, `${path}-wal`].some((file) => existsSync(file) && readFileSync(file).includes(sealed.subarray(12)))
  expect(holds()).toBe(true)
  await keys.seal(PASSPHRASE)
  expect(holds()).toBe(false)
  session.close()
})

test('sealed by another machine: the command line says so and names the ways out; the recovery sheet opens them there', async () => {
  const path = await makeWorkspace(temporaryFolder())
  const first = await opened(path)
  await first.keys.make(undefined)
  const secret = first.keys.secret()
  const { author, signingKey } = first.keys.identity() as { author: AuthorId; signingKey: string }
  first.session.close()
  vi.stubEnv('ARCHIPEL_DATA', temporaryFolder())
  try {
    const there = await opened(path)
    expect(await refusalOf(there.keys.unlock(undefined))).toBe('machine_key_missing')
    there.session.close()
    const sheet = join(temporaryFolder(), 'fiche.txt')
    // No passphrase is asked: there is none.
    expect((await run('-w', path, 'keys', 'recovery-sheet', '-o', sheet, '--json')).json).toMatchObject({ refused: [{ code: 'machine_key_missing' }] })
    writeFileSync(sheet, recoveryLines({ author, seed: (secret as { seed: Buffer }).seed }).map((groups) => groups.join(' ')).join('\n'))
    expect((await run('-w', path, 'keys', 'restore', sheet, '--json')).json).toMatchObject({ made: true, locked: false, sealedBy: 'machine', author })
    const again = await opened(path)
    expect(await again.keys.state()).toMatchObject({ locked: false, sealedBy: 'machine' })
    expect(again.keys.identity()?.signingKey).toBe(signingKey)
    again.session.close()
  } finally {
    vi.unstubAllEnvs()
  }
})

test('a passphrase is asked for where one seals the keys', async () => {
  const path = await makeWorkspace(temporaryFolder())
  const first = await opened(path)
  await first.keys.make(PASSPHRASE)
  first.keys.lock()
  expect(await refusalOf(first.keys.unlock(undefined))).toBe('passphrase_needed')
  first.session.close()
})
