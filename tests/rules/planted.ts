/** One small project that breaks exactly one rule, at the first line of `at`. */
export interface Planted {
  readonly rule: string
  readonly what: string
  readonly at: string
  readonly files: Readonly<Record<string, string>>
}

const LEAF = 'export const leaf = 1\n'
const TYPES = 'export interface Leaf { readonly a: 1 }\n'

function imports(rule: string, what: string, from: string, to: string, typeOnly = false): Planted {
  const depth = from.split('/').length - 1
  const line = typeOnly ? `import type { Leaf } from '${'../'.repeat(depth)}${to}'\nexport type Own = Leaf\n`
    : `import { leaf } from '${'../'.repeat(depth)}${to}'\nexport const own = leaf\n`
  return { rule, what, at: from, files: { [from]: line, [to]: typeOnly ? TYPES : LEAF } }
}

function holds(rule: string, what: string, at: string, text: string): Planted {
  return { rule, what, at, files: { [at]: text } }
}

export const PLANTED: readonly Planted[] = [
  imports('rooms', 'the kernel enters nothing', 'core/kernel/money.ts', 'core/ledger/chart.ts'),
  imports('rooms', 'the chain knows no ledger', 'core/chain/fact.ts', 'core/ledger/entry.ts'),
  imports('rooms', 'the chain knows no ledger, even by a type', 'core/chain/fact.ts', 'core/ledger/entry.ts', true),
  imports('rooms', 'siblings never meet', 'core/invoicing/invoice.ts', 'core/banking/movement.ts'),
  imports('rooms', 'siblings never meet, the interchange included', 'core/interchange/fec.ts', 'core/banking/movement.ts'),
  imports('rooms', 'the highest rooms never meet', 'core/sync/pli.ts', 'core/reporting/report.ts'),
  imports('rooms', 'a format knows only the kernel', 'core/formats/fec/read-fec.ts', 'core/ledger/entry.ts'),
  imports('rooms', 'a format knows no other format', 'core/formats/fec/read-fec.ts', 'core/formats/csv/read-csv.ts'),
  imports('rooms', 'the ledger knows no format', 'core/ledger/entry.ts', 'core/formats/csv/read-csv.ts'),
  imports('rooms', 'a room that nobody declared', 'core/misc/thing.ts', 'core/ledger/entry.ts'),
  imports('rooms', 'core never leaves core', 'core/ledger/entry.ts', 'electron/machine/clock.ts'),
  imports('rooms', 'what all stand on stands on the kernel', 'core/context.ts', 'core/ledger/entry.ts'),
  imports('rooms', 'a module does not see the registry', 'core/ledger/post.command.ts', 'core/facts.ts'),
  holds('packages', 'a pure file names a package', 'core/ledger/entry.ts', "import { z } from 'zod'\nexport const own = z\n"),
  holds('packages', 'core names Node', 'core/ledger/post.command.ts', "import { readFileSync } from 'node:fs'\nexport const own = readFileSync\n"),
  holds('packages', 'a dynamic import', 'core/ledger/post.command.ts', "export const own = () => import('lodash')\n"),
  holds('packages', 'a package behind a type', 'core/ledger/entry.ts', "export type Own = import('drizzle-orm').SQL\n"),
  imports('suffixes', 'a decision reads tables', 'core/ledger/entry.ts', 'core/ledger/ledger.schema.ts'),
  imports('suffixes', 'a decision reads rows', 'core/ledger/entry.ts', 'core/ledger/books.query.ts'),
  imports('suffixes', 'the tables of another module', 'core/invoicing/invoice.query.ts', 'core/ledger/ledger.schema.ts'),
  imports('suffixes', 'a command calls a door', 'core/ledger/post.command.ts', 'core/ledger/ledger.api.ts'),
  imports('suffixes', 'a query calls a command', 'core/ledger/books.query.ts', 'core/ledger/post.command.ts'),
  imports('suffixes', 'applying decides', 'core/ledger/entry.apply.ts', 'core/ledger/post.command.ts'),
  imports('suffixes', 'tables import a query', 'core/ledger/ledger.schema.ts', 'core/ledger/books.query.ts'),
  imports('suffixes', 'a decision takes a value from the root', 'core/ledger/entry.ts', 'core/context.ts'),
  holds('suffixes', 'a suffix that nobody declared', 'core/ledger/entry.service.ts', LEAF),
  imports('renderer', 'a screen computes with the ledger', 'renderer/screens/home/home.tsx', 'core/ledger/entry.ts'),
  imports('renderer', 'a screen reaches the machine', 'renderer/client.ts', 'electron/machine/clock.ts'),
  imports('renderer', 'a type of the machine', 'renderer/client.ts', 'electron/machine/clock.ts', true),
  imports('renderer', 'a part of ui knows a screen', 'renderer/ui/card.tsx', 'renderer/screens/home/home.tsx'),
  imports('renderer', 'a part of ui knows the domain', 'renderer/ui/card.tsx', 'core/ledger/entry.ts', true),
  holds('renderer', 'Node in a window', 'renderer/client.ts', "import { join } from 'node:path'\nexport const own = join\n"),
  imports('shells', 'core entered by a side door', 'electron/cli.ts', 'core/ledger/post.command.ts'),
  imports('shells', 'a shell imports a screen', 'electron/loopback.ts', 'renderer/screens/home/home.tsx'),
  imports('shells', 'the machine imports a shell', 'electron/machine/clock.ts', 'electron/cli.ts'),
  imports('shells', 'a shell, not the machine, knows a format', 'electron/cli.ts', 'core/formats/csv/read-csv.ts'),
  holds('electron-only-in-main-and-preload', 'tests would download it', 'electron/machine/keyring.ts', "import { safeStorage } from 'electron'\nexport const own = safeStorage\n"),
  holds('electron-only-in-main-and-preload', 'at run time', 'electron/start.ts', "export const own = () => import('electron')\n"),
  holds('electron-only-in-main-and-preload', 'a second channel', 'electron/core-process.ts', 'export const own = (ipcMain: unknown) => ipcMain\n'),
  imports('tests-are-not-imported', 'a shell uses a fixture', 'electron/cli.ts', 'tests/fixtures/books.ts'),
  imports('tests-are-not-imported', 'a unit test beside its file', 'core/kernel/money.ts', 'core/kernel/period.test.ts'),
  {
    rule: 'no-cycles', what: 'two files need each other', at: 'core/ledger/b.ts',
    files: { 'core/ledger/a.ts': "import { b } from './b.ts'\nexport const a = () => b\n", 'core/ledger/b.ts': "import { a } from './a.ts'\nexport const b = () => a\n" },
  },
  {
    rule: 'no-cycles', what: 'three files and an export from', at: 'renderer/c.ts',
    files: { 'renderer/a.ts': "export { b } from './b.ts'\n", 'renderer/b.ts': "import { c } from './c.ts'\nexport const b = () => c\n", 'renderer/c.ts': "import { b } from './a.ts'\nexport const c = () => b\n" },
  },
  holds('imports-exist', 'a file that is not there', 'core/ledger/entry.ts', "import { a } from './gone.ts'\nexport const own = a\n"),
  holds('core-is-synchronous-and-blind', 'a clock', 'core/ledger/entry.ts', 'export const own = () => new Date()\n'),
  holds('core-is-synchronous-and-blind', 'chance', 'core/ledger/entry.ts', 'export const own = () => Math.random()\n'),
  holds('core-is-synchronous-and-blind', 'waiting', 'core/ledger/post.command.ts', 'export async function own() { return 1 }\n'),
  holds('core-is-synchronous-and-blind', 'a promise', 'core/ledger/post.command.ts', 'export const own = () => Promise.resolve(1)\n'),
  holds('no-float-near-money', 'parseFloat', 'core/ledger/entry.ts', "export const own = parseFloat('1.1')\n"),
  holds('no-float-near-money', 'toFixed', 'renderer/ui/amount.tsx', 'export const own = (1.005).toFixed(2)\n'),
  holds('no-float-near-money', 'Math.round', 'core/ledger/entry.ts', 'export const own = Math.round(1.5)\n'),
  { ...holds('file-length', 'too long', 'core/ledger/entry.ts', `${'// a line\n'.repeat(401)}`), at: 'core/ledger/entry.ts' },
  holds('named-exports', 'default', 'core/ledger/entry.ts', 'export default 1\n'),
  holds('named-exports', 'default by a list', 'renderer/app.tsx', 'const own = 1; export { own as default }\n'),
  { rule: 'named-exports', what: 'a barrel', at: 'core/ledger/all.ts', files: { 'core/ledger/all.ts': "export * from './entry.ts'\n", 'core/ledger/entry.ts': LEAF } },
  holds('kebab-case', 'camelCase', 'renderer/screens/homePage.tsx', LEAF),
  holds('kebab-case', 'a folder', 'renderer/Screens/home.tsx', LEAF),
  holds('closed-top-level', 'a folder beside the six', 'scripts/build.ts', LEAF),
  holds('closed-top-level', 'a file beside the list', 'vite.config.ts', "import { defineConfig } from 'vite'\nexport const config = defineConfig({})\n"),
  holds('no-machine-path', 'somebody’s folder', 'tests/fixtures/paths.ts', `export const own = '${'/ho' + 'me/'}someone/books'\n`),
  holds('finished', 'left for later', 'core/ledger/entry.ts', `// ${'TO' + 'DO'}: round\nexport const own = 1\n`),
  holds('finished', 'a test that does not run', 'core/ledger/entry.test.ts', `test${'.sk' + 'ip'}('x', () => {})\n`),
  ...['process.cwd()', 'console.log(1)', 'globalThis', "fetch('/api/call')", 'setTimeout(String, 1)', 'performance.now()'].map((use) =>
    holds('core-is-synchronous-and-blind', use, 'core/ledger/entry.ts', `export const own = () => ${use}\n`)),
  holds('used', 'a file that nothing imports', 'core/ledger/alone.ts', 'const own = 1\nvoid own\n'),
  { rule: 'used', what: 'a value that nothing imports', at: 'core/ledger/a.ts', files: { 'core/ledger/a.ts': 'export const a = 1\nexport const b = a\n', 'electron/start.ts': "import { b } from '../core/ledger/a.ts'\nvoid b\n" } },
  { rule: 'used', what: 'a shape that nothing mentions', at: 'core/ledger/a.ts', files: { 'core/ledger/a.ts': 'export interface A { readonly a: 1 }\nexport const b = 1\n', 'electron/start.ts': "import { b } from '../core/ledger/a.ts'\nvoid b\n" } },
  holds('no-network', 'a module of the network', 'electron/machine/clock.ts', "import { request } from 'node:https'\nexport const own = request\n"),
  holds('no-network', 'a page that asks', 'renderer/screens/home/home.tsx', "export const own = () => fetch('/api/call')\n"),
  holds('no-network', 'the bridge asks somebody else', 'renderer/http-bridge.ts', "export const own = () => fetch('https://archipel.invalid/')\n"),
  holds('no-network', 'a socket', 'renderer/client.ts', "export const own = () => new WebSocket('ws://127.0.0.1')\n"),
  holds('temporary-folders', 'a test that makes its own', 'tests/chaos/own.test.ts', "import { mkdtempSync } from 'node:fs'\nexport const own = mkdtempSync('x')\n"),
  { rule: 'exact-versions', what: 'a range', at: 'package.json', files: { 'package.json': '{ "dependencies": { "zod": "^4.6.7" } }\n', '.npmrc': 'save-exact=true\nignore-scripts=true\n' } },
  { rule: 'exact-versions', what: 'a range of a package deeper down', at: 'package.json', files: { 'package.json': '{ "overrides": { "exceljs": { "uuid": "11" } } }\n', '.npmrc': 'save-exact=true\nignore-scripts=true\n' } },
  { rule: 'exact-versions', what: 'scripts of packages', at: '.npmrc', files: { 'package.json': '{}\n', '.npmrc': 'save-exact=true\n' } },
  { rule: 'glossary', what: 'a term that the code does not know', at: 'core/README.md', files: { 'core/README.md': '| French | identifier |\n| --- | --- |\n| écriture | entry |\n| emprunt | loan |\n', 'core/ledger/entry.ts': '// loan\nexport const entry = 1\n' } },
  { rule: 'folders-explained', what: 'a folder that nobody explains', at: 'core/loans', files: { 'core/loans/loan.ts': LEAF, 'core/ledger/entry.ts': LEAF, 'README.md': 'loans are in ledger/\n' } },
  { rule: 'folders-explained', what: 'a room of the exchange', at: 'core/sync/taking', files: { 'core/sync/taking/judge.ts': LEAF, 'core/README.md': 'sync/ takes plis\n' } },
  holds('parses', 'not TypeScript', 'core/ledger/entry.ts', 'export const = 1\n'),
]

