import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { generateIdentity, identityToRecipient } from 'age-encryption'
import { expect, test } from 'vitest'
import { Cancelled, type ProgressStep } from '../../core/context.ts'
import { CoreHost } from '../../electron/machine/core-host.ts'
import { Decoder } from '../../electron/machine/decoder.ts'
import { sealBytes } from '../../electron/machine/seal.ts'
import { WaitingList } from '../../electron/machine/waiting.ts'
import { WatchedFolder } from '../../electron/machine/watch-folder.ts'
import type { TakenPli } from '../../core/sync/pli.ts'
import { Desk, done, run, shuffled } from './command-line.ts'
import { anEntry, temporaryFolder, testSession } from './folder.ts'

const SLOW = 240_000

/** Headquarters, one Activité, and a folder with its plis, each of one entry. */
async function inboxOf(count: number): Promise<{ readonly desk: Desk; readonly inbox: string; readonly made: readonly string[] }> {
  const desk = new Desk(temporaryFolder())
  await desk.init('siege', 'headquarters', 'SIEGE')
  await desk.init('atelier', 'entity', 'ATELIER')
  await desk.enrol('atelier', ['--person', 'Ana'])
  const inbox = desk.path('boite')
  mkdirSync(inbox)
  const made: string[] = []
  for (let number = 1; number <= count; number += 1) {
    await desk.post('atelier', 'ATELIER', [{ cents: number, date: '2026-01-10', label: `n° ${number}` }])
    made.push(await desk.make('atelier', 'headquarters', '--since', 'sent'))
  }
  return { desk, inbox, made }
}

/** Plis made without closing the file in between; one in ten brings an entry, the others only say what is held. */
async function manyPlis(desk: Desk, inbox: string, count: number): Promise<void> {
  const session = testSession()
  try {
    await session.open(desk.workspace('atelier'))
    for (let number = 1; number <= count; number += 1) {
      const posted = number % 10 === 0 ? await session.answer('entries.post', { entity: 'ATELIER', entries: [anEntry(number, `n° ${number}`)] }) : { ok: true }
      expect(posted).toMatchObject({ ok: true })
      const made = await session.answer('pli.make', { to: 'headquarters', since: 'sent' })
      if (!made.ok) throw new Error(JSON.stringify(made))
      const { fileId, fileName } = made.value as { readonly fileId: string; readonly fileName: string }
      writeFileSync(join(inbox, fileName), session.files.get(fileId)?.bytes ?? '')
      session.files.release(fileId)
    }
  } finally {
    session.close()
  }
}

test('an inbox that is cancelled keeps the batches that were committed, and the next run goes on to the same books', async () => {
  const { desk, inbox, made } = await inboxOf(1)
  copyFileSync(made[0] ?? '', join(inbox, 'ATELIER-vers-siege-0001.pli'))
  await manyPlis(desk, inbox, 449)
  const session = testSession()
  try {
    await session.open(desk.workspace('siege'))
    const stop = (step: ProgressStep): void => {
      expect(step).toMatchObject({ step: 'taking', total: 450 })
      if (step.done === 430) throw new Cancelled()
    }
    const received = (): unknown => session.workspace?.connection.prepare('SELECT count(*) FROM received_pli').pluck().get()
    expect(await session.answer('pli.take-folder', { path: inbox }, stop)).toEqual({ ok: false, cancelled: true })
    // What filled a batch: twenty-five files, then twice as many each time.
    expect(received()).toBe(375)
    expect(await session.answer('pli.take-folder', { path: inbox })).toMatchObject({ ok: true, value: { files: 450, passedOver: 375 } })
    expect(received()).toBe(450)
    expect(await session.answer('pli.take-folder', { path: inbox })).toMatchObject({ ok: true, value: { files: 450, passedOver: 450 } })
    expect(await session.answer('pli.take-folder', { path: join(inbox, 'nulle-part') })).toMatchObject({ ok: false, refused: [{ code: 'folder_missing' }] })
  } finally {
    session.close()
  }
  const own = await desk.balance('atelier', 'ATELIER')
  expect(await desk.balance('siege', 'ATELIER')).toEqual(own)
  expect(await done('-w', desk.workspace('siege'), 'verify', '--full')).toMatchObject({ ok: true })
}, SLOW)

