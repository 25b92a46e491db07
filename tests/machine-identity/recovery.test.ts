import { randomBytes } from 'node:crypto'
import { inflateSync } from 'node:zlib'
import { join } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import fc from 'fast-check'
import { decodeQR } from 'qr/decode.js'
import { expect, test } from 'vitest'
import type { AuthorId } from '../../core/kernel/ids.ts'
import type { IdentityInfo, MadeFileInfo } from '../../core/workspace.ts'
import { newSigningKey } from '../../electron/machine/crypto.ts'
import { newId } from '../../electron/machine/ids.ts'
import { readRecoverySecret, recoveryCode, recoveryLines } from '../../electron/machine/recovery-secret.ts'
import type { Session } from '../../electron/machine/session.ts'
import { readPdf } from '../exports/read-pdf.ts'
import { anEntry, makeWorkspace, temporaryFolder, testSession } from '../shells/folder.ts'
import { ask, refusalOf } from './exchange.ts'

const PASSPHRASE = 'cerise vapeur tambour nuage'

/** An empty workspace: nobody wrote in it yet. */
async function emptyWorkspace(session: Session, folder: string): Promise<string> {
  const path = join(folder, 'vide.archipel')
  await ask(session, 'workspace.create', { path, kind: 'entity', country: 'BE', name: 'Vide', entityCode: '', entityName: '' })
  return path
}

test('a secret is read back from its lines as a person types them, and from its code', () => {
  fc.assert(fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), fc.nat({ max: 2 ** 40 }), fc.constantFrom(' ', '-', '\n', ''), (bytes, instant, between) => {
    const secret = { author: newId(instant) as AuthorId, seed: Buffer.from(bytes) }
    const lines = recoveryLines(secret)
    expect(lines.map((line) => line.map((group) => group.length))).toEqual(Array.from({ length: 5 }, () => [5, 5, 5, 5]))
    const typed = lines.map((line) => line.join(between)).join('\n').toLowerCase().replaceAll('0', 'o').replaceAll('1', 'l')
    expect(readRecoverySecret(typed)).toEqual({ ok: true, value: secret })
    expect(readRecoverySecret(recoveryCode(secret))).toEqual({ ok: true, value: secret })
  }), { numRuns: 200 })
})

test('every single mistyped character, every exchange of two lines, and what is missing is refused, by its line', () => {
  const lines = recoveryLines({ author: newId() as AuthorId, seed: randomBytes(32) }).map((line) => line.join(''))
  const text = lines.join('')
  for (let at = 0; at < text.length; at += 1) {
    for (const letter of '0123456789ABCDEFGHJKMNPQRSTVWXYZU') {
      if (letter === text[at]) continue
      const typed = text.slice(0, at) + letter + text.slice(at + 1)
      expect(readRecoverySecret(typed)).toEqual({ ok: false, error: [{ code: 'recovery_secret_mistyped', row: Math.floor(at / 20) + 1 }] })
    }
  }
  for (let line = 0; line < 4; line += 1) {
    const exchanged = [...lines]
    ;[exchanged[line], exchanged[line + 1]] = [lines[line + 1] ?? '', lines[line] ?? '']
    expect(readRecoverySecret(exchanged.join(''))).toMatchObject({ error: [{ code: 'recovery_secret_mistyped', row: line + 1 }] })
  }
  expect(readRecoverySecret(text.slice(1))).toEqual({ ok: false, error: [{ code: 'recovery_secret_incomplete', found: 99, expected: 100 }] })
  expect(readRecoverySecret('')).toMatchObject({ ok: false })
})

