import { expect, test } from 'vitest'
import { z } from 'zod'
import { preparedProcedures } from '../../core/prepared-procedures.ts'
import { procedures } from '../../core/procedures.ts'
import { doors } from '../../electron/machine/session-doors.ts'

const SHAPES = new Map<string, unknown>(Object.entries({ ...procedures, ...preparedProcedures, ...doors }).map(([name, { input }]) => [name, input]))

/** Whether a door takes an object of its own members only: a word too many is a mistake of the caller, and is said. */
function isStrict(input: unknown): boolean {
  if (!(input instanceof z.ZodType)) return false
  const read = input.safeParse({ neverAsked: 1 })
  return !read.success && namesStranger(read.error.issues)
}

function namesStranger(issues: readonly z.core.$ZodIssue[]): boolean {
  return issues.some((issue) => issue.code === 'unrecognized_keys' || (issue.code === 'invalid_union' && issue.errors.every(namesStranger)))
}

test('every door of the core and of the machine has a shape, and takes nothing beside it', () => {
  expect(SHAPES.size).toBeGreaterThan(110)
  expect([...SHAPES].filter(([, input]) => !isStrict(input)).map(([name]) => name)).toEqual([])
})

test('a door without a shape, or with an open one, is caught', () => {
  for (const open of [undefined, z.any(), z.unknown(), z.object({ a: z.string() }), z.looseObject({}), z.record(z.string(), z.number()), z.union([z.strictObject({}), z.object({})])]) {
    expect(isStrict(open)).toBe(false)
  }
  for (const shut of [z.strictObject({}), z.strictObject({ a: z.string() }), z.union([z.strictObject({ a: z.number() }), z.strictObject({ b: z.number() })])]) expect(isStrict(shut)).toBe(true)
})
