import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openDatabase } from '../../electron/machine/database.ts'
import { sha256 } from '../../electron/machine/hash.ts'
import { Desk, done, run } from './command-line.ts'
import { temporaryFolder } from './folder.ts'

const SLOW = 120_000

async function federation(): Promise<Desk> {
  const desk = new Desk(temporaryFolder())
  await desk.init('siege', 'headquarters', 'SIEGE')
  await desk.init('atelier', 'entity', 'ATELIER')
  await desk.enrol('atelier', ['--person', 'Ana'])
  return desk
}

test('reading commands leave nothing beside the workspace and not a byte of it changed', async () => {
  const desk = await federation()
  const w = desk.workspace('atelier')
  const pli = await desk.make('siege', 'ATELIER')
  const [files, bytes] = [readdirSync(desk.folder).sort(), sha256(readFileSync(w))]
  for (const typed of [['pli', 'show', pli], ['trial-balance', '-e', 'ATELIER', '--as-of', '2026-12-31'], ['verify'], ['keys', 'list'], ['parameters', 'show'], ['entity', 'list'], ['trial-balance', '-e', 'NULLE', '--as-of', '2026-12-31']]) {
    await run('-w', w, ...typed, '--json')
    expect([typed, readdirSync(desk.folder).sort()]).toEqual([typed, files])
  }
  expect(sha256(readFileSync(w))).toBe(bytes)
}, SLOW)

test('a log that somebody still writes, or that a killed machine left, is not touched by who reads', () => {
  const path = join(temporaryFolder(), 'x.archipel')
  const writer = openDatabase(path, 'create')
  writer.exec('CREATE TABLE t (a)')
  const reader = openDatabase(path, 'read')
  writer.exec('INSERT INTO t VALUES (1)')
  reader.close()
  expect(readFileSync(`${path}-wal`).byteLength).toBeGreaterThan(0)
  const killed = [readFileSync(path), readFileSync(`${path}-wal`)] as const
  writer.close()
  const copy = join(temporaryFolder(), 'y.archipel')
  writeFileSync(copy, killed[0])
  writeFileSync(`${copy}-wal`, killed[1])
  const again = openDatabase(copy, 'read')
  expect(again.prepare('SELECT a FROM t').pluck().all()).toEqual([1])
  again.close()
  expect(sha256(readFileSync(copy))).toBe(sha256(killed[0]))
  expect(sha256(readFileSync(`${copy}-wal`))).toBe(sha256(killed[1]))
})

test('a list is published whole or not at all from the command line too', async () => {
  const desk = await federation()
  const file = desk.path('liste.json')
  writeFileSync(file, JSON.stringify([{ name: 'house.portfolio', validFrom: '2026-01-01', content: { latePliDays: 20 } }, { name: 'house.portfolio', validFrom: '2026-02-30', content: {} }]))
  expect(await run('-w', desk.workspace('siege'), 'parameters', 'publish', file, '--json')).toMatchObject({ exit: 1, json: { refused: [{ code: 'date_impossible', place: 2 }] } })
  expect(await done('-w', desk.workspace('siege'), 'parameters', 'show')).toMatchObject({ parameters: [] })
}, SLOW)

test('what pli show answers is what taking answers: receipts alone are news the first time', async () => {
  const desk = await federation()
  const news = await desk.make('atelier', 'headquarters')
  expect(await desk.take('siege', news)).toMatchObject({ exit: 0, json: [{ outcome: 'taken' }] })
  await done('-w', desk.workspace('siege'), 'office', 'add', 'BXL')
  const receipts = await desk.make('siege', 'ATELIER')
  expect(await desk.take('atelier', receipts)).toMatchObject({ json: [{ outcome: 'taken' }] })
  const alone = await desk.make('atelier', 'headquarters')
  for (const expected of ['taken', 'known']) {
    const shown = await done('-w', desk.workspace('siege'), 'pli', 'show', alone)
    const { json } = await desk.take('siege', alone)
    expect([shown.outcome, json[0].outcome]).toEqual([expected, expected])
  }
}, SLOW)

test('a portfolio says which books entrusted have not come', async () => {
  const desk = await federation()
  await desk.init('bureau', 'office')
  await desk.enrol('bureau', ['--person', 'Cléo', '--office', 'BXL'])
  await done('-w', desk.workspace('siege'), 'entrust', 'ATELIER', '--office', 'BXL')
  await desk.take('bureau', await desk.make('siege', 'BXL'))
  expect(await done('-w', desk.workspace('bureau'), 'portfolio')).toMatchObject({ entities: [], awaited: [{ entity: 'ATELIER', since: expect.stringMatching(/^\d{4}-\d\d-\d\d$/u) }] })
  expect((await run('-w', desk.workspace('bureau'), 'portfolio')).out).toMatch(/ATELIER.*ses comptes ne sont pas encore arrivés/u)
  await desk.take('siege', await desk.make('atelier', 'headquarters'))
  await desk.take('bureau', await desk.make('siege', 'BXL'))
  expect(await done('-w', desk.workspace('bureau'), 'portfolio')).toMatchObject({ entities: [{ entity: 'ATELIER' }], awaited: [] })
}, SLOW)