/** What the house allows, close to what it refuses: none of it may be reported. */
export const ALLOWED: Readonly<Record<string, string>> = {
  'core/kernel/money.ts': "import { Decimal } from 'decimal.js'\nexport const leaf = Math.round(Number(new Decimal('1.5')))\n",
  'core/chain/fact.ts': "import { leaf } from '../kernel/money.ts'\nexport interface Date1 { readonly Date: number }\nexport const leaf2 = (fact: Date1) => fact.Date + leaf\n",
  'core/context.ts': "import type { SQL } from 'drizzle-orm'\nimport type { Date1 } from './chain/fact.ts'\nexport type Reader = SQL | Date1\n",
  'core/ledger/ledger.schema.ts': "import { integer } from 'drizzle-orm/sqlite-core'\nexport const leaf = integer\n",
  'core/ledger/books.query.ts': "import type { Reader } from '../context.ts'\nimport { leaf } from './ledger.schema.ts'\nexport const own = (r: Reader) => [r, leaf]\n",
  'core/ledger/entry.apply.ts': "import { leaf } from './ledger.schema.ts'\nexport const apply = leaf\n",
  'core/ledger/post.command.ts': "import { own } from './books.query.ts'\nimport { leaf2 } from '../chain/fact.ts'\nexport const post = [own, leaf2]\n",
  'core/ledger/ledger.api.ts': "import { z } from 'zod'\nimport { post } from './post.command.ts'\nexport const api = [z, post]\n",
  'core/formats/fec/read-fec.ts': "import { leaf } from '../../kernel/money.ts'\nexport const read = leaf // import('lodash'), await, new Date()\n",
  'core/interchange/import-fec.command.ts': "import { read } from '../formats/fec/read-fec.ts'\nimport { post } from '../ledger/post.command.ts'\nexport const take = [read, post]\n",
  'core/facts.ts': "import { apply } from './ledger/entry.apply.ts'\nexport const APPLIERS = [apply]\n",
  'core/reporting/verify.query.ts': "import { APPLIERS } from '../facts.ts'\nexport const verify = APPLIERS\n",
  'core/procedures.ts': "import { api } from './ledger/ledger.api.ts'\nexport const procedures = api\n",
  'core/api.ts': "import type { procedures } from './procedures.ts'\nexport type Api = typeof procedures\n",
  'electron/main.ts': "import { ipcMain } from 'electron'\nimport { procedures } from '../core/procedures.ts'\nexport const main = async () => { await ipcMain; return [procedures, new Date()] }\n",
  'electron/bridge.ts': "import type { Api } from '../core/api.ts'\nexport type Bridge = Api\n",
  'electron/machine/write-csv-report.ts': "import type { Reader } from '../../core/context.ts'\nimport { words } from '../../renderer/i18n/messages.ts'\nexport const write = (r: Reader) => [r, words]\n",
  'renderer/i18n/messages.ts': "export const words = 'Math.random() and parseFloat are only words here'\n",
  'renderer/client.ts': "import type { Api } from '../core/api.ts'\nimport type { Bridge } from '../electron/bridge.ts'\nimport { leaf } from '../core/kernel/money.ts'\nexport const client = (a: Api, b: Bridge) => [a, b, leaf, Math.round(1.5)]\n",
  'renderer/vite.config.ts': "import { fileURLToPath } from 'node:url'\nexport default { root: fileURLToPath(import.meta.url) }\n",
  'migrations/0001_foundation.sql': 'SELECT 1;\n',
  '.oxlintrc.json': '{}\n',
  'README.md': 'Open http://127.0.0.1/\n',
}

