import { parseSync } from 'vite'

/** A place of the program that makes a refusal, a problem or a fault. */
export interface RefusalSite {
  readonly code: string
  readonly file: string
  readonly line: number
  /** The data it carries; undefined when they cannot be told from the text (a spread, a type). */
  readonly data: readonly string[] | undefined
}

interface Node {
  readonly type: string
  readonly start: number
  readonly [field: string]: unknown
}

/** Functions that take a code as text and, after it, its data. */
const MAKERS = new Set(['problem', 'warn', 'refuse', 'report', 'MachineFault', 'checkCode', 'fault'])
/** Data that every problem of a file carries beside its own. */
const ALWAYS = ['code', 'line', 'count']
const CODE = /^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$/u

/** The command line has words of its own for how it is used; everything else that refuses is said by `renderer/i18n`. */
function speaks(path: string): boolean {
  return /^(?:core|electron|renderer)\/.*\.tsx?$/u.test(path) && !/\.test\.tsx?$|^electron\/cli|\/dist\//u.test(path)
}

export function refusalSites(files: ReadonlyMap<string, string>): RefusalSite[] {
  const sites: RefusalSite[] = []
  for (const [file, text] of files) if (speaks(file)) sites.push(...sitesIn(file, text))
  return sites
}

export function sitesIn(file: string, text: string): RefusalSite[] {
  const sites: RefusalSite[] = []
  const add = (codes: readonly string[], node: Node, data: readonly string[] | undefined): void => {
    for (const code of codes) if (CODE.test(code)) sites.push({ code, file, line: text.slice(0, node.start).split('\n').length, data })
  }
  const visit = (node: Node): void => {
    if (node.type === 'ObjectExpression') {
      const codeOf = properties(node).find((property) => keyOf(property) === 'code')
      if (codeOf) add(literalsIn(codeOf['value']), node, dataIn(node))
    } else if (node.type === 'TSPropertySignature' && keyOf(node) === 'code') add(literalsIn(node['typeAnnotation']), node, undefined)
    else if (node.type === 'TSTypeAliasDeclaration' && nameOf(node['id']).endsWith('Code')) add(literalsIn(node['typeAnnotation']), node, undefined)
    else if ((node.type === 'CallExpression' || node.type === 'NewExpression') && MAKERS.has(calledName(node['callee']))) {
      const given = (node['arguments'] ?? []) as Node[]
      const data = given.find((argument) => argument.type === 'ObjectExpression')
      const isOpen = calledName(node['callee']) === 'checkCode' || (data === undefined && given.length > 2)
      const codes = given.filter((argument) => argument !== data).flatMap(literalsIn)
      add(codes.filter((code) => code.includes('_') || calledName(node['callee']) === 'MachineFault'), node, isOpen ? undefined : data ? dataIn(data) : ALWAYS)
    }
    for (const child of Object.values(node)) {
      if (Array.isArray(child)) {
        for (const item of child) if (isNode(item)) visit(item)
      } else if (isNode(child)) visit(child)
    }
  }
  visit(parseSync(file, text).program as unknown as Node)
  return sites
}

/** Texts that an expression or a type may stand for: itself, either side of a choice, each of a union. */
function literalsIn(value: unknown): string[] {
  if (!isNode(value)) return []
  if (value.type === 'Literal') return typeof value['value'] === 'string' ? [value['value']] : []
  if (value.type === 'ConditionalExpression') return [...literalsIn(value['consequent']), ...literalsIn(value['alternate'])]
  if (value.type === 'LogicalExpression') return [...literalsIn(value['left']), ...literalsIn(value['right'])]
  if (value.type === 'TSTypeAnnotation') return literalsIn(value['typeAnnotation'])
  if (value.type === 'TSLiteralType') return literalsIn(value['literal'])
  if (value.type === 'TSUnionType') return (value['types'] as Node[]).flatMap(literalsIn)
  if (/^TS(?:As|Satisfies)Expression$/u.test(value.type)) return literalsIn(value['expression'])
  return []
}

/** Undefined when something is spread in, or named by a computed key. */
function dataIn(object: Node): readonly string[] | undefined {
  const all = object['properties'] as Node[]
  if (all.some((property) => property.type !== 'Property' || property['computed'] === true)) return undefined
  return [...ALWAYS, ...all.map(keyOf)]
}

function properties(object: Node): Node[] {
  return (object['properties'] as Node[]).filter((property) => property.type === 'Property')
}

function keyOf(node: Node): string {
  const key = node['key']
  return isNode(key) && key.type === 'Literal' ? String(key['value']) : nameOf(key)
}

function nameOf(node: unknown): string {
  return isNode(node) && node.type === 'Identifier' ? String(node['name']) : ''
}

function calledName(callee: unknown): string {
  return isNode(callee) && callee.type === 'MemberExpression' ? nameOf(callee['property']) : nameOf(callee)
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as Node).type === 'string'
}
