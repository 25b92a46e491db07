import type { Rule, Tree } from './layers.ts'
import type { Source } from './source.ts'

/** Files that are run by name, not imported: entries of the build, threads, commands, the screens themselves. */
const ENTRIES = new Set([
  'electron/archipel.mjs', 'electron/start.ts', 'electron/electron-tests.ts', 'electron/main-entry.ts', 'electron/preload-entry.ts',
  'electron/machine/core-thread.ts', 'electron/machine/decode-worker.ts', 'electron/machine/backup-thread.ts', 'renderer/main.tsx',
])
const isProgram = (path: string): boolean => /^(?:core|electron|renderer)\//u.test(path) && !/\.test\.tsx?$|\.config\.ts$/u.test(path)

/** Who may speak to a network, and by what: the host of this machine's own browser, its page, and the question whether Electron can be had. */
const NETWORK = new Map<string, readonly string[]>([
  ['node:http', ['electron/loopback.ts', 'electron/loopback-guard.ts']],
  ['node:net', ['electron/loopback.ts', 'electron/loopback-guard.ts']],
  ['node:https', ['electron/electron-binary.ts']],
  ...['node:http2', 'node:dgram', 'node:dns', 'node:tls', 'undici', 'ws'].map((name): [string, string[]] => [name, []]),
])
const CALLS = new Set(['XMLHttpRequest', 'WebSocket', 'EventSource', 'RTCPeerConnection', 'navigator.sendBeacon', 'net.fetch', 'net.request'])