/** A small program whose every part is used. */
export const USED: Readonly<Record<string, string>> = {
  'core/ledger/entry.ts': "import type { Amount } from './amount.ts'\nexport interface Booked { readonly entry: Amount }\nexport const book = (entry: Amount): Booked => ({ entry })\n",
  'core/ledger/amount.ts': 'export interface Amount { readonly amount: number }\nexport const ZERO = 0\n',
  'core/facts.ts': "import * as amounts from './ledger/amount.ts'\nimport { book } from './ledger/entry.ts'\nexport const facts = [amounts, book]\n",
  'renderer/main.tsx': "import './style/mantine.ts'\n",
  'renderer/style/mantine.ts': 'void 0\n',
  'renderer/http-bridge.ts': "export const ask = () => fetch('/api/call')\n",
  'renderer/client.ts': "import { ask } from './http-bridge.ts'\nexport const client = ask\n",
  'renderer/client.test.ts': "import { client } from './client.ts'\nvoid client\n",
  'electron/start.ts': "import { facts } from '../core/facts.ts'\nvoid facts\n",
  'package.json': '{ "dependencies": { "zod": "4.6.7" }, "devDependencies": { "vite": "8.0.0-beta.1" } }\n',
  '.npmrc': 'save-exact=true\nignore-scripts=true\n',
  'core/README.md': '| French | identifier |\n| --- | --- |\n| écriture (boeking) | entry |\n| montant | amount; nothing: ZERO |\n',
  'README.md': 'core/ ledger/ and renderer/ style/\n',
}
