import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { HABIT_RULES } from './habits.ts'
import { check, LAYER_RULES, treeOf, type Violation } from './layers.ts'
import { ORDER_RULES } from './order.ts'
import { ALLOWED, PLANTED, USED } from './planted.ts'
import { readTree } from './source.ts'

const RULES = [...LAYER_RULES, ...HABIT_RULES, ...ORDER_RULES]

function told(violations: readonly Violation[]): string[] {
  return violations.map((violation) => {
    const instead = RULES.find((rule) => rule.name === violation.rule)?.instead ?? ''
    return `${violation.file}:${violation.line} ${violation.rule}: ${violation.says}. ${instead}`
  })
}

test('the project keeps to every rule of the house', () => {
  const tree = treeOf(readTree(fileURLToPath(new URL('../..', import.meta.url))))
  expect(tree.sources.length).toBeGreaterThan(50)
  expect(told(check(tree, RULES))).toEqual([])
}, 120_000)

test.each(PLANTED.map((planted) => [planted.rule, planted.what, planted] as const))('%s: %s is caught', (rule, _what, planted) => {
  const caught = check(treeOf(new Map(Object.entries(planted.files))), RULES).filter((violation) => violation.file === planted.at)
  expect(caught.map((violation) => violation.rule)).toContain(rule)
})

test('what the house allows is not reported', () => {
  // Its files stand alone: what is used has an example of its own.
  const rules = RULES.filter((rule) => rule.name !== 'used' && rule.name !== 'folders-explained')
  expect(told(check(treeOf(new Map(Object.entries(ALLOWED))), rules))).toEqual([])
  expect(told(check(treeOf(new Map(Object.entries(USED))), RULES))).toEqual([])
})

test('every rule has a planted violation', () => {
  const planted = new Set(PLANTED.map((each) => each.rule))
  expect(RULES.map((rule) => rule.name).filter((name) => !planted.has(name))).toEqual([])
})
