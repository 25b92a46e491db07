export type Measures = Readonly<Record<string, number>>

/** By size, then by step. */
export interface Results {
  machine?: { readonly processor: string; readonly cores: number; readonly gigabytes: number; readonly node: string }
  [size: number]: Record<string, Measures>
}

/** One row of the table: how to read it from what was measured at one size, and when it is good enough. */
interface Figure {
  readonly name: string
  /** The goal in words; empty for what only explains another row. */
  readonly goal: string
  readonly value: (at: Record<string, Measures>) => number | undefined
  readonly unit: '×' | '%' | 'ms' | 'µs' | 'MB' | ''
  readonly meets?: (value: number) => boolean
  /** The goal speaks of this size only. */
  readonly judgedAt?: number
}

const of = (step: string, name: string) => (at: Record<string, Measures>): number | undefined => at[step]?.[name]
const ratio = (step: string, above: string, below: string, scale = 1) => (at: Record<string, Measures>): number | undefined => {
  const [numerator, denominator] = [at[step]?.[above], at[step]?.[below]]
  return numerator === undefined || denominator === undefined ? undefined : (scale * numerator) / denominator
}
const atMost = (most: number) => (value: number): boolean => value <= most
const [SMALL, MIDDLE, LARGE] = [10_000, 100_000, 1_000_000]

function importRate(at: Record<string, Measures>, bare: string, withReading: boolean): number | undefined {
  const { reading, booking, [bare]: cost } = at['import'] ?? {}
  return cost === undefined || booking === undefined || reading === undefined ? undefined : (100 * cost) / (booking + (withReading ? reading : 0))
}

