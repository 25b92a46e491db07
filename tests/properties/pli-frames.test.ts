import { expect, test } from 'vitest'
import { crypto } from '../../electron/machine/crypto.ts'
import { sha256 } from '../../electron/machine/hash.ts'
import { makeFactList, readFactLines, readFactList } from '../../core/sync/format/pli-frames.ts'

const tools = { crypto, sha256 }
const read = (...lines: readonly string[]): unknown => readFactLines(crypto.encode(`${lines.join('\n')}\n`), tools)
const fact = (logicalTime: number, body: string) => ({ logicalTime, kind: 'Said', version: 1, body, value: JSON.parse(body) as unknown })
const lineOf = ({ logicalTime, body }: { readonly logicalTime: number; readonly body: string }): string => `[${logicalTime},"Said",1,${body}]`
const FACTS = [fact(1, '{"a":1}'), fact(22, '{"b":"é, ]0.5[ \\n"}'), fact(333, '{"list":[[1],[2]]}')]

test('lines are read together as they are one by one', () => {
  expect(read(...FACTS.map(lineOf))).toEqual(FACTS)
  // Members named by digits come in another order out of an object: such a line is read by itself.
  expect(read(...[...FACTS, fact(4444, '{"10":1,"9":2}')].map(lineOf))).toEqual([...FACTS, fact(4444, '{"10":1,"9":2}')])
})

test('what is cut elsewhere than at the ends of lines is refused', () => {
  const [first, second] = ['[1,"Said",1,{"a":1}]', '[2,"Said",1,{"a":2}]']
  expect(read(first, second)).toHaveLength(2)
  expect(read(`${first},0.5,${second}`)).toBeUndefined()
  expect(read(first, `${second},0.5,${second}`)).toBeUndefined()
  expect(read('[1,"Said",1,{"a":[1', '2]}]', second)).toBeUndefined()
  expect(read('[1,"Said",1,{"a":[1', `2]}],0.5,${second}`)).toBeUndefined()
  expect(read(first, '0.5', second)).toBeUndefined()
  expect(read('[1,"Said",1,{"a":0.5}]')).toBeUndefined()
  expect(read('[1,"Said",1,{"b":1,"a":2}]', second)).toBeUndefined()
})

test('no text runs over the end of a line, where a line that is two makes up for it', () => {
  const [first, second] = ['[1,"Said",1,{"a":1}]', '[2,"Said",1,{"a":2}]']
  expect(read('[1,"Said",1,{"a":"x', 'y"}]', `${first},0.5,${second}`)).toBeUndefined()
  expect(read(`${first},0.5,${second}`, '[3,"Said",1,{"a":"x]', '[y"}]')).toBeUndefined()
})

test('a list of facts gives them back', () => {
  expect(readFactList(makeFactList(FACTS))).toEqual(FACTS)
  expect(readFactList(makeFactList([]))).toEqual([])
})
