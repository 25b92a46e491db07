import { isCode, readSource, type Import, type Source } from './source.ts'

/** A line of the project that breaks one rule of the house. */
export interface Violation {
  readonly rule: string
  readonly file: string
  readonly line: number
  readonly says: string
}

type Finding = Omit<Violation, 'rule'>

export interface Rule {
  readonly name: string
  /** What to do instead, printed with each violation. */
  readonly instead: string
  readonly find: (tree: Tree) => Iterable<Finding>
}

export interface Tree {
  readonly files: ReadonlyMap<string, string>
  readonly sources: readonly Source[]
}

export function treeOf(files: ReadonlyMap<string, string>): Tree {
  return { files, sources: [...files].filter(([path]) => isCode(path)).map(([path, text]) => readSource(path, text)) }
}

export function check(tree: Tree, rules: readonly Rule[]): Violation[] {
  return rules.flatMap((rule) => [...rule.find(tree)].map((finding) => ({ rule: rule.name, ...finding })))
}

const SIBLINGS = ['invoicing', 'purchasing', 'banking', 'engagements', 'budget', 'loans', 'assets', 'members', 'interchange', 'demonstration', 'advising']
const UPPER = ['reporting', 'sync', 'learning']
/** kernel < chain < ledger < siblings < {reporting, sync, learning}. A module of the same height is never met. */
const HEIGHT = new Map<string, number>([
  ['kernel', 0], ['chain', 1], ['ledger', 2],
  ...SIBLINGS.map((name) => [name, 3] as const), ...UPPER.map((name) => [name, 4] as const),
])
/** Files at the root of core: what modules stand on, and the registries that stand on every module. */
const BASES = new Set(['core/context.ts', 'core/api.ts', 'core/procedure.ts', 'core/workspace.ts'])
const REGISTRIES = new Set(['core/procedures.ts', 'core/exchange.ts', 'core/ledger-procedures.ts', 'core/prepared-procedures.ts', 'core/facts.ts'])
const DOORS = new Set([...BASES, ...REGISTRIES])

const SUFFIXES = ['schema', 'command', 'apply', 'query', 'api', 'test'] as const
type Suffix = (typeof SUFFIXES)[number] | 'pure' | 'root'

/** `kernel`, `ledger`, `formats/fec`; undefined outside core; `root` for the files of core itself. */
export function roomOf(path: string): string | undefined {
  const [core, module, next] = path.split('/')
  if (core !== 'core' || module === undefined) return undefined
  if (next === undefined) return 'root'
  return module === 'formats' ? `formats/${next}` : module
}

export function suffixOf(path: string): string {
  if (roomOf(path) === 'root') return 'root'
  const parts = (path.split('/').at(-1) ?? '').split('.')
  return parts.length <= 2 ? 'pure' : (parts.at(-2) ?? 'pure')
}

/** Packages that a file of core may name, by its suffix. */
const PACKAGES: Record<Suffix, readonly string[]> = {
  pure: ['decimal.js'],
  schema: ['drizzle-orm'],
  command: ['drizzle-orm', 'decimal.js'],
  apply: ['drizzle-orm', 'decimal.js'],
  query: ['drizzle-orm', 'decimal.js'],
  api: ['zod'],
  root: ['drizzle-orm', 'zod'],
  test: ['vitest', 'fast-check', '@fast-check/vitest', 'decimal.js', 'node:fs', 'node:url'],
}

/** Suffixes that a file may not import, by its own: the permission table of the house. */
const CLOSED: Partial<Record<string, readonly string[]>> = {
  pure: ['schema', 'command', 'apply', 'query', 'api'],
  schema: ['command', 'apply', 'query', 'api'],
  command: ['api'],
  query: ['command', 'apply', 'api'],
  apply: ['command', 'api'],
}

function* imports(tree: Tree, where: (path: string) => boolean): Generator<{ from: Source; to: Import }> {
  for (const from of tree.sources) if (where(from.path)) for (const to of from.imports) yield { from, to }
}

function at(from: Source, to: Import, says: string): Finding {
  return { file: from.path, line: to.line, says: `${says}: ${to.to}` }
}

const inCore = (path: string): boolean => path.startsWith('core/')
const isTest = (path: string): boolean => /\.test\.tsx?$/u.test(path) || path.startsWith('tests/')