export const ORDER_RULES: readonly Rule[] = [
  {
    name: 'used',
    instead: 'Delete what nothing uses; what only its own file uses needs no export.',
    find: (tree) => unused(tree),
  },
  {
    name: 'no-network',
    instead: 'Nothing leaves this machine but the files that a person carries.',
    *find(tree) {
      for (const source of tree.sources) {
        if (!isProgram(source.path)) continue
        for (const to of source.imports) {
          const allowed = NETWORK.get(to.to)
          if (allowed && !to.typeOnly && !allowed.includes(source.path)) yield { file: source.path, line: to.line, says: to.to }
        }
        for (const use of source.uses) {
          const fetches = use.name === 'fetch' && source.path !== 'renderer/http-bridge.ts'
          if (fetches || CALLS.has(use.name)) yield { file: source.path, line: use.line, says: use.name }
        }
        const line = source.text.split('\n').findIndex((text) => /\bfetch\(['"`](?!\/api\/)/u.test(text))
        if (line >= 0) yield { file: source.path, line: line + 1, says: 'an address that is not this program’s own' }
      }
    },
  },
  {
    name: 'temporary-folders',
    instead: 'makeFolder of tests/fixtures/temporary.ts: what a test leaves behind is counted there.',
    *find(tree) {
      for (const source of tree.sources) {
        if (!/^tests\/|\.test\.tsx?$/u.test(source.path) || source.path === 'tests/fixtures/temporary.ts' || source.path.startsWith('tests/bench/')) continue
        for (const use of source.uses) if (/^(?:mkdtemp(?:Sync)?|tmpdir)$/u.test(use.name)) yield { file: source.path, line: use.line, says: use.name }
      }
    },
  },
  {
    name: 'exact-versions',
    instead: 'One exact version of each package, no script of theirs when they are installed.',
    find: (tree) => versions(tree),
  },
  {
    name: 'glossary',
    instead: 'The glossary of core/README.md names what the code names: one identifier for each term of the law.',
    find: (tree) => glossary(tree),
  },
  {
    name: 'folders-explained',
    instead: 'Say in a line of README.md, or of core/README.md, what a stranger finds there.',
    *find(tree) {
      const explained = `${tree.files.get('README.md') ?? ''}\n${tree.files.get('core/README.md') ?? ''}`
      for (const folder of new Set([...tree.files.keys()].flatMap(foldersOf))) {
        const name = folder.split('/').at(-1) ?? ''
        if (!new RegExp(`(?<![\\w-])${name}/`, 'u').test(explained)) yield { file: folder, line: 1, says: 'a folder that no README names' }
      }
    },
  },
]

/** The folders of the first level under each part of the program, and those of `sync/`, which is the largest. */
function foldersOf(path: string): string[] {
  const parts = path.split('/').slice(0, -1)
  if (!/^(?:core|electron|renderer|tests)$/u.test(parts[0] ?? '') || parts.length < 2) return []
  return parts[1] === 'sync' && parts.length > 2 ? [parts.slice(0, 2).join('/'), parts.slice(0, 3).join('/')] : [parts.slice(0, 2).join('/')]
}

function* unused(tree: Tree): Iterable<{ file: string; line: number; says: string }> {
  const taken = new Map<string, Set<string>>()
  for (const { imports } of tree.sources) {
    for (const { to, names } of imports) taken.set(to, new Set([...(taken.get(to) ?? []), ...names]))
  }
  for (const source of tree.sources) {
    if (!isProgram(source.path)) continue
    const names = taken.get(source.path)
    if (!names && !ENTRIES.has(source.path)) yield { file: source.path, line: 1, says: 'a file that nothing imports' }
    for (const each of source.exports) {
      if (names?.has(each.name) || names?.has('*') || ENTRIES.has(source.path)) continue
      const inside = source.text.split(new RegExp(`(?<![\\w$])${each.name.replaceAll('$', '\\$')}(?![\\w$])`, 'u')).length > 2
      // The shape of what a function answers is part of its signature, imported or not.
      if (!each.typeOnly || !inside) yield { file: source.path, line: each.line, says: `${each.name} is exported and imported by nobody` }
    }
  }
}

function* versions(tree: Tree): Iterable<{ file: string; line: number; says: string }> {
  const text = tree.files.get('package.json')
  if (text === undefined) return
  const lines = text.split('\n')
  const manifest = JSON.parse(text) as Record<string, unknown>
  for (const group of ['dependencies', 'devDependencies', 'optionalDependencies', 'overrides']) {
    for (const [name, version] of leaves(manifest[group])) {
      if (!/^\d+\.\d+\.\d+(?:-[\w.]+)?$/u.test(version)) yield { file: 'package.json', line: 1 + lines.findIndex((line) => line.includes(`"${name}"`) && line.includes(version)), says: `${name} ${version}` }
    }
  }
  const settings = tree.files.get('.npmrc') ?? ''
  for (const wanted of ['save-exact=true', 'ignore-scripts=true']) if (!settings.split('\n').includes(wanted)) yield { file: '.npmrc', line: 1, says: `lacks ${wanted}` }
}

function leaves(group: unknown): (readonly [name: string, version: string])[] {
  return Object.entries((group ?? {}) as Record<string, unknown>).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as const] : leaves(value)))
}

const COMMENT = /\/\*[^]*?\*\/|(?<!:)\/\/.*/gu

/** Each identifier of the table stands in the names of the core, as one word or as several joined (`legal entity`: `legalEntity`). */
function* glossary(tree: Tree): Iterable<{ file: string; line: number; says: string }> {
  const path = 'core/README.md'
  const text = tree.files.get(path)
  if (text === undefined) return
  const names = tree.sources.filter((source: Source) => source.path.startsWith('core/')).map((source) => `${source.path}\n${source.text.replaceAll(COMMENT, '')}`.toLowerCase()).join('\n')
  for (const [index, line] of text.split('\n').entries()) {
    const [, french, english] = /^\| ([^|]+) \| ([^|]+) \|$/u.exec(line) ?? []
    if (french === undefined || english === undefined || /^-+$/u.test(french) || english === 'identifier') continue
    for (const term of english.replaceAll(/\([^)]*\)/gu, '').split(/[,;/]/u).map((each) => each.replace(/^.*:/u, '').replaceAll('`', '').trim())) {
      const spellings = [term.replaceAll(/[ -]/gu, ''), term.replaceAll(' ', '-'), term.replaceAll(' ', '_')].map((each) => each.toLowerCase())
      if (term !== '' && !spellings.some((each) => names.includes(each))) yield { file: path, line: index + 1, says: `${term} is in no name of the core` }
    }
  }
}
