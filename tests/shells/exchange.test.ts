import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { AuthorId } from '../../core/kernel/ids.ts'
import { recoveryLines } from '../../electron/machine/recovery-secret.ts'
import { Desk, done, type Ran, run, shuffled } from './command-line.ts'
import { temporaryFolder, testSession } from './folder.ts'

const SLOW = 240_000

interface Pli {
  readonly file: string
  readonly outcome: string
  readonly segments: readonly { readonly stream: string; readonly answer: string; readonly facts: number }[]
}

const outcomes = (ran: Ran): string[] => (ran.json as Pli[]).map((pli) => pli.outcome)

test('headquarters, an office and two Activités, one on two devices, trade for a year by lost, doubled and shuffled plis and end with the same books', async () => {
  const desk = new Desk(temporaryFolder())
  await desk.init('siege', 'headquarters', 'SIEGE')
  await desk.init('bureau', 'office')
  await desk.init('atelier', 'entity', 'ATELIER')
  await desk.init('spectacle', 'entity', 'SPECTACLE')
  await desk.init('portable', 'entity')
  await desk.enrol('atelier', ['--person', 'Ana', '--email', 'ana@example.org'])
  await desk.enrol('spectacle', ['--person', 'Bo'])
  expect(await done('-w', desk.workspace('siege'), 'office', 'add', 'BXL', '--name', 'Bureau de Bruxelles')).toMatchObject({ code: 'BXL' })
  await desk.enrol('bureau', ['--person', 'Cléo', '--office', 'BXL'])
  expect(await desk.take('siege', await desk.make('atelier', 'headquarters'))).toMatchObject({ exit: 0, json: [{ outcome: 'taken', segments: [{ stream: 'ATELIER/A', answer: 'new' }] }] })
  await desk.enrol('portable', ['--person', 'Dan', '--joins', 'ATELIER'], ['--role', 'associate'])
  await done('-w', desk.workspace('siege'), 'entrust', 'ATELIER', '--office', 'BXL')

  const plis: string[] = []
  for (let month = 1; month <= 12; month += 1) {
    const date = `2026-${String(month).padStart(2, '0')}-15`
    for (const [name, code] of [['atelier', 'ATELIER'], ['portable', 'ATELIER'], ['spectacle', 'SPECTACLE']] as const) {
      await desk.post(name, code, [{ cents: month * 100, date, label: `${name} ${month}` }])
      // Two of the twelve of each are lost; what they brought comes with a later one.
      const made = await desk.make(name, 'headquarters', ...(month % 4 === 0 ? [] : ['--since', 'sent']))
      if (month === 3 || month === 7) rmSync(made)
      else plis.push(made)
    }
    if (month === 6) await done('-w', desk.workspace('siege'), 'close-period', '--all', '--until', '2026-03-31')
  }
  const answers = await desk.take('siege', ...shuffled([...plis, ...plis.slice(0, 9)], 7))
  expect(answers.exit).toBe(0)
  expect(outcomes(answers)).not.toContain('refused')
  expect(outcomes(answers)).toContain('known')

  // Back to everybody, twice and in another order; then once more what the others said meanwhile.
  for (let round = 0; round < 3; round += 1) {
    for (const name of ['atelier', 'portable', 'spectacle'] as const) await desk.take('siege', await desk.make(name, 'headquarters'))
    for (const [to, names] of [['ATELIER', ['atelier', 'portable']], ['SPECTACLE', ['spectacle']], ['BXL', ['bureau']]] as const) {
      const made = await desk.make('siege', to)
      for (const name of names) expect(outcomes(await desk.take(name, made, made)).at(-1)).toBe('known')
    }
  }
  for (const [code, names] of [['ATELIER', ['siege', 'atelier', 'portable', 'bureau']], ['SPECTACLE', ['siege', 'spectacle']]] as const) {
    const balances = await Promise.all(names.map((name) => desk.balance(name, code)))
    for (const balance of balances) expect(balance).toEqual(balances[0])
    expect(balances[0]).toMatchObject({ totals: { debitCents: (code === 'ATELIER' ? 2 : 1) * 78 * 100, balanceCents: 0 } })
  }
  for (const name of ['siege', 'bureau', 'atelier', 'spectacle', 'portable']) expect(await done('-w', desk.workspace(name), 'verify', '--full'), name).toMatchObject({ ok: true, problems: [] })
  expect(await done('-w', desk.workspace('siege'), 'freshness')).toMatchObject({ entities: [{ entity: 'ATELIER', waitingPlis: 0, forks: 0 }, { entity: 'SPECTACLE' }] })
  expect(await done('-w', desk.workspace('bureau'), 'portfolio')).toMatchObject({ entities: [{ entity: 'ATELIER' }] })
  expect(await done('-w', desk.workspace('siege'), 'consolidate', '--as-of', '2026-12-31')).toMatchObject({ totals: { debitCents: 3 * 78 * 100, balanceCents: 0 }, eliminations: [], missingHalves: [] })
}, SLOW)

