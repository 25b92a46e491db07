import { expect, test, afterEach } from 'vitest'
import { CoreHost } from '../../electron/machine/core-host.ts'
import { anEntry, makeWorkspace, temporaryFolder } from './folder.ts'

const hosts: CoreHost[] = []
afterEach(async () => {
  await Promise.all(hosts.splice(0).map((host) => host.close()))
})

function host(): CoreHost {
  const made = new CoreHost({ shell: 'browser', canPick: false })
  hosts.push(made)
  return made
}

const entries = (count: number): unknown[] => Array.from({ length: count }, (_, index) => anEntry(index + 1, `Vente ${index}`))

test('long work in its thread reports progress, is cancelled without a trace, and leaves this thread free', async () => {
  const core = host()
  expect(await core.call(undefined, 'workspace.open', { path: await makeWorkspace(temporaryFolder()) })).toMatchObject({ ok: true })
  let beats = 0
  const beat = setInterval(() => (beats += 1), 5)
  let steps = 0
  const input = { entity: 'A1', entries: entries(20_000) }
  const reply = await core.call('gros', 'entries.post', input, () => {
    steps += 1
    core.cancel('gros')
  })
  clearInterval(beat)
  expect(reply).toEqual({ ok: false, cancelled: true })
  expect(steps).toBeGreaterThan(0)
  expect(beats).toBeGreaterThan(3)
  expect(await core.call(undefined, 'journal', { entity: 'A1' })).toMatchObject({ ok: true, value: { total: 0 } })
  expect(await core.call(undefined, 'verify', { full: true })).toMatchObject({ ok: true, value: { ok: true } })
}, 60_000)

test('a call that waits is cancelled before it starts; one name serves one call at a time', async () => {
  const core = host()
  await core.call(undefined, 'workspace.open', { path: await makeWorkspace(temporaryFolder()) })
  const long = core.call('a', 'entries.post', { entity: 'A1', entries: entries(2000) })
  const waiting = core.call('b', 'entity.list', {})
  expect(await core.call('b', 'entity.list', {})).toMatchObject({ ok: false, refused: [{ code: 'call_id_taken' }] })
  core.cancel('b')
  expect(await waiting).toEqual({ ok: false, cancelled: true })
  expect(await long).toMatchObject({ ok: true, value: { booked: 2000 } })
}, 60_000)

test('answers come in the order of the questions', async () => {
  const core = host()
  await core.call(undefined, 'workspace.open', { path: await makeWorkspace(temporaryFolder()) })
  const writing = core.call(undefined, 'entries.post', { entity: 'A1', entries: entries(50) })
  const reading = core.call(undefined, 'journal', { entity: 'A1' })
  expect(await writing).toMatchObject({ ok: true })
  expect(await reading).toMatchObject({ ok: true, value: { total: 50 } })
})

test('files go in and out by an id', async () => {
  const core = host()
  const reply = await core.upload('../relevé.csv', new TextEncoder().encode('a;b'))
  expect(reply.ok).toBe(true)
  const fileId = reply.ok ? reply.value.fileId : ''
  expect(await core.file(fileId)).toMatchObject({ name: 'relevé.csv' })
  expect(await core.file('01ARZ3NDEKTSV4RRFFQ69G5FAV')).toBeNull()
})

test('a closed core answers, and frees its workspace', async () => {
  const path = await makeWorkspace(temporaryFolder())
  const first = host()
  await first.call(undefined, 'workspace.open', { path })
  await first.close()
  expect(await first.call(undefined, 'entity.list', {})).toMatchObject({ ok: false, fault: { code: 'core_stopped' } })
  const second = host()
  expect(await second.call(undefined, 'workspace.open', { path })).toMatchObject({ ok: true, value: { access: 'write' } })
})
