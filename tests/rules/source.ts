import { readdirSync, readFileSync } from 'node:fs'
import { join, posix, relative, sep } from 'node:path'
import { parseSync } from 'vite'

/** One place where a file names another file or a package. */
export interface Import {
  /** Path from the root of the project (`core/kernel/money.ts`), or a bare name (`node:fs`, `decimal.js`). */
  readonly to: string
  readonly inside: boolean
  /** True when nothing of it is left at run time. */
  readonly typeOnly: boolean
  /** What it takes by name; `*` when it may take anything. */
  readonly names: readonly string[]
  readonly line: number
}

/** A name that other files may import. */
export interface Export {
  readonly name: string
  /** An interface or a type, of which nothing is left at run time. */
  readonly typeOnly: boolean
  readonly line: number
}

/** A name used in code: `Date`, `Math.random`, or a keyword: `async`, `await`. */
export interface Use {
  readonly name: string
  readonly line: number
}

export interface Source {
  readonly path: string
  readonly text: string
  readonly imports: readonly Import[]
  readonly exports: readonly Export[]
  readonly uses: readonly Use[]
  readonly defaultExportLine: number | undefined
  readonly starExportLine: number | undefined
  readonly parseError: string | undefined
}

interface Node {
  readonly type: string
  readonly start: number
  readonly [field: string]: unknown
}

const BINARY = /\.(?:png|ico|icns|woff2?|ttf|pdf|xlsx|archipel)$/u
/** What git does not keep either (`.gitignore`). */
const SKIPPED = new Set(['node_modules', 'dist', 'dist-development', '.git', 'results'])

/** Every file of the project by its path from the root, those that are made or installed aside. */
export function readTree(root: string): Map<string, string> {
  const files = new Map<string, string>()
  const walk = (folder: string): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const full = join(folder, entry.name)
      if (entry.isDirectory()) {
        if (!SKIPPED.has(entry.name)) walk(full)
      } else if (entry.isFile() && !entry.name.endsWith('.log')) {
        const path = relative(root, full).split(sep).join('/')
        files.set(path, BINARY.test(path) ? '' : readFileSync(full, 'utf8'))
      }
    }
  }
  walk(root)
  return files
}

export function isCode(path: string): boolean {
  return /\.(?:ts|tsx|mts|mjs|js)$/u.test(path)
}

/** Parses one file with the parser of the build itself, so that comments and strings are never mistaken for imports. */
export function readSource(path: string, text: string): Source {
  const parsed = parseSync(path, text)
  const lineOf = (offset: number): number => text.slice(0, offset).split('\n').length
  const imports: Import[] = []
  const uses: Use[] = []
  const exports: Export[] = []
  let defaultExportLine: number | undefined
  let starExportLine: number | undefined

  const addImport = (node: Node, typeOnly: boolean, names: readonly string[] = ['*']): void => {
    const source = node['source'] as Node | null
    if (!source || typeof source['value'] !== 'string') return
    const to = source['value']
    const inside = to.startsWith('.')
    const target = inside ? posix.normalize(posix.join(posix.dirname(path), to.split('?')[0] ?? to)) : to
    imports.push({ to: target, inside, typeOnly, names, line: lineOf(node.start) })
  }
  const use = (name: string, node: Node): void => void uses.push({ name, line: lineOf(node.start) })

  const visit = (node: Node, parent: Node | undefined, field: string): void => {
    switch (node.type) {
      case 'ImportDeclaration':
      case 'ExportNamedDeclaration': {
        const names = (node['specifiers'] ?? []) as Node[]
        const kind = (item: Node): unknown => item['importKind'] ?? item['exportKind']
        addImport(node, kind(node) === 'type' || (names.length > 0 && names.every((name) => kind(name) === 'type')), names.map(takenName))
        if (node.type === 'ExportNamedDeclaration') exports.push(...exportsOf(node).map((each) => ({ ...each, line: lineOf(node.start) })))
        if (names.some((name) => nameOf(name['exported']) === 'default')) defaultExportLine = lineOf(node.start)
        break
      }
      case 'ExportAllDeclaration':
        addImport(node, node['exportKind'] === 'type')
        starExportLine = lineOf(node.start)
        break
      case 'ImportExpression':
        addImport(node, false)
        break
      case 'TSImportType':
        addImport(node, true)
        break
      case 'ExportDefaultDeclaration':
        defaultExportLine = lineOf(node.start)
        break
      case 'AwaitExpression':
        use('await', node)
        break
      case 'MemberExpression': {
        const property = node['computed'] === true ? undefined : nameOf(node['property'])
        if (property !== undefined) use(`.${property}`, node)
        const object = nameOf(node['object'])
        if (object !== undefined && property !== undefined) use(`${object}.${property}`, node)
        break
      }
      case 'Identifier':
        if (!isMerelyAName(field, parent)) use(String(node['name']), node)
        break
    }
    if (node['async'] === true) use('async', node)
    for (const [key, child] of Object.entries(node)) {
      if (Array.isArray(child)) {
        for (const item of child) if (isNode(item)) visit(item, node, key)
      } else if (isNode(child)) visit(child, node, key)
    }
  }
  visit(parsed.program as unknown as Node, undefined, '')
  const parseError = parsed.errors[0]?.message
  return { path, text, imports, exports, uses, defaultExportLine, starExportLine, parseError }
}

function takenName(specifier: Node): string {
  if (specifier.type === 'ImportNamespaceSpecifier') return '*'
  return specifier.type === 'ImportDefaultSpecifier' ? 'default' : (nameOf(specifier['imported'] ?? specifier['local']) ?? '*')
}

/** The names that `export const …`, `export function …`, `export interface …` or `export { … }` gives. */
function exportsOf(node: Node): Omit<Export, 'line'>[] {
  const declaration = node['declaration']
  if (!isNode(declaration)) return (node['specifiers'] as Node[]).map((each) => ({ name: nameOf(each['exported']) ?? '', typeOnly: false }))
  const typeOnly = declaration.type.startsWith('TS')
  const single = nameOf(declaration['id'])
  if (single !== undefined) return [{ name: single, typeOnly }]
  const patterns = ((declaration['declarations'] ?? []) as Node[]).map((each) => each['id'] as Node)
  const names = patterns.flatMap((id) => nameOf(id) ?? ((id['properties'] ?? []) as Node[]).map((each) => nameOf(each['value'])))
  return names.flatMap((name) => (name === undefined ? [] : [{ name, typeOnly }]))
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as Node).type === 'string'
}

function nameOf(node: unknown): string | undefined {
  return isNode(node) && node.type === 'Identifier' ? String(node['name']) : undefined
}

/** `x.Date`, `{ Date: 1 }` and the names inside import braces are no use of the global `Date`. */
function isMerelyAName(field: string, parent: Node | undefined): boolean {
  if (!parent) return false
  if (parent.type === 'MemberExpression' && field === 'property') return parent['computed'] !== true
  if (field === 'key') return parent['computed'] !== true && parent['shorthand'] !== true
  return field === 'imported' || field === 'exported' || field === 'right' && parent.type === 'TSQualifiedName'
}