/** Headquarters and one Activité that joined it. */
async function pair(): Promise<Desk> {
  const desk = new Desk(temporaryFolder())
  await desk.init('siege', 'headquarters', 'SIEGE')
  await desk.init('atelier', 'entity', 'ATELIER')
  await desk.enrol('atelier', ['--person', 'Ana'])
  return desk
}

test('keys are listed, rotated and revoked; what a revoked key signs later is refused in words', async () => {
  const desk = await pair()
  await desk.take('siege', await desk.make('atelier', 'headquarters'))
  const before = await done('-w', desk.workspace('atelier'), 'keys', 'list')
  expect(before.own).toMatchObject({ made: true, locked: false, sealedBy: 'machine' })
  const rotated = await done('-w', desk.workspace('atelier'), 'keys', 'rotate')
  expect(rotated.fingerprint.hex).not.toBe(before.own.fingerprint.hex)
  await desk.post('atelier', 'ATELIER', [{ cents: 100, date: '2026-02-01', label: 'nouvelle clé' }])
  expect(await desk.take('siege', await desk.make('atelier', 'headquarters'))).toMatchObject({ exit: 0, json: [{ outcome: 'taken' }] })
  // Headquarters seals for the new key: what it makes now is still read.
  expect(await desk.take('atelier', await desk.make('siege', 'ATELIER'))).toMatchObject({ exit: 0 })

  expect((await run('-w', desk.workspace('siege'), 'keys', 'revoke', 'ATELIER/Z', '--reason', 'vol', '--json'))).toMatchObject({ exit: 1, json: { refused: [{ code: 'author_unknown' }] } })
  await done('-w', desk.workspace('siege'), 'keys', 'revoke', 'ATELIER/A', '--reason', 'ordinateur volé')
  await desk.post('atelier', 'ATELIER', [{ cents: 900, date: '2026-02-02', label: 'après' }])
  const refused = await desk.take('siege', await desk.make('atelier', 'headquarters'))
  expect(refused).toMatchObject({ exit: 1, json: [{ outcome: 'refused', segments: [{ answer: 'revoked-key', facts: 0 }] }] })
  expect((refused.json as { messages: string[] }[])[0]?.messages[0]).toMatch(/\S{3}/u)
  expect(await desk.balance('siege', 'ATELIER')).toMatchObject({ totals: { debitCents: 100 } })
  expect(await done('-w', desk.workspace('siege'), 'verify', '--full')).toMatchObject({ ok: true })
}, SLOW)