export const LAYER_RULES: readonly Rule[] = [
  {
    name: 'rooms',
    instead: 'What two siblings share goes down to the ledger, or up to reporting; a format knows only the kernel.',
    *find(tree) {
      for (const { from, to } of imports(tree, (path) => inCore(path) && !isTest(path))) {
        const [room, target] = [roomOf(from.path), roomOf(to.to)]
        if (!to.inside || room === undefined || room === target) continue
        if (target === undefined) yield at(from, to, 'core leaves core')
        else if (!mayEnter(from.path, room, to, target)) yield at(from, to, `${room} may not enter ${target}`)
      }
    },
  },
  {
    name: 'packages',
    instead: 'Core gets the machine through Ports; pure files know decimal.js only, tables drizzle-orm, doors zod.',
    *find(tree) {
      for (const { from, to } of imports(tree, inCore)) {
        if (to.inside) continue
        const allowed = (PACKAGES as Record<string, readonly string[]>)[suffixOf(from.path)] ?? []
        const packageName = to.to.startsWith('@') ? to.to.split('/').slice(0, 2).join('/') : (to.to.split('/')[0] ?? '')
        if (!allowed.includes(packageName)) yield at(from, to, `a ${suffixOf(from.path)} file of core names a package`)
      }
    },
  },
  {
    name: 'suffixes',
    instead: 'none = decide, .schema = tables, .command = decide and write, .apply = write, .query = read, .api = parse and call.',
    *find(tree) {
      for (const { path } of tree.sources) {
        const suffix = suffixOf(path)
        if (inCore(path) && suffix !== 'pure' && suffix !== 'root' && !(SUFFIXES as readonly string[]).includes(suffix)) {
          yield { file: path, line: 1, says: `unknown suffix .${suffix}` }
        }
      }
      for (const { from, to } of imports(tree, (path) => inCore(path) && !isTest(path))) {
        if (!inCore(to.to)) continue
        const [own, other] = [suffixOf(from.path), suffixOf(to.to)]
        if (CLOSED[own]?.includes(other)) yield at(from, to, `a ${own} file may not import a .${other} file`)
        const crosses = roomOf(from.path) !== roomOf(to.to)
        if (other === 'schema' && crosses && own !== 'schema') yield at(from, to, 'the tables of another module')
        if (own === 'pure' && other === 'root' && !to.typeOnly) yield at(from, to, 'a pure file takes only types from the root of core')
      }
    },
  },
  {
    name: 'renderer',
    instead: 'Screens take values from core/kernel and types from core/api.ts; everything else is asked through the client.',
    *find(tree) {
      for (const { from, to } of imports(tree, (path) => path.startsWith('renderer/') && !isTest(path) && !path.endsWith('.config.ts'))) {
        if (to.inside && inCore(to.to) && !to.to.startsWith('core/kernel/') && !to.typeOnly) yield at(from, to, 'a value of core')
        if (to.inside && to.to.startsWith('electron/') && !(to.to === 'electron/bridge.ts' && to.typeOnly)) yield at(from, to, 'the machine')
        if (to.to.startsWith('node:')) yield at(from, to, 'Node in a window')
        const inUi = from.path.startsWith('renderer/ui/') && to.inside
        if (inUi && (to.to.startsWith('renderer/screens/') || (inCore(to.to) && !/^core\/(?:kernel\/|context\.ts$)/u.test(to.to)))) {
          yield at(from, to, 'a domain word inside ui')
        }
      }
    },
  },
  {
    name: 'shells',
    instead: 'electron enters core by api, procedures, exchange, facts, context, workspace and kernel; its report writers by formats.',
    *find(tree) {
      for (const { from, to } of imports(tree, (path) => path.startsWith('electron/') && !isTest(path))) {
        if (!to.inside) continue
        const machine = from.path.startsWith('electron/machine/')
        // Three more ways in, all pure: a format that a report is written in, the parser that checks a data file of resources, and the reader
        // of plis, which the decode thread runs without the rest of the core.
        const reader = /\/(?:resources|prepare-pli)\.ts$/u.test(from.path) && suffixOf(to.to) === 'pure'
        const pure = machine && (to.to.startsWith('core/formats/') || reader)
        const door = DOORS.has(to.to) || to.to.startsWith('core/kernel/') || pure
        if (inCore(to.to) && !to.typeOnly && !door) yield at(from, to, 'core entered by a side door')
        if (to.to.startsWith('renderer/') && !to.to.startsWith('renderer/i18n/')) yield at(from, to, 'a screen inside a shell')
        if (machine && /^electron\/[^/]+$/u.test(to.to) && !to.typeOnly) yield at(from, to, 'the machine imports a shell')
      }
    },
  },
  {
    name: 'electron-only-in-main-and-preload',
    instead: 'Importing electron outside its own process downloads it; only main.ts and preload.ts run there.',
    *find(tree) {
      const own = new Set(['electron/main.ts', 'electron/preload.ts', 'electron/main-entry.ts', 'electron/preload-entry.ts'])
      for (const { from, to } of imports(tree, (path) => !own.has(path))) {
        if (/^electron(?:\/|$)/u.test(to.to) && !to.inside && !to.typeOnly) yield at(from, to, 'electron')
      }
      for (const source of tree.sources) {
        if (own.has(source.path) || isTest(source.path)) continue
        for (const use of source.uses) {
          if (use.name === 'ipcMain' || use.name === 'ipcRenderer') yield { file: source.path, line: use.line, says: use.name }
        }
      }
    },
  },
  {
    name: 'tests-are-not-imported',
    instead: 'Move what the program needs out of tests.',
    *find(tree) {
      for (const { from, to } of imports(tree, (path) => !path.startsWith('tests/'))) {
        if (to.to.startsWith('tests/') || (to.inside && isTest(to.to))) yield at(from, to, 'tests')
      }
    },
  },
  {
    name: 'no-cycles',
    instead: 'Move what both need into a third file below them.',
    find: (tree) => cycles(tree),
  },
  {
    name: 'imports-exist',
    instead: 'Write the path of the file with its extension.',
    *find(tree) {
      for (const { from, to } of imports(tree, () => true)) {
        if (to.inside && !tree.files.has(to.to) && !to.to.includes('/dist/')) yield at(from, to, 'no such file')
      }
    },
  },
]