const FIGURES: readonly (readonly [string, readonly Figure[]])[] = [
  ['Posting, processor time an entry, one transaction', [
    { name: 'bare inserts, primary keys only', goal: '', unit: 'µs', value: of('posting', 'bareKeys') },
    { name: 'bare inserts, with the same indexes', goal: '', unit: 'µs', value: of('posting', 'bareIndexes') },
    { name: 'posting with everything', goal: '', unit: 'µs', value: of('posting', 'together') },
    { name: '… to bare with the same indexes', goal: '≤ 1.8', unit: '×', value: ratio('posting', 'together', 'bareIndexes'), meets: atMost(1.8) },
    { name: '… to bare with primary keys only', goal: '≤ 1.8', unit: '×', value: ratio('posting', 'together', 'bareKeys'), meets: atMost(1.8) },
    { name: 'posting, rows checked one by one', goal: '', unit: 'µs', value: of('posting', 'rows') },
    { name: '… to bare with the same indexes', goal: '', unit: '×', value: ratio('posting', 'rows', 'bareIndexes') },
  ]],
  ['A durable post at a person’s pace, one every 5 ms', [
    { name: 'bare, with the same indexes, wall time', goal: '', unit: 'ms', value: of('durable', 'bare') },
    { name: 'ours, wall time', goal: '', unit: 'ms', value: of('durable', 'ours') },
    { name: '… to bare', goal: '≤ 1.10', unit: '×', value: ratio('durable', 'ours', 'bare'), meets: atMost(1.1) },
    { name: 'pages written, bare', goal: '', unit: '', value: of('durable', 'barePages') },
    { name: 'pages written, ours', goal: '', unit: '', value: of('durable', 'ourPages') },
    { name: 'processor time, bare', goal: '', unit: 'ms', value: of('durable', 'bareProcessor') },
    { name: 'processor time, ours', goal: '', unit: 'ms', value: of('durable', 'oursProcessor') },
    { name: 'calls that wait for the disk, a post', goal: 'exactly 1', unit: '', value: of('waits', 'each'), meets: (value) => value === 1 },
  ]],
  ['Import of a FEC, processor time an entry', [
    { name: 'bare inserts, with the same indexes', goal: '', unit: 'µs', value: of('import', 'bareIndexes') },
    { name: 'booking with everything', goal: '', unit: 'µs', value: of('import', 'booking') },
    { name: 'reading the file', goal: '', unit: 'µs', value: of('import', 'reading') },
    { name: 'rate of booking, to bare with the same indexes', goal: '≥ 60 %', unit: '%', value: (at) => importRate(at, 'bareIndexes', false), meets: (value) => value >= 60, judgedAt: MIDDLE },
    { name: '… to bare with primary keys only', goal: '≥ 60 %', unit: '%', value: (at) => importRate(at, 'bareKeys', false), meets: (value) => value >= 60, judgedAt: MIDDLE },
    { name: '… reading the file included, same indexes', goal: '', unit: '%', value: (at) => importRate(at, 'bareIndexes', true) },
  ]],
  ['Trial balance', [
    { name: 'from kept balances, in the core', goal: '≤ 1 ms', unit: 'ms', value: of('balances', 'kept'), meets: atMost(1), judgedAt: LARGE },
    { name: 'as a whole command', goal: '≤ 150 ms', unit: 'ms', value: of('command', 'wall'), meets: atMost(150), judgedAt: LARGE },
    { name: '… of which Node that starts and stops', goal: '', unit: 'ms', value: of('command', 'node') },
    { name: 'recomputed from all lines of three years', goal: '≤ 150 ms', unit: 'ms', value: of('balances', 'recomputed'), meets: atMost(150), judgedAt: LARGE },
    { name: 'recomputed from the lines of its year', goal: '≤ 150 ms', unit: 'ms', value: of('balances', 'recomputedYear'), meets: atMost(150), judgedAt: LARGE },
    { name: 'as of any day (median of 12 days)', goal: '', unit: 'ms', value: of('balances', 'asOf') },
    { name: 'the same by a scan, bare', goal: '', unit: 'ms', value: of('balances', 'scanned') },
    { name: 'times faster than the scan, same result', goal: '≥ 30', unit: '×', value: ratio('balances', 'scanned', 'asOf'), meets: (value) => value >= 30, judgedAt: LARGE },
  ]],
  ['Ledger, pages of 100 lines', [
    ...['bank', 'customers'].flatMap((account): Figure[] => [
      { name: `${account}: lines of the account`, goal: '', unit: '', value: of('ledger', `${account}Lines`) },
      ...['first', 'middle', 'last'].map((place): Figure => ({ name: `${account}: ${place} page`, goal: '', unit: 'ms', value: of('ledger', `${account}_${place}`) })),
    ]),
    { name: 'first page of any ledger, the slowest', goal: '≤ 50 ms', unit: 'ms', value: of('ledger', 'firstPageWorst'), meets: atMost(50) },
  ]],
  ['Proof of the books, processor time', [
    { name: 'bare SHA-256 of the bytes of the chain, in memory', goal: '', unit: 'ms', value: of('verify', 'hashing') },
    { name: 'the same, read from the file', goal: '', unit: 'ms', value: of('verify', 'readingAndHashing') },
    { name: '`verify --full`', goal: '', unit: 'ms', value: of('verify', 'full') },
    { name: '… to reading and hashing', goal: '≤ 1.5', unit: '×', value: ratio('verify', 'full', 'readingAndHashing'), meets: atMost(1.5) },
    { name: '… to hashing in memory', goal: '≤ 1.5', unit: '×', value: ratio('verify', 'full', 'hashing'), meets: atMost(1.5) },
    { name: 'the chain alone, to reading and hashing', goal: '', unit: '×', value: ratio('verify', 'chain', 'readingAndHashing') },
    { name: '`verify`', goal: '', unit: 'ms', value: of('verify', 'quick') },
  ]],
  ['The sum of all books of headquarters, an Activité of a thousand lines for every 200 of the size', [
    { name: 'Activités', goal: '', unit: '', value: of('sums', 'entities') },
    { name: 'lines', goal: '', unit: '', value: of('sums', 'lines') },
    { name: 'kept balances', goal: '', unit: '', value: of('sums', 'balances') },
    { name: 'added up again from kept balances', goal: '≤ 2,000 ms', unit: 'ms', value: of('sums', 'again'), meets: atMost(2000), judgedAt: LARGE },
    { name: '… to one bare statement over the same rows', goal: '', unit: '×', value: ratio('sums', 'again', 'bare') },
    { name: '… to reading every kept balance once', goal: '', unit: '×', value: ratio('sums', 'again', 'floor') },
    { name: 'from the roll-up', goal: '≤ 10 ms', unit: 'ms', value: of('sums', 'kept'), meets: atMost(10), judgedAt: LARGE },
    { name: '… to one bare statement over the same rows', goal: '', unit: '×', value: ratio('sums', 'kept', 'bareKept') },
    { name: 'rows of the roll-up', goal: '', unit: '', value: of('sums', 'rollupRows') },
    { name: 'from the roll-up, on a day inside a month', goal: '≤ 2,000 ms', unit: 'ms', value: of('sums', 'anyDay'), meets: atMost(2000), judgedAt: LARGE },
    { name: '… the same day again', goal: '', unit: 'ms', value: of('sums', 'sameDay') },
    { name: 'freshness of every Activité', goal: '', unit: 'ms', value: of('sums', 'freshness') },
    { name: 'making the federation', goal: '', unit: 'ms', value: of('sums', 'simulate') },
  ]],
  ['Opening, in a fresh process', [
    { name: 'opening the file', goal: '', unit: 'ms', value: of('opening', 'opened') },
    { name: 'opening to a usable home screen', goal: '≤ 1,000 ms', unit: 'ms', value: of('opening', 'total'), meets: atMost(1000), judgedAt: LARGE },
    { name: 'home again', goal: '', unit: 'ms', value: of('opening', 'again') },
    { name: 'first page of all journals', goal: '', unit: 'ms', value: of('opening', 'journal') },
    { name: 'first page of one journal', goal: '', unit: 'ms', value: of('opening', 'journalOfOne') },
  ]],
  ['Memory of the core, the most ever held', [
    { name: 'posting', goal: '≤ 250 MB', unit: 'MB', value: of('memory', 'peak'), meets: atMost(250) },
    { name: 'import of a FEC', goal: '≤ 250 MB', unit: 'MB', value: of('importMemory', 'peak'), meets: atMost(250) },
    { name: 'trial balances and scans', goal: '≤ 250 MB', unit: 'MB', value: of('balances', 'peak'), meets: atMost(250) },
    { name: 'ledgers', goal: '≤ 250 MB', unit: 'MB', value: of('ledger', 'peak'), meets: atMost(250) },
    { name: 'home', goal: '≤ 250 MB', unit: 'MB', value: of('opening', 'peak'), meets: atMost(250) },
    { name: '`verify --full`', goal: '≤ 250 MB', unit: 'MB', value: of('verify', 'peak'), meets: atMost(250) },
    { name: 'posts one by one', goal: '≤ 250 MB', unit: 'MB', value: of('durable', 'peak'), meets: atMost(250) },
  ]],
  ['The file', [
    { name: 'the workspace', goal: '', unit: 'MB', value: of('posting', 'megabytes') },
    { name: 'the bare database with the same indexes', goal: '', unit: 'MB', value: of('posting', 'bareMegabytes') },
  ]],
]

