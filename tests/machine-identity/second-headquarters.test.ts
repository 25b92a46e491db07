import { writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { Desk, done, run } from '../shells/command-line.ts'
import { temporaryFolder } from '../shells/folder.ts'

const SLOW = 240_000
const PASSPHRASE = 'granit lanterne orge dimanche'

interface Pli { readonly outcome: string; readonly refused: readonly { readonly code: string }[] }
interface Keys { readonly root: { readonly root: { readonly working: readonly { readonly author: string; readonly endedOn: string | null }[] } }; readonly own: { readonly author: string } }

test('from the command line: another machine of headquarters, named by two root keys, trades with an Activité and is ended', async () => {
  const desk = new Desk(temporaryFolder())
  const [siege, second] = [desk.workspace('siege'), desk.workspace('second')]
  const roots = [1, 2, 3].map((number) => desk.path(`siege-${number}.root-key`))
  const secrets = desk.path('racines.txt')
  writeFileSync(secrets, `${PASSPHRASE}\n`)
  const three = [1, 2, 3].map((number) => desk.path(`racine-${number}.txt`))
  for (const [index, path] of three.entries()) writeFileSync(path, `${PASSPHRASE} ${index + 1}\n`)
  await desk.init('siege', 'headquarters', 'SIEGE')
  await desk.init('atelier', 'entity', 'ATELIER')
  await desk.init('second', 'headquarters')
  await done('-w', siege, 'keys', 'found', ...three)
  await desk.enrol('atelier', ['--person', 'Ana'])
  await desk.post('atelier', 'ATELIER', [{ cents: 12_100, date: '2026-02-10', label: 'Vente' }])
  await desk.take('siege', await desk.make('atelier', 'headquarters'))

  const [asked, answer] = [desk.path('second.demande'), desk.path('second.pli')]
  const { fingerprint } = await done('-w', second, 'enrol', 'request', '-o', asked, '--person', 'Siège, deuxième machine')
  const accept = ['-w', siege, 'enrol', 'accept', asked, '-o', answer, '--fingerprint', fingerprint.words.join(' ')]
  expect((await run(...accept, '--json')).json).toMatchObject({ refused: [{ code: 'root_needed' }] })
  expect((await run(...accept, roots[0] ?? '', '--root-passphrase-file', secrets, '--json')).json).toMatchObject({ refused: [{ code: 'root_signatures_missing', needed: 2, found: 1 }] })
  const accepted = await done(...accept, roots[0] ?? '', roots[2] ?? '', '--root-passphrase-file', secrets)
  expect(accepted).toMatchObject({ role: 'headquarters', entities: expect.arrayContaining(['SIEGE', 'ATELIER']) })
  // Once named, the answer is made again without the root keys.
  expect(await done(...accept.map((word) => (word === answer ? desk.path('encore.pli') : word)))).toMatchObject({ role: 'headquarters' })
  await done('-w', second, 'enrol', 'finish', answer, '--fingerprint', accepted.rootFingerprint.words.join(' '))
  expect(await desk.balance('second', 'ATELIER')).toEqual(await desk.balance('siege', 'ATELIER'))

  await desk.post('second', 'ATELIER', [{ cents: 5000, date: '2026-03-01', label: 'Salaires' }])
  await desk.post('siege', 'ATELIER', [{ cents: 700, date: '2026-03-02', label: 'Banque' }])
  await desk.post('second', 'SIEGE', [{ cents: 900, date: '2026-03-03', label: 'Cotisations' }])
  for (const [from, to, by] of [['second', 'headquarters', 'siege'], ['siege', 'headquarters', 'second'], ['second', 'ATELIER', 'atelier'], ['siege', 'ATELIER', 'atelier']] as const) {
    expect((await desk.take(by, await desk.make(from, to))).json, `${from} to ${by}`).toMatchObject([{ refused: [] }])
  }
  for (const code of ['ATELIER', 'SIEGE']) expect(await desk.balance('second', code)).toEqual(await desk.balance('siege', code))
  expect(await desk.balance('atelier', 'ATELIER')).toEqual(await desk.balance('siege', 'ATELIER'))
  for (const name of ['siege', 'second', 'atelier']) expect(await done('-w', desk.workspace(name), 'verify', '--full')).toMatchObject({ ok: true })

  const { own } = (await done('-w', second, 'keys', 'list')) as Keys
  await done('-w', siege, 'keys', 'state-root', roots[0] ?? '', roots[1] ?? '', '--root-passphrase-file', secrets, '--end', own.author)
  expect(((await done('-w', siege, 'keys', 'list')) as Keys).root.root.working.map((key) => key.endedOn !== null)).toEqual([false, true])
  await desk.post('second', 'ATELIER', [{ cents: 999_900, date: '2026-03-04', label: 'Faux' }])
  const [late] = (await desk.take('siege', await desk.make('second', 'headquarters'))).json as readonly Pli[]
  expect([late?.outcome, late?.refused.map((each) => each.code)]).toEqual(['refused', ['pli_key_revoked']])
}, SLOW)

test('archipel enrol --help lists its three parts', async () => {
  for (const typed of [['enrol', '--help'], ['enrol', '-h'], ['help', 'enrol']]) {
    const ran = await run(...typed)
    expect([ran.exit, ran.out.match(/^archipel enrol \w+/gmu)]).toEqual([0, ['archipel enrol request', 'archipel enrol accept', 'archipel enrol finish']])
  }
  expect((await run('enrol')).exit).toBe(2)
  expect((await run('enroler', '--help')).exit).toBe(2)
})