test('a watched folder takes what has stopped growing, survives a stick pulled out, tells problems, touches nothing', async () => {
  const { desk, inbox, made } = await inboxOf(3)
  const [one = '', two = '', three = ''] = made
  const session = testSession()
  try {
    await session.open(desk.workspace('siege'))
    expect(await session.answer('pli.watch', { folder: 'relatif' })).toMatchObject({ ok: false, refused: [{ code: 'folder_not_whole' }] })
    expect(await session.answer('pli.watch', { folder: inbox })).toMatchObject({ ok: true, value: { folder: inbox, taken: 0, lastProblem: null } })
    const watcher = session.watcher
    expect(watcher).toBeInstanceOf(WatchedFolder)
    const look = async (): Promise<unknown> => {
      await watcher?.look()
      return (await session.answer('pli.watch-state', {}) as { readonly value?: unknown }).value
    }
    copyFileSync(one, join(inbox, 'un.pli'))
    // Seen for the first time, it may still be growing.
    expect(await look()).toMatchObject({ taken: 0 })
    copyFileSync(two, join(inbox, 'deux.pli'))
    truncateSync(join(inbox, 'deux.pli'), 200)
    expect(await look()).toMatchObject({ taken: 1 })
    copyFileSync(two, join(inbox, 'deux.pli'))
    expect(await look()).toMatchObject({ taken: 1, lastProblem: null })
    expect(await look()).toMatchObject({ taken: 2 })

    renameSync(inbox, `${inbox}-parti`)
    expect(await look()).toMatchObject({ taken: 2, lastProblem: 'folder_missing' })
    renameSync(`${inbox}-parti`, inbox)
    writeFileSync(join(inbox, 'faux.pli'), 'pas un pli')
    copyFileSync(three, join(inbox, 'trois.pli'))
    const before = readdirSync(inbox).map((name) => `${name} ${statSync(join(inbox, name)).mtimeMs}`)
    await look()
    expect(await look()).toMatchObject({ taken: 3, lastProblem: 'watched_pli_refused' })
    expect(readdirSync(inbox).map((name) => `${name} ${statSync(join(inbox, name)).mtimeMs}`)).toEqual(before)

    // Remembered in the file, for the windows that watch; a look after the file was closed does nothing.
    session.close()
    await watcher?.look()
    expect(await session.answer('pli.watch-state', {})).toMatchObject({ ok: false, refused: [{ code: 'no_workspace' }] })
    await session.open(desk.workspace('siege'))
    expect(session.workspace?.connection.prepare("SELECT value FROM setting WHERE key = 'watched_folder'").pluck().get()).toBe(inbox)
    expect(await session.answer('pli.watch', { folder: null })).toMatchObject({ ok: true, value: { folder: null } })
    expect(session.watcher).toBeUndefined()
  } finally {
    session.close()
  }
  expect(await desk.balance('siege', 'ATELIER')).toMatchObject({ totals: { debitCents: 6 } })
}, SLOW)

test('in the thread of a window, plis of the watched folder come in by themselves, also after the file is opened again', async () => {
  const { desk, inbox, made } = await inboxOf(2)
  const core = new CoreHost({ shell: 'browser', canPick: false })
  const taken = async (): Promise<number> => {
    const state = await core.call(undefined, 'pli.watch-state', {})
    return state.ok ? (state.value as { readonly taken: number }).taken : -1
  }
  try {
    await core.call(undefined, 'workspace.open', { path: desk.workspace('siege') })
    expect(await core.call(undefined, 'pli.watch', { folder: inbox })).toMatchObject({ ok: true })
    copyFileSync(made[0] ?? '', join(inbox, 'un.pli'))
    await expect.poll(taken, { timeout: 60_000, interval: 500 }).toBe(1)
    await core.call(undefined, 'workspace.close', {})
    copyFileSync(made[1] ?? '', join(inbox, 'deux.pli'))
    await core.call(undefined, 'workspace.open', { path: desk.workspace('siege') })
    // The first one is known by now, and passed over.
    await expect.poll(taken, { timeout: 60_000, interval: 500 }).toBe(1)
  } finally {
    await core.close()
  }
  expect(await desk.balance('siege', 'ATELIER')).toMatchObject({ totals: { debitCents: 3 } })
}, SLOW)

test('a copy restored and continued is a fork: both histories are kept, and a new file books the lost one again', async () => {
  const { desk, made } = await inboxOf(1)
  await desk.take('siege', made[0] ?? '')
  const backup = desk.workspace('copie')
  await done('-w', desk.workspace('atelier'), 'backup', '-o', backup)
  await desk.post('atelier', 'ATELIER', [{ cents: 10, date: '2026-02-01', label: 'vraie suite' }])
  expect((await desk.take('siege', await desk.make('atelier', 'headquarters'))).exit).toBe(0)
  await desk.post('copie', 'ATELIER', [{ cents: 2000, date: '2026-02-02', label: 'autre suite' }])
  const forked = await desk.take('siege', await desk.make('copie', 'headquarters'))
  expect(forked).toMatchObject({ exit: 1, json: [{ outcome: 'refused', segments: [{ answer: 'fork', facts: 0, forkedAt: expect.any(Number) }] }] })
  expect(await desk.balance('siege', 'ATELIER')).toMatchObject({ totals: { debitCents: 11 } })

  // Headquarters tells it; then the file repairs itself into a new one, which joins under its own keys.
  expect(await run('-w', backup, 'fork', 'repair', desk.workspace('trop-tot'), '--json')).toMatchObject({ exit: 1, json: { refused: [{ code: 'fork_not_found' }] } })
  expect(existsSync(desk.workspace('trop-tot'))).toBe(false)
  await desk.take('copie', await desk.make('siege', 'ATELIER'))
  expect(await done('-w', backup, 'fork', 'repair', desk.workspace('suite'))).toMatchObject({ path: desk.workspace('suite'), entriesBookedAgain: 1 })
  await desk.enrol('suite', ['--person', 'Ana', '--joins', 'ATELIER'], ['--role', 'porteur'])
  expect(await desk.balance('suite', 'ATELIER')).toMatchObject({ totals: { debitCents: 2011 } })
  expect(await done('-w', desk.workspace('suite'), 'verify', '--full')).toMatchObject({ ok: true })

  // Or into one that joined first.
  await desk.init('neuf', 'entity')
  await desk.enrol('neuf', ['--person', 'Ana', '--joins', 'ATELIER'], ['--role', 'porteur'])
  expect(await run('-w', backup, 'fork', 'repair', backup, '--json')).toMatchObject({ exit: 1, json: { refused: [{ code: 'fork_repair_itself' }] } })
  expect(await done('-w', backup, 'fork', 'repair', desk.workspace('neuf'))).toMatchObject({ path: desk.workspace('neuf'), entriesBookedAgain: 1 })
  expect(await desk.take('siege', await desk.make('neuf', 'headquarters'))).toMatchObject({ exit: 0 })
  for (const name of ['siege', 'neuf']) {
    expect(await desk.balance(name, 'ATELIER'), name).toMatchObject({ totals: { debitCents: 2011 } })
    expect(await done('-w', desk.workspace(name), 'verify', '--full'), name).toMatchObject({ ok: true })
  }
}, SLOW)