/** A ledger page must cost the same at the largest size as at the middle one: the ratio of the two, page by page. */
function pageGrowth(results: Results): readonly (readonly [string, number])[] {
  const [large, middle] = [results[LARGE]?.['ledger'], results[MIDDLE]?.['ledger']]
  if (!large || !middle) return []
  return ['bank', 'customers'].flatMap((account) => ['first', 'middle', 'last'].map((place) => {
    const name = `${account}_${place}`
    return [`${account}: ${place} page`, (large[name] ?? 0) / (middle[name] ?? 1)] as const
  }))
}

function shown(value: number | undefined, unit: Figure['unit']): string {
  if (value === undefined || Number.isNaN(value) || value === 0) return '–'
  const digits = value >= 100 || Number.isInteger(value) ? 0 : value >= 10 ? 1 : 2
  const text = value.toFixed(digits).replace(/\B(?=(\d{3})+(?!\d))/gu, unit === '' || value >= 1000 ? ',' : '')
  return unit === '' ? text : unit === '×' ? `${text} ×` : `${text} ${unit}`
}

function row(figure: Figure, results: Results): string {
  const cells = [SMALL, MIDDLE, LARGE].map((size) => {
    const value = results[size] && figure.value(results[size])
    const judged = figure.meets && value !== undefined && (figure.judgedAt === undefined || figure.judgedAt === size)
    return `${shown(value, figure.unit)}${judged ? (figure.meets?.(value) ? ' ✓' : ' ✗') : ''}`
  })
  return `| ${figure.name} | ${figure.goal} | ${cells.join(' | ')} |`
}

function growthTable(results: Results): string {
  const growth = pageGrowth(results)
  if (growth.length === 0) return ''
  const rows = growth.map(([name, value]) => `| ${name} | ≤ 1.2 | ${value.toFixed(2)} × ${value <= 1.2 ? '✓' : '✗'} |`)
  return ['### Ledger page at 1,000,000 entries to the same at 100,000', '', '| page | goal | ratio |', '| --- | --- | ---: |', ...rows].join('\n')
}

/** The report as committed: the table of every figure over the three sizes, what each bare figure is, and what misses its goal and why. */
export function reportText(results: Results, notes: string): string {
  const { processor, cores, gigabytes, node } = results.machine ?? { processor: '', cores: 0, gigabytes: 0, node: '' }
  const sections = FIGURES.flatMap(([title, figures]) => [`| **${title}** | | | | |`, ...figures.map((figure) => row(figure, results))])
  return `# Speed and memory

Made by \`node tests/bench/run.ts\` (\`--size N\`, \`--only STEP\`); a report, never a test. ${processor}, ${cores} cores, ${gigabytes} GB, Node ${node.slice(1)}, other work
running beside it: processor times swing by a tenth, wall times by more. ✓ and ✗ judge a figure where its goal speaks of that size.

| figure | goal | 10,000 entries | 100,000 entries | 1,000,000 entries |
| --- | --- | ---: | ---: | ---: |
${sections.join('\n')}

${growthTable(results)}

${notes.trim()}
`
}