test('a passphrase seals the keys: without it nothing is made, and what is made with it needs it', async () => {
  const desk = new Desk(temporaryFolder())
  const [phrase, wrong] = [desk.path('phrase.txt'), desk.path('autre.txt')]
  writeFileSync(phrase, 'cheval correct batterie agrafe\n')
  writeFileSync(wrong, 'une tout autre phrase secrète\n')
  await desk.init('siege', 'headquarters', 'SIEGE')
  const w = desk.workspace('siege')
  const founded = await run('-w', w, 'keys', 'found', '--passphrase-file', phrase, '--json')
  expect(founded).toMatchObject({ exit: 0, json: { rootFingerprint: { words: expect.any(Array) } } })
  expect(founded.err).toContain('.root-key')
  const files = founded.json.files as string[]
  expect(files).toHaveLength(3)
  for (const file of files) expect(statSync(file).mode & 0o077).toBe(0)
  const second = await run('-w', w, 'keys', 'found', '--passphrase-file', phrase, '-o', desk.path('ailleurs'), '--json')
  expect(second).toMatchObject({ exit: 1, err: '', json: { refused: [{ code: 'root_exists' }] } })
  expect(existsSync(desk.path('ailleurs'))).toBe(false)
  expect(await run('-w', w, 'keys', 'rotate', '--json')).toMatchObject({ exit: 1, json: { refused: [{ code: 'identity_locked' }] } })
  expect(await run('-w', w, 'office', 'add', 'BXL', '--passphrase-file', wrong, '--json')).toMatchObject({ exit: 1, json: { refused: [{ code: 'passphrase_wrong' }] } })
  expect(await run('-w', w, 'office', 'add', 'BXL', '--passphrase-file', phrase, '--json')).toMatchObject({ exit: 0 })
  expect(await done('-w', w, 'office', 'list')).toMatchObject([{ code: 'BXL' }])
  const [one = '', two = ''] = files
  const stated = await done('-w', w, 'keys', 'state-root', one, two, '--root-passphrase-file', phrase, '--expires', '2031-12-31', '--passphrase-file', phrase)
  expect(stated).toMatchObject({ version: 2, rootFingerprint: founded.json.rootFingerprint })
  expect(await done('-w', w, 'keys', 'rotate', one, two, '--root-passphrase-file', phrase, '--passphrase-file', phrase)).toMatchObject({ locked: false, sealedBy: 'passphrase' })
  expect(await done('-w', w, 'verify', '--full')).toMatchObject({ ok: true })
  expect(await done('-w', w, 'keys', 'recovery-sheet', '-o', desk.path('feuille.pdf'), '--passphrase-file', phrase)).toMatchObject({ path: desk.path('feuille.pdf') })
  expect(readFileSync(desk.path('feuille.pdf')).subarray(0, 4).toString()).toBe('%PDF')
}, SLOW)

test('enrolment says no in words: another fingerprint, an answer for somebody else, a file that is none', async () => {
  const desk = await pair()
  await desk.init('autre', 'entity', 'AUTRE')
  const [asked, answer] = [desk.path('autre.demande'), desk.path('autre.pli')]
  await done('-w', desk.workspace('autre'), 'enrol', 'request', '-o', asked)
  const no = (code: string): object => ({ exit: 1, json: { refused: [{ code, message: expect.stringMatching(/\S{3}/u) }] } })
  expect(await run('-w', desk.workspace('siege'), 'enrol', 'accept', asked, '-o', answer, '--fingerprint', 'un deux trois quatre cinq six', '--json')).toMatchObject(no('fingerprint_differs'))
  expect(existsSync(answer)).toBe(false)
  await done('-w', desk.workspace('siege'), 'enrol', 'accept', asked, '-o', answer)
  expect(await run('-w', desk.workspace('atelier'), 'enrol', 'finish', answer, '--json')).toMatchObject(no('pli_not_for_us'))
  expect(await run('-w', desk.workspace('autre'), 'enrol', 'finish', asked, '--json')).toMatchObject(no('pli_not_sealed'))
  expect(await run('-w', desk.workspace('autre'), 'pli', 'make', '--to', 'headquarters', '-o', desk.path('x.pli'), '--json')).toMatchObject(no('not_enrolled'))
  expect(await run('-w', desk.workspace('atelier'), 'pli', 'make', '--to', 'NULLEPART', '-o', desk.path('x.pli'), '--json')).toMatchObject({ exit: 1 })
  expect((await run('-w', desk.workspace('atelier'), 'pli', 'make', '-o', desk.path('x.pli'))).exit).toBe(2)
  expect((await run('-w', desk.workspace('siege'), 'pli', 'take')).exit).toBe(2)
  // In the words of the house; what was only shown is not said to be taken; nothing published is no success.
  expect((await run('-w', desk.workspace('atelier'), 'pli', 'make', '--to', 'headquarters', '-o', desk.path('dit.pli'))).out).toMatch(/^Pli n° \d+ pour le siège : /u)
  expect((await run('-w', desk.workspace('siege'), 'pli', 'show', desk.path('dit.pli'))).out).toMatch(/ : (?:peut être pris|déjà connu) · /u)
  writeFileSync(desk.path('vide.json'), '[]')
  expect(await run('-w', desk.workspace('siege'), 'parameters', 'publish', desk.path('vide.json'), '--json')).toMatchObject(no('invalid_input'))
  expect((await run('-w', desk.workspace('siege'), 'pli', 'take', desk.path('nulle-part.pli'))).exit).toBe(3)
}, SLOW)