test('the decode thread answers in order, passes over what is known, and refuses what cannot be read', async () => {
  const folder = temporaryFolder()
  const names = Array.from({ length: 50 }, (_, index) => join(folder, `${String(index).padStart(2, '0')}.pli`))
  for (const name of names) writeFileSync(name, `contenu ${name}`)
  const { sha256 } = await import('../../electron/machine/hash.ts')
  const known = Buffer.from(sha256(`contenu ${names[7] ?? ''}`), 'hex')
  const decoder = new Decoder({ secrets: [], known })
  const found: string[] = []
  try {
    for await (const file of decoder.decode([...names, join(folder, 'absent.pli'), folder])) {
      found.push(`${file.path} ${file.found.type === 'refused' ? (file.found.refused[0]?.code ?? '') : file.found.type}`)
    }
  } finally {
    await decoder.close()
  }
  const expected = names.map((name, index) => `${name} ${index === 7 ? 'known' : 'pli_not_sealed'}`)
  expect(found).toEqual([...expected, `${join(folder, 'absent.pli')} pli_file_unreadable`, `${folder} not_a_plain_file`])
})

test('a file at which the thread dies is refused, and a new thread goes on with the others, as often as it takes', async () => {
  const folder = temporaryFolder()
  const secret = await generateIdentity()
  // A header that is no header, and takes more memory to find that out than this thread is given.
  const huge = `{${Array.from({ length: 600_000 }, (_, index) => `"k${index}":1`).join(',')}}\n{}\n`
  const sealed = await sealBytes(new TextEncoder().encode(huge), [await identityToRecipient(secret)])
  if (!sealed.ok) throw new Error('not sealed')
  const names = Array.from({ length: 10 }, (_, index) => join(folder, `${index}.pli`))
  names.forEach((name, index) => writeFileSync(name, index % 5 === 0 ? 'pas un pli' : sealed.value))
  const decoder = new Decoder({ secrets: [secret], known: new Uint8Array() }, { maxOldGenerationSizeMb: 40, maxYoungGenerationSizeMb: 4 })
  const found: string[] = []
  try {
    for await (const file of decoder.decode(names)) found.push(file.found.type === 'refused' ? (file.found.refused[0]?.code ?? '') : file.found.type)
  } finally {
    await decoder.close()
  }
  expect(found).toEqual(names.map((_, index) => (index % 5 === 0 ? 'pli_not_sealed' : 'pli_stops_reader')))
}, SLOW)

test('of thousands that wait, only those that may follow are opened again, each after those it needs', () => {
  const answer = (from: number, to: number, outcome: TakenPli['outcome'], missing?: { readonly from: number; readonly to: number }): TakenPli => ({
    file: `${from}.pli`, outcome, sender: 'Ana', number: from, refused: [], notices: [],
    segments: [{ stream: 'A/A', entity: 'E', author: 'U', from, to, answer: missing ? 'gap' : 'new', facts: 0, ...(missing ? { missing } : {}) }],
  })
  const known = Array.from({ length: 1000 }, (_, index) => {
    const from = (index + 1) * 10 + 1
    return { hash: String(index), answer: answer(from, from + 9, 'waiting', { from: 1, to: from - 1 }) }
  })
  const list = new WaitingList(shuffled(known.filter((_, index) => index !== 500), 5))
  const elsewhere = answer(1, 10, 'taken')
  expect(list.ready([{ ...elsewhere, segments: elsewhere.segments.map((segment) => ({ ...segment, author: 'V' })) }])).toEqual([])
  expect(list.ready([answer(1, 9, 'taken')])).toEqual([])
  expect(list.ready([answer(1, 10, 'taken')])).toEqual(Array.from({ length: 500 }, (_, index) => String(index)))
})
