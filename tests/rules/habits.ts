import type { Rule, Tree } from './layers.ts'
import { suffixOf } from './layers.ts'
import type { Source } from './source.ts'

const TOP_LEVEL = new Set([
  'electron', 'renderer', 'core', 'migrations', 'resources', 'tests',
  'package.json', 'package-lock.json', 'tsconfig.json', 'electron-builder.yml', 'README.md',
])
const MAX_LINES = 400

/** Uses that core may not make, and what to take instead. */
const NOT_IN_CORE = new Map([
  ['Date', 'CalendarDate, or ports.now'], ['Math.random', 'ports.newId, or a seed'], ['await', 'nothing in core waits'],
  ['async', 'nothing in core waits'], ['Promise', 'nothing in core waits'], ['Temporal', 'CalendarDate'],
  ...['process', 'console', 'window', 'document', 'globalThis', 'fetch', 'setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'performance', 'Intl', 'Buffer'].map((name) => [name, 'what the ports give'] as const),
])
const NOT_NEAR_MONEY = new Set(['parseFloat', 'Number.parseFloat', 'Math.round', '.toFixed'])

/** Folders of machines and of their people, spelled in pieces so that this file does not accuse itself. */
const OURS = ['/wo' + 'rk/', '/ro' + 'ot/']
const HOMES = ['/ho' + 'me/\\w', '/Us' + 'ers/\\w', 'C:\\\\+Us' + 'ers']
const pathOf = (folders: readonly string[]): RegExp => new RegExp(`(?<![\\w.])(?:${folders.join('|')})`, 'u')
const MACHINE_PATH = pathOf([...OURS, ...HOMES])
/** A test of names may show an invented home. */
const MACHINE_PATH_IN_TEST = pathOf(OURS)

const isCore = (source: Source): boolean => source.path.startsWith('core/') && suffixOf(source.path) !== 'test'
const isOwn = (path: string): boolean => /^(?:core|electron|renderer|tests|migrations)\//u.test(path)
const isData = (path: string): boolean => /^tests\/(?:golden|fixtures\/data)\//u.test(path)

export const HABIT_RULES: readonly Rule[] = [
  {
    name: 'core-is-synchronous-and-blind',
    instead: 'The clock, chance and waiting belong to the shells; core receives them through Ports.',
    *find(tree) {
      for (const source of tree.sources) {
        if (!isCore(source)) continue
        for (const use of source.uses) {
          const instead = NOT_IN_CORE.get(use.name)
          if (instead !== undefined) yield { file: source.path, line: use.line, says: `${use.name}; take ${instead}` }
        }
      }
    },
  },
  {
    name: 'no-float-near-money',
    instead: 'Amounts are Cents: parseAmount, formatAmount and allocate of core/kernel.',
    *find(tree) {
      for (const source of tree.sources) {
        const rounds = (name: string): boolean => NOT_NEAR_MONEY.has(name) && (name !== 'Math.round' || isCore(source))
        if (source.path.startsWith('core/kernel/') || source.path.startsWith('tests/') || /\.test\.tsx?$/u.test(source.path)) continue
        for (const use of source.uses) if (rounds(use.name)) yield { file: source.path, line: use.line, says: use.name }
      }
    },
  },
  {
    name: 'file-length',
    instead: `A file is read in one sitting: at most ${MAX_LINES} lines. Split it by what it does.`,
    *find(tree) {
      for (const [path, text] of tree.files) {
        if (!isOwn(path) || isData(path) || !/\.(?:tsx?|mjs|css|sql)$/u.test(path)) continue
        const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0)
        if (lines > MAX_LINES) yield { file: path, line: MAX_LINES + 1, says: `${lines} lines` }
      }
    },
  },
  {
    name: 'named-exports',
    instead: 'Export by name; only the configuration of a tool may have a default export. No barrels.',
    *find(tree) {
      for (const source of tree.sources) {
        if (source.path.endsWith('.config.ts')) continue
        if (source.defaultExportLine !== undefined) yield { file: source.path, line: source.defaultExportLine, says: 'default export' }
        if (source.starExportLine !== undefined) yield { file: source.path, line: source.starExportLine, says: 'export *' }
      }
    },
  },
  {
    name: 'kebab-case',
    instead: 'kebab-case names; a migration is 0007_what_it_does.sql.',
    *find(tree) {
      for (const path of tree.files.keys()) {
        if (!isOwn(path) || isData(path) || !/\.(?:tsx?|mjs|css|sql|json)$/u.test(path)) continue
        const good = path.split('/').every((part) => /^\.?[a-z0-9]+(?:[-.][a-z0-9]+)*$/u.test(part) || /^\d{4}_[a-z0-9_]+\.sql$/u.test(part))
        if (!good) yield { file: path, line: 1, says: 'not kebab-case' }
      }
    },
  },
  {
    name: 'closed-top-level',
    instead: 'Nothing is added beside the six folders but dotfiles and lock files.',
    *find(tree) {
      for (const path of tree.files.keys()) {
        const top = path.split('/')[0] ?? ''
        if (!top.startsWith('.') && !TOP_LEVEL.has(top)) yield { file: path, line: 1, says: top }
      }
    },
  },
  {
    name: 'no-machine-path',
    instead: 'A path comes from the person, from an environment variable, or from import.meta.url.',
    *find(tree) {
      for (const [path, text] of tree.files) {
        const form = path.endsWith('.test.ts') ? MACHINE_PATH_IN_TEST : MACHINE_PATH
        if (path === 'package-lock.json' || !form.test(text)) continue
        const index = text.split('\n').findIndex((line) => form.test(line))
        yield { file: path, line: index + 1, says: 'the path of one machine' }
      }
    },
  },
  {
    name: 'finished',
    instead: 'Do it, or write it down as an issue.',
    find: (tree) => unfinished(tree),
  },
  {
    name: 'parses',
    instead: 'Erasable TypeScript that Node runs as it is.',
    *find(tree) {
      for (const source of tree.sources) if (source.parseError !== undefined) yield { file: source.path, line: 1, says: source.parseError }
    },
  },
]

const UNFINISHED = new RegExp(`\\b(?:TO${'DO'}|FIX${'ME'}|X${'XX'})\\b|\\.(?:on${'ly'}|sk${'ip'})\\(|@ts-ig${'nore'}|@ts-noch${'eck'}`, 'u')

function* unfinished(tree: Tree): Iterable<{ file: string; line: number; says: string }> {
  for (const { path, text } of tree.sources) {
    for (const [index, line] of text.split('\n').entries()) {
      const found = UNFINISHED.exec(line)
      if (found) yield { file: path, line: index + 1, says: found[0] }
    }
  }
}