/** The rectangles drawn on a page, as points of its grid, drawn large. */
function codeOf(bytes: Uint8Array): { width: number; height: number; data: Uint8ClampedArray } {
  const raw = Buffer.from(bytes).toString('latin1')
  const drawn = [...raw.matchAll(/stream\n([\s\S]*?)\nendstream/gu)].map(([, data = '']) => {
    try {
      return inflateSync(Buffer.from(data, 'latin1')).toString('latin1')
    } catch {
      return ''
    }
  }).join('\n')
  const rectangles = [...drawn.matchAll(/(-?[\d.]+) (-?[\d.]+) (-?[\d.]+) (-?[\d.]+) re/gu)].map(([, x, y, w, h]) => [Number(x), Number(y), Number(w), Number(h)] as const)
  const side = Math.min(...rectangles.map(([, , , h]) => Math.abs(h)))
  const squares = rectangles.filter(([, , , h]) => Math.abs(Math.abs(h) - side) < 0.01)
  const [left, top] = [Math.min(...squares.map(([x]) => x)), Math.min(...squares.map(([, y]) => y))]
  const SCALE = 6
  const MARGIN = 4 * SCALE
  const size = Math.round(170 / side) * SCALE + 2 * MARGIN
  const data = new Uint8ClampedArray(size * size * 4).fill(255)
  for (const [x, y, w] of squares) {
    const [fromX, fromY] = [MARGIN + Math.round((x - left) / side) * SCALE, MARGIN + Math.round((y - top) / side) * SCALE]
    for (let dy = 0; dy < SCALE; dy += 1) for (let dx = 0; dx < Math.round(Math.abs(w) / side) * SCALE; dx += 1) data.fill(0, ((fromY + dy) * size + fromX + dx) * 4, ((fromY + dy) * size + fromX + dx) * 4 + 3)
  }
  return { width: size, height: size, data }
}

test('the sheet is one page that says whose it is, with the secret for a person and for a camera; it brings the keys back', async () => {
  const folder = temporaryFolder()
  const session = testSession()
  await session.open(await makeWorkspace(folder))
  expect(await refusalOf(session, 'identity.recovery-sheet', { language: 'fr' })).toBe('identity_missing')
  const made = await ask<IdentityInfo>(session, 'identity.make', { passphrase: PASSPHRASE })
  const seed = session.workspace?.keys.secret()?.seed ?? Buffer.alloc(0)
  const secret = { author: made.author as AuthorId, seed }
  const typed = recoveryLines(secret)
  for (const [language, title] of [['fr', 'Fiche de secours'], ['nl', 'Herstelfiche'], ['en', 'Recovery sheet']] as const) {
    const { fileId, fileName } = await ask<MadeFileInfo>(session, 'identity.recovery-sheet', { language })
    expect(fileName.endsWith('-essai.pdf')).toBe(true)
    const bytes = session.files.get(fileId)?.bytes ?? new Uint8Array(0)
    const { pages } = readPdf(bytes)
    expect(pages).toHaveLength(1)
    const plain = (pages[0] ?? '').replace(/\s+/gu, '')
    for (const expected of [title, made.author, ...(made.fingerprint?.words ?? []), made.fingerprint?.hex ?? '', 'essai', ...typed.flat()]) {
      expect(plain).toContain(expected.replace(/\s+/gu, ''))
    }
    expect(plain).not.toContain('report.recovery')
    expect(decodeQR(codeOf(bytes))).toBe(recoveryCode(secret))
  }
  await ask(session, 'identity.lock', {})
  expect(await refusalOf(session, 'identity.recovery-sheet', { language: 'fr' })).toBe('identity_locked')

  // The machine is lost. Elsewhere, a new workspace without anything in it:
  const other = testSession()
  await emptyWorkspace(other, temporaryFolder())
  const text = typed.map((line) => line.join(' ')).join('\n')
  expect(await refusalOf(other, 'identity.restore', { secret: text.replace(/.$/u, (last) => (last === 'X' ? 'Y' : 'X')) })).toBe('recovery_secret_mistyped')
  expect(await ask<IdentityInfo>(other, 'identity.restore', { secret: text, passphrase: 'une autre phrase secrète' })).toMatchObject({
    author: made.author, made: true, locked: false, sealedBy: 'passphrase', fingerprint: made.fingerprint,
  })
  expect(other.workspace?.ctx.ports.author).toBe(made.author)
  expect(other.workspace?.ctx.ports.identity()).toMatchObject({ author: made.author })
  const signed = other.workspace?.ctx.ports.identity()?.sign?.('texte') ?? ''
  await ask(session, 'identity.unlock', { passphrase: PASSPHRASE })
  expect(session.workspace?.ctx.ports.identity()?.sign?.('texte')).toBe(signed)
  expect(other.workspace?.keys.ageSecrets()).toEqual(session.workspace?.keys.ageSecrets())
  session.close()
  other.close()
}, 60_000)

