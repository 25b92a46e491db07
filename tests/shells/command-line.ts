import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { main } from '../../electron/cli.ts'

export interface Ran {
  readonly exit: number
  readonly out: string
  readonly err: string
  // oxlint-disable-next-line typescript/no-explicit-any -- whatever a command prints
  readonly json: any
}

/** Runs one command line in this process; what it prints as JSON must parse. */
export async function run(...typed: string[]): Promise<Ran> {
  let [out, err] = ['', '']
  const exit = await main([...typed, '--lang', 'fr'], { out: (data) => (out += typeof data === 'string' ? data : new TextDecoder().decode(data)), err: (text) => (err += text) })
  return { exit, out, err, json: typed.includes('--json') ? JSON.parse(out) : undefined }
}

/** Runs one that must succeed, with `--json`. */
export async function done(...typed: string[]): Promise<Ran['json']> {
  const ran = await run(...typed, '--json')
  if (ran.exit !== 0) throw new Error(`${typed.join(' ')}: ${ran.exit} ${ran.out}${ran.err}`)
  return ran.json
}

/** The workspaces of a small federation in a folder of the test. */
export class Desk {
  readonly folder: string

  constructor(folder: string) {
    this.folder = folder
  }

  path(name: string): string {
    return join(this.folder, name)
  }

  workspace(name: string): string {
    return this.path(`${name}.archipel`)
  }

  async init(name: string, kind: 'entity' | 'office' | 'headquarters', code?: string): Promise<void> {
    await done('init', this.workspace(name), '--kind', kind, '--country', 'BE', '--name', name, ...(code === undefined ? [] : ['-e', code, '--first-year', '2026-01-01:2026-12-31']))
  }

  /** The three steps, the fingerprint compared at headquarters as a person would. */
  async enrol(name: string, request: readonly string[], accept: readonly string[] = []): Promise<void> {
    const [asked, answer] = [this.path(`${name}.demande`), this.path(`${name}-reponse.pli`)]
    const { fingerprint } = await done('-w', this.workspace(name), 'enrol', 'request', '-o', asked, ...request)
    const accepted = await done('-w', this.workspace('siege'), 'enrol', 'accept', asked, '-o', answer, '--fingerprint', fingerprint.words.join(' '), ...accept)
    const finished = await done('-w', this.workspace(name), 'enrol', 'finish', answer, '--fingerprint', accepted.rootFingerprint.words.join(' '))
    if (finished.fingerprint.hex !== fingerprint.hex) throw new Error('the fingerprints differ')
  }

  async post(name: string, code: string, entries: readonly { readonly cents: number; readonly date: string; readonly label: string }[]): Promise<void> {
    const file = this.path('entries.json')
    writeFileSync(file, JSON.stringify(entries.map(({ cents, date, label }) => ({
      journal: 'OD', date, label, documentRef: label,
      lines: [{ account: '550000', debitCents: cents }, { account: '700000', creditCents: cents }],
    }))))
    await done('-w', this.workspace(name), '-e', code, 'post', file)
  }

  /** The next pli of a workspace, under a name of its own. */
  async make(name: string, to: string, ...more: readonly string[]): Promise<string> {
    const made = await done('-w', this.workspace(name), 'pli', 'make', '--to', to, '-o', this.folder, ...more)
    return made.file as string
  }

  async take(name: string, ...files: readonly string[]): Promise<Ran> {
    return run('-w', this.workspace(name), 'pli', 'take', ...files, '--json')
  }

  balance(name: string, code: string): Promise<unknown> {
    return done('-w', this.workspace(name), '-e', code, 'trial-balance', '--as-of', '2026-12-31')
  }
}

/** The same order every time, and not the one given. */
export function shuffled<T>(items: readonly T[], seed: number): T[] {
  const rest = [...items]
  const out: T[] = []
  for (let state = seed; rest.length > 0; ) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    out.push(...rest.splice(state % rest.length, 1))
  }
  return out
}