test('every step may be done again: asked, accepted and finished twice is once; so are an office, an entrusting and a pli taken', async () => {
  const desk = await pair()
  await desk.init('autre', 'entity', 'AUTRE')
  const [asked, answer] = [desk.path('autre.demande'), desk.path('autre.pli')]
  const [w, hq] = [desk.workspace('autre'), desk.workspace('siege')]
  const twice = async (...typed: string[]): Promise<unknown> => [await done(...typed), await done(...typed)][1]
  await twice('-w', w, 'enrol', 'request', '-o', asked)
  await twice('-w', hq, 'enrol', 'accept', asked, '-o', answer)
  expect(await twice('-w', w, 'enrol', 'finish', answer)).toMatchObject({ entities: ['AUTRE'], taken: { outcome: 'known' } })
  expect((await done('-w', hq, 'keys', 'list')).keys).toHaveLength(3)
  await twice('-w', hq, 'office', 'add', 'BXL', '--name', 'Bruxelles')
  expect(await done('-w', hq, 'office', 'list')).toMatchObject([{ code: 'BXL', name: 'Bruxelles' }])
  await desk.init('bureau', 'office')
  await desk.enrol('bureau', ['--office', 'BXL'])
  await twice('-w', hq, 'entrust', 'ATELIER', '--office', 'BXL')
  await desk.post('autre', 'AUTRE', [{ cents: 100, date: '2026-02-01', label: 'une' }])
  const made = await desk.make('autre', 'headquarters')
  expect(outcomes(await desk.take('siege', made))).toEqual(['taken'])
  expect(outcomes(await desk.take('siege', made))).toEqual(['known'])
  for (const published of [{ name: 'house.portfolio', validFrom: '2026-01-01', content: { latePliDays: 20 } }]) {
    const file = desk.path('parametres.json')
    writeFileSync(file, JSON.stringify(published))
    expect(await done('-w', hq, 'parameters', 'publish', file)).toMatchObject({ name: 'house.portfolio' })
    expect(await done('-w', hq, 'parameters', 'show')).toMatchObject({ parameters: [{ name: 'house.portfolio', content: { latePliDays: 20 } }] })
  }
  expect(await desk.take('autre', await desk.make('siege', 'AUTRE'))).toMatchObject({ exit: 0 })
  expect(await done('-w', w, 'parameters', 'show')).toMatchObject({ parameters: [{ validFrom: '2026-01-01' }] })
  expect(await done('-w', hq, 'verify', '--full')).toMatchObject({ ok: true })
}, SLOW)

test('a lost machine: the letters of the recovery sheet bring the keys back, a new request brings the books back', async () => {
  const desk = await pair()
  await desk.post('atelier', 'ATELIER', [{ cents: 500, date: '2026-02-01', label: 'avant la perte' }])
  await desk.take('siege', await desk.make('atelier', 'headquarters'))
  const session = testSession()
  await session.open(desk.workspace('atelier'))
  const secret = session.workspace?.keys.secret()
  if (!secret) throw new Error('the keys are locked')
  const lines = recoveryLines({ author: session.workspace?.ctx.ports.author ?? ('' as AuthorId), seed: secret.seed })
  session.close()
  writeFileSync(desk.path('fiche.txt'), lines.map((groups) => groups.join(' ').toLowerCase()).join('\n'))
  await desk.init('retrouve', 'entity')
  const restored = await done('-w', desk.workspace('retrouve'), 'keys', 'restore', desk.path('fiche.txt'))
  expect(restored).toMatchObject({ made: true, locked: false, fingerprint: (await done('-w', desk.workspace('atelier'), 'keys', 'list')).own.fingerprint })
  await desk.enrol('retrouve', ['--person', 'Ana', '--joins', 'ATELIER'])
  expect(await desk.balance('retrouve', 'ATELIER')).toMatchObject({ totals: { debitCents: 500 } })
  await desk.post('retrouve', 'ATELIER', [{ cents: 70, date: '2026-02-02', label: 'après' }])
  expect(outcomes(await desk.take('siege', await desk.make('retrouve', 'headquarters')))).toEqual(['taken'])
  for (const name of ['siege', 'retrouve']) expect(await done('-w', desk.workspace(name), 'verify', '--full'), name).toMatchObject({ ok: true })
}, SLOW)

