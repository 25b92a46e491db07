import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readFec } from '../../../core/formats/fec/read-fec.ts'

/**
 * Each folder holds a small file of ours and what reading it answers. `ARCHIPEL_GOLDEN=write` writes the answers anew,
 * to be read before they are committed.
 */
const here = import.meta.dirname
const cases = readdirSync(here, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => entry.name).sort()

interface Expected {
  readonly fileName: string
  readonly answer: unknown
}

test.each(cases)('%s', (name) => {
  const path = join(here, name, 'expected.json')
  const expected = JSON.parse(readFileSync(path, 'utf8')) as Expected
  const expectedAnswer = (): unknown => (JSON.parse(readFileSync(path, 'utf8')) as Expected).answer
  const { file, sound, ...rest } = readFec({ fileName: expected.fileName, text: readFileSync(join(here, name, 'input.txt'), 'utf8') })
  // Of a refused file, only which entries would remain; of an accepted one, everything.
  const answer = JSON.parse(JSON.stringify({ file: file ?? null, ...(file ? {} : { sound: sound?.entries.map((entry) => `${entry.journalCode} ${entry.number}`) ?? [] }), ...rest })) as unknown
  if (process.env['ARCHIPEL_GOLDEN'] === 'write') writeFileSync(path, `${JSON.stringify({ fileName: expected.fileName, answer }, null, 1)}\n`)
  expect(answer).toEqual(expectedAnswer())
})

test('there is a case for every kind of file', () => {
  expect(cases.length).toBeGreaterThan(45)
})