function mayEnter(path: string, room: string, to: Import, target: string): boolean {
  if (room === 'kernel') return false
  // A file that lies in formats itself serves several of them (the two plain-text ledgers); it knows the kernel only.
  if (room.startsWith('formats/')) return target === 'kernel' || (target.endsWith('.ts') && !room.endsWith('.ts'))
  if (BASES.has(path)) return target === 'kernel' || to.typeOnly
  if (REGISTRIES.has(path)) return target === 'kernel' || to.typeOnly || ['api', 'apply', 'command', 'query', 'pure'].includes(suffixOf(to.to))
  if (room === 'root') return target === 'kernel' || to.typeOnly
  const height = HEIGHT.get(room)
  if (height === undefined) return false
  // A replay (verify, a pli taken in) applies the facts of every module, so the highest rooms see the registry of appliers.
  if (target === 'root') return BASES.has(to.to) || (to.to === 'core/facts.ts' && height === 4)
  if (target.startsWith('formats/')) return height >= 3
  const below = HEIGHT.get(target)
  return below !== undefined && below < height
}

/** Depth-first search over imports that remain at run time; each cycle is told once, at the import that closes it. */
function* cycles(tree: Tree): Generator<Finding> {
  const byPath = new Map(tree.sources.map((source) => [source.path, source]))
  const state = new Map<string, 'open' | 'done'>()
  const found: Finding[] = []
  const visit = (source: Source, trail: readonly string[]): void => {
    state.set(source.path, 'open')
    for (const to of source.imports) {
      const next = to.typeOnly ? undefined : byPath.get(to.to)
      if (!next) continue
      if (state.get(next.path) === 'open') {
        const loop = [...trail.slice(trail.indexOf(next.path)), next.path].join(' > ')
        found.push({ file: source.path, line: to.line, says: loop })
      } else if (!state.has(next.path)) visit(next, [...trail, next.path])
    }
    state.set(source.path, 'done')
  }
  for (const source of tree.sources) if (!state.has(source.path)) visit(source, [source.path])
  yield* found
}
