import { expect, test } from 'vitest'
import { z } from 'zod'
import { preparedProcedures } from '../../core/prepared-procedures.ts'
import { procedures } from '../../core/procedures.ts'
import { doors } from '../../electron/machine/session-doors.ts'

const SHAPES = new Map<string, unknown>(Object.entries({ ...procedures, ...preparedProcedures, ...doors }).map(([name, { input }]) => [name, input]))

/** Read further on by a shape of their own: the input of another door, a chart or parameters (`readChart`, `checkFact`), what root keys signed. */
const READ_FURTHER_ON = new Set([
  'report.write.reports[].input', 'root.record.statement{}', 'chart.publish.content{}', 'parameters.publish.content{}', 'parameters.publish-list.list[].content{}',
])

/** Where a door takes anything: members that it does not name, or a value of any kind. A word too many is a mistake of the caller, and is said. */
function openPlaces(input: unknown, path: string): string[] {
  if (!(input instanceof z.ZodType)) return [path]
  if (input instanceof z.ZodObject) {
    const strict = input.def.catchall instanceof z.ZodNever
    return [...(strict ? [] : [path]), ...Object.entries(input.shape).flatMap(([name, member]) => openPlaces(member, `${path}.${name}`))]
  }
  if (input instanceof z.ZodArray) return openPlaces(input.element, `${path}[]`)
  if (input instanceof z.ZodUnion) return input.options.flatMap((option) => openPlaces(option, path))
  if (input instanceof z.ZodOptional || input instanceof z.ZodNullable || input instanceof z.ZodDefault) return openPlaces(input.unwrap(), path)
  if (input instanceof z.ZodRecord) return openPlaces(input.valueType, `${path}{}`)
  if (input instanceof z.ZodPipe) return openPlaces(input.in, path)
  return input instanceof z.ZodAny || input instanceof z.ZodUnknown ? [path] : []
}

test('every door of the core and of the machine has a shape, and takes nothing beside it', () => {
  expect(SHAPES.size).toBeGreaterThan(110)
  expect([...SHAPES].flatMap(([name, input]) => openPlaces(input, name)).filter((place) => !READ_FURTHER_ON.has(place))).toEqual([])
})

test('a door without a shape, or with an open place in it, is caught', () => {
  const within = z.object({ a: z.string() })
  const open = [undefined, z.any(), z.unknown(), within, z.looseObject({}), z.strictObject({ a: z.any() }), z.union([z.strictObject({}), within]), z.strictObject({ list: z.array(within) }), z.strictObject({ a: within.optional() }), z.record(z.string(), within)]
  expect(open.filter((input) => openPlaces(input, 'door').length === 0)).toEqual([])
  const shut = [z.strictObject({}), z.strictObject({ a: z.string().max(3), list: z.array(z.strictObject({ b: z.number() })) }), z.union([z.strictObject({ a: z.number() }), z.strictObject({ b: z.number() })])]
  expect(shut.flatMap((input) => openPlaces(input, 'door'))).toEqual([])
})
