import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import type { CheckedFacts } from '../../core/sync/format/placed-facts.ts'
import { verdictOf } from '../../core/sync/taking/pli-verdict.query.ts'
import { preparePli } from '../../electron/machine/prepare-pli.ts'
import { openSealed } from '../../electron/machine/seal.ts'
import { fixedSigner } from '../fixtures/pli-builder.ts'
import { stateHash, testWorkspace } from '../fixtures/pli-workspaces.ts'
import { testIdentity } from '../fixtures/books.ts'
import { allVectors, FOLDER, keysOfVectors } from './make-vectors.ts'

const READER = fileURLToPath(new URL('read-pli.mjs', import.meta.url))
const KEYS = keysOfVectors()
const { good, bad } = allVectors(KEYS)

interface Answer { readonly file: string; readonly ok: boolean; readonly why?: string; readonly facts?: number; readonly documents?: number; readonly segments?: readonly string[] }

function read(files: readonly string[]): { readonly status: number | null; readonly answers: readonly Answer[] } {
  const run = spawnSync(process.execPath, [READER, `${FOLDER}keys.json`, ...files], { encoding: 'utf8', timeout: 60_000 })
  expect(run.stderr).toBe('')
  return { status: run.status, answers: run.stdout.trim().split('\n').map((line) => JSON.parse(line) as Answer) }
}

const filesOf = (kind: 'good' | 'bad'): string[] => readdirSync(`${FOLDER}${kind}`).map((name) => `${FOLDER}${kind}/${name}`)

test('the independent reader has at most 200 lines and no code of the program', () => {
  const text = readFileSync(READER, 'utf8')
  expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(200)
  expect([...text.matchAll(/(?:from|import\() ?'([^']+)'/gu)].map((match) => match[1])).toEqual(['node:crypto', 'node:fs', 'node:zlib'])
})

test('the files are those that the description makes', async () => {
  expect(filesOf('good').length).toBe(good.length)
  expect(filesOf('bad').length).toBe(bad.length)
  for (const vector of good) {
    const opened = await openSealed(readFileSync(`${FOLDER}good/${vector.name}.pli`), KEYS.secret)
    expect(opened.ok && sameBytes(opened.value, vector.opened), vector.name).toBe(true)
  }
})

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.from(a).equals(b)
}

test('it accepts every good vector', () => {
  const { status, answers } = read(filesOf('good'))
  expect(answers.filter((answer) => !answer.ok)).toEqual([])
  expect(answers.length).toBe(good.length)
  expect(status).toBe(0)
  expect(answers.find((answer) => answer.file.endsWith('documents.pli'))).toMatchObject({ facts: 7, documents: 1 })
  expect(answers.find((answer) => answer.file.endsWith('several-streams.pli'))?.segments?.length).toBe(4)
})

test('it refuses every bad vector, each in words', () => {
  const { status, answers } = read(filesOf('bad'))
  expect(answers.filter((answer) => answer.ok).map((answer) => answer.file)).toEqual([])
  expect(answers.length).toBe(bad.length)
  // A name of its own for each: an error of Node or of the reader itself would be an accident.
  expect(answers.filter((answer) => !/^[a-z_]+$/u.test(answer.why ?? '')).map((answer) => [answer.file, answer.why])).toEqual([])
  expect(status).toBe(1)
})

/** Without trust, all that the program may hold against a good vector is that it knows nobody. */
const STRANGERS = new Set(['pli_key_unknown', 'pli_sender_unknown', 'pli_is_enrolment'])

test('the program judges every vector as the reader does, and writes nothing', async () => {
  const { author } = fixedSigner('siege')
  const workspace = testWorkspace('siege', 'headquarters', { identity: testIdentity(author) })
  const before = stateHash(workspace)
  for (const [kind, list] of [['good', good], ['bad', bad]] as const) {
    for (const vector of list) {
      const opened = await openSealed(readFileSync(`${FOLDER}${kind}/${vector.name}.pli`), KEYS.secret)
      const judged = (checked?: CheckedFacts): readonly string[] => (opened.ok ? verdictOf(workspace.ctx, { opened: opened.value, checked }).refused.map((refusal) => refusal.code) : ['sealed'])
      const codes = judged()
      // The thread that opens plis reads their facts first: the answer is the same.
      expect(judged(opened.ok ? preparePli(opened.value).checked : undefined), vector.name).toEqual(codes)
      expect(codes.length, vector.name).toBeGreaterThan(0)
      expect(codes.every((code) => STRANGERS.has(code)), `${vector.name}: ${codes.join(' ')}`).toBe(kind === 'good')
    }
  }
  expect(stateHash(workspace)).toBe(before)
})