test('a sheet does not go over other keys, nor into books written under another name; into its own workspace it may', async () => {
  const folder = temporaryFolder()
  const session = testSession()
  const path = await makeWorkspace(folder)
  await session.open(path)
  const made = await ask<IdentityInfo>(session, 'identity.make', { passphrase: PASSPHRASE })
  const secret = recoveryCode({ author: made.author as AuthorId, seed: session.workspace?.keys.secret()?.seed ?? Buffer.alloc(0) })
  session.close()

  const other = testSession()
  await other.open(await makeWorkspace(folder, 'autre'))
  await ask(other, 'entries.post', { entity: 'A1', entries: [anEntry(100)] })
  expect(await refusalOf(other, 'identity.restore', { secret })).toBe('recovery_other_workspace')
  await ask(other, 'identity.make', {})
  expect(await refusalOf(other, 'identity.restore', { secret })).toBe('identity_exists')
  other.close()

  // The passphrase is forgotten; the sheet is not.
  const again = testSession()
  await again.open(path)
  expect(await refusalOf(again, 'identity.unlock', { passphrase: 'je ne sais plus quoi' })).toBe('passphrase_wrong')
  expect(await ask<IdentityInfo>(again, 'identity.restore', { secret, passphrase: 'nouvelle phrase secrète' })).toMatchObject({ locked: false, fingerprint: made.fingerprint })
  again.close()
  await again.open(path)
  expect(await refusalOf(again, 'identity.unlock', { passphrase: PASSPHRASE })).toBe('passphrase_wrong')
  expect(await ask<IdentityInfo>(again, 'identity.unlock', { passphrase: 'nouvelle phrase secrète' })).toMatchObject({ locked: false })
  again.close()
}, 60_000)

test('keys that were altered in the file give way to the sheet; those that a later rotation announced do not', async () => {
  const session = testSession()
  const path = await makeWorkspace(temporaryFolder())
  await session.open(path)
  const made = await ask<IdentityInfo>(session, 'identity.make', { passphrase: PASSPHRASE })
  const secret = recoveryCode({ author: made.author as AuthorId, seed: session.workspace?.keys.secret()?.seed ?? Buffer.alloc(0) })
  session.close()
  const behind = new BetterSqlite(path)
  behind.prepare('UPDATE identity SET signing_key = ?').run(newSigningKey().signingKey)
  behind.close()
  await session.open(path)
  expect(await refusalOf(session, 'identity.unlock', { passphrase: PASSPHRASE })).toBe('identity_damaged')
  expect(await ask<IdentityInfo>(session, 'identity.restore', { secret, passphrase: PASSPHRASE })).toMatchObject({ locked: false, fingerprint: made.fingerprint })

  const rotated = await ask<IdentityInfo>(session, 'trust.rotate', { passphrase: PASSPHRASE })
  await ask(session, 'identity.lock', {})
  expect(await refusalOf(session, 'identity.restore', { secret, passphrase: PASSPHRASE })).toBe('identity_exists')
  expect(await ask<IdentityInfo>(session, 'identity.unlock', { passphrase: PASSPHRASE })).toMatchObject({ fingerprint: rotated.fingerprint })
  session.close()
}, 60_000)