test('headquarters is filled with a believable federation, the same for the same number', async () => {
  const desk = new Desk(temporaryFolder())
  const made = await run('-w', desk.path('grand'), 'simulate-federation', '--entities', '3', '--years', '1', '--seed', '7', '--json')
  expect(made).toMatchObject({ exit: 0, json: { entities: 3, alreadyThere: 0 } })
  const sum = await done('-w', desk.workspace('grand'), 'consolidate', '--as-of', '2026-12-31')
  expect(sum.totals).toMatchObject({ balanceCents: 0 })
  expect((sum.eliminations as { amountCents: number }[]).reduce((total, each) => total + each.amountCents, 0)).toBe(0)
  expect(sum.eliminations.length).toBeGreaterThan(10)
  // What headquarters books stands on both sides; of a sale between two Activités, the half of who was silent has not come.
  expect((sum.missingHalves as { label: string }[]).filter((half) => !half.label.includes('Entre Activités'))).toEqual([])
  expect(await done('-w', desk.workspace('grand'), 'simulate-federation', '--entities', '3', '--years', '1', '--seed', '7')).toMatchObject({ entities: 0, alreadyThere: 3, entries: 0 })
  expect(await run('-w', desk.workspace('grand'), 'simulate-federation', '--entities', 'trois', '--years', '1', '--seed', '7')).toMatchObject({ exit: 2 })
  expect(await done('-w', desk.workspace('grand'), 'verify', '--full')).toMatchObject({ ok: true })
}, SLOW)

test('an inbox takes a folder of plis in any order: bad files are named and left, links are not followed, a second run passes over', async () => {
  const desk = await pair()
  const inbox = desk.path('boite')
  mkdirSync(join(inbox, 'plus bas'), { recursive: true })
  const made: string[] = []
  for (let number = 1; number <= 12; number += 1) {
    await desk.post('atelier', 'ATELIER', [{ cents: number, date: '2026-01-10', label: `n° ${number}` }])
    made.push(await desk.make('atelier', 'headquarters', '--since', 'sent'))
  }
  // Names that sort against their order, in two folders; one is kept back, so that all after it wait.
  made.forEach((file, index) => {
    if (index !== 3) copyFileSync(file, join(inbox, index % 2 === 0 ? 'plus bas' : '', `${99 - index}.pli`))
  })
  writeFileSync(join(inbox, 'lettre.txt'), 'bonjour')
  writeFileSync(join(inbox, 'faux.pli'), 'pas un pli')
  writeFileSync(join(inbox, 'abime.pli'), readFileSync(made[0] ?? '').map((byte, at) => (at === 400 ? byte ^ 1 : byte)))
  copyFileSync(made[0] ?? '', join(inbox, 'double.pli'))
  symlinkSync(made[3] ?? '', join(inbox, 'lien.pli'))
  symlinkSync(desk.folder, join(inbox, 'plus bas', 'lien'))
  const listing = readdirSync(inbox, { recursive: true }).map(String).sort()
  const first = await run('-w', desk.workspace('siege'), 'pli', 'take', '--recursive', inbox, '--json')
  expect(first.exit).toBe(1)
  const plis = first.json as Pli[]
  const count = (outcome: string): number => plis.filter((pli) => pli.outcome === outcome).length
  expect([count('taken'), count('waiting'), count('refused'), plis.length]).toEqual([3, 8, 2, 13])
  expect(plis.filter((pli) => pli.outcome === 'refused').map((pli) => pli.file).sort()).toEqual([join(inbox, 'abime.pli'), join(inbox, 'faux.pli')])
  expect(readdirSync(inbox, { recursive: true }).map(String).sort()).toEqual(listing)

  // The one that was missing, alone: the eight that waited follow it by themselves.
  const missing = await desk.take('siege', made[3] ?? '')
  expect(missing.exit).toBe(0)
  expect(outcomes(missing)).toEqual(Array.from({ length: 9 }, () => 'taken'))
  const again = await run('-w', desk.workspace('siege'), 'pli', 'take', '--recursive', inbox, '--json')
  expect(again.err).toContain('12')
  expect(await desk.balance('siege', 'ATELIER')).toMatchObject({ totals: { debitCents: 78 } })
  expect(await done('-w', desk.workspace('siege'), 'verify', '--full')).toMatchObject({ ok: true })
}, SLOW)
