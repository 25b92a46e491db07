import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import BetterSqlite from 'better-sqlite3'
import { expect, test } from 'vitest'
import { main } from '../../electron/cli.ts'
import { COMMANDS } from '../../electron/cli/commands.ts'
import { HELP } from '../../electron/cli/help-words.ts'
import { COMMON_OPTIONS } from '../../electron/cli/arguments.ts'
import { takeWriterLock } from '../../electron/machine/lock.ts'
import { anEntry, makeWorkspace, temporaryFolder } from './folder.ts'

interface Ran {
  readonly exit: number
  readonly out: string
  readonly err: string
  readonly json: Record<string, never> & { readonly refused?: readonly { readonly code: string; readonly message: string }[] }
}

async function run(...typed: string[]): Promise<Ran> {
  let [out, err] = ['', '']
  const exit = await main(typed, { out: (data) => (out += typeof data === 'string' ? data : new TextDecoder().decode(data)), err: (text) => (err += text) })
  return { exit, out, err, json: out.startsWith('{') || out.startsWith('[') ? (JSON.parse(out) as Ran['json']) : ({} as Ran['json']) }
}

const bin = fileURLToPath(new URL('../../electron/archipel.mjs', import.meta.url))

function jsonFile(folder: string, content: unknown, name = 'e.json'): string {
  const path = join(folder, name)
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
  return path
}

test('init, post, read, reverse, verify, back up, restore: the whole section, as cli.md says', async () => {
  const folder = temporaryFolder()
  const w = join(folder, 'livres.archipel')
  expect(await run('init', w, '--kind', 'entity', '--country', 'BE', '--name', 'Essai', '-e', 'A1', '--entity-name', 'Atelier', '--json')).toMatchObject({ exit: 0, json: { name: 'livres', access: 'write' } })
  expect(await run('init', w, '--kind', 'entity', '--country', 'BE', '--name', 'Essai', '--json')).toMatchObject({ exit: 1, json: { refused: [{ code: 'file_exists' }] } })
  expect(await run('-w', w, 'entity', 'list', '--json')).toMatchObject({ exit: 0, json: [{ code: 'A1', name: 'Atelier' }] })
  const file = jsonFile(folder, [anEntry(12_100), anEntry(5000, 'Autre vente', '2026-04-02')])
  expect(await run('post', file, '-e', 'A1', '-w', w, '--json')).toMatchObject({ exit: 0, json: { booked: 2, alreadyKnown: 0 } })
  // Safe to repeat.
  expect(await run('post', file, '-e', 'A1', '-w', w, '--json')).toMatchObject({ exit: 0, json: { booked: 0, alreadyKnown: 2 } })
  const balance = await run('-w', w, '-e', 'A1', 'trial-balance', '--as-of', '2026-12-31', '--json')
  expect(balance.json).toMatchObject({
    currency: 'EUR', asOf: '2026-12-31', totals: { debitCents: 17_100, creditCents: 17_100, balanceCents: 0 },
    rows: [{ account: '550000', debitCents: 17_100, balanceCents: 17_100 }, { account: '700000', creditCents: 17_100, balanceCents: -17_100 }],
  })
  expect((await run('-w', w, 'ledger', '--account', '550000', '--json')).json).toMatchObject({ account: '550000', openingCents: 0, closingCents: 17_100, lines: [{ balanceCents: 12_100 }, { balanceCents: 17_100 }] })
  const journal = await run('-w', w, 'journal', '--json')
  const entries = (journal.json as unknown as { entries: { entry: string; lines: unknown[] }[] }).entries
  expect(entries.map((entry) => entry.lines.length)).toEqual([2, 2])
  const reference = entries[0]?.entry ?? ''
  expect(await run('-w', w, 'reverse', reference, '--reason', 'montant faux', '--json')).toMatchObject({ exit: 0 })
  expect((await run('-w', w, 'reverse', reference, '--reason', 'encore', '--json')).exit).toBe(1)
  expect(await run('-w', w, 'verify', '--full', '--json')).toMatchObject({ exit: 0, json: { ok: true, entries: 3, problems: [] } })
  const copy = join(folder, 'copie.archipel')
  expect(await run('-w', w, 'backup', '-o', copy, '--json')).toMatchObject({ exit: 0, json: { verified: true, entries: 3 } })
  expect(await run('-w', w, 'backup', '-o', copy, '--json')).toMatchObject({ exit: 1, json: { refused: [{ code: 'file_exists' }] } })
  expect(await run('restore', copy, '-o', w, '--json')).toMatchObject({ exit: 1 })
  const again = join(folder, 'retour.archipel')
  expect(await run('restore', copy, '-o', again, '--json')).toMatchObject({ exit: 0, json: { entries: 3 } })
  expect((await run('-w', again, 'trial-balance', '--as-of', '2026-12-31', '--json')).json).toMatchObject({ totals: { debitCents: 29_200 } })
}, 60_000)

test('a demonstration fills the workspace, in either country, under whatever name it is asked for', async () => {
  for (const [country, name] of [['BE', 'atelier-brume'], ['FR', 'spectacle']] as const) {
    const w = join(temporaryFolder(), 'demo.archipel')
    expect(await run('init', w, '--kind', 'entity', '--country', country, '--name', 'Démo', '--demo', name, '--json')).toMatchObject({ exit: 0, json: { demonstration: true } })
    expect(await run('-w', w, 'verify', '--full', '--json')).toMatchObject({ exit: 0, json: { ok: true } })
    expect((await run('-w', w, 'entity', 'list', '--json')).json).toMatchObject([{ code: 'DEMO', demonstration: true }])
  }
})

test('reading commands write nothing into the books', async () => {
  const folder = temporaryFolder()
  const w = await makeWorkspace(folder)
  const before = readFileSync(w)
  for (const typed of [['entity', 'list'], ['trial-balance', '--as-of', '2026-12-31'], ['journal'], ['verify', '--full']]) expect((await run('-w', w, ...typed)).exit, typed.join(' ')).toBe(0)
  expect(readFileSync(w).equals(before)).toBe(true)
  expect(existsSync(`${w}-lock`)).toBe(false)
})

test('exit codes: 1 refused, 2 wrong usage, 3 the machine', async () => {
  const folder = temporaryFolder()
  const w = await makeWorkspace(folder)
  const usage: string[][] = [
    ['nothing'], ['post'], ['post', 'a', 'b', '-w', w], ['trial-balance'], ['-w', w, 'trial-balance', '--as-of', '2026-02-31'], ['-w', w, '--bogus', 'journal'], ['-w', w, 'ledger'],
    ['-w', w, 'journal', '--lang', 'de'], ['init', join(folder, 'x'), '--kind', 'ferme', '--country', 'BE', '--name', 'x'], ['-w', w, 'import', 'docx', 'f'], ['-w', w, 'export', 'docx'],
    ['-w', w, 'post', jsonFile(folder, '{', 'x.json')], ['serve', '--port', '99999'], ['-w', w, 'trial-balance', '--on', 'hier'], ['entity'],
  ]
  for (const typed of usage) {
    const ran = await run(...typed, '--json')
    expect(ran.exit, typed.join(' ')).toBe(2)
    expect(ran.json.refused?.[0]?.message, typed.join(' ')).toMatch(/\S{3}/u)
  }
  const refused: string[][] = [
    ['-w', w, '-e', 'INCONNUE', 'journal'], ['-w', w, 'ledger', '--account', '999999'], ['-w', w, 'reverse', 'OD-2026-99', '--reason', 'x'],
    ['-w', w, 'entity', 'add', 'A1', '--name', 'Encore', '--country', 'BE'],
  ]
  for (const typed of refused) {
    const ran = await run(...typed, '--json')
    expect(ran.exit, typed.join(' ')).toBe(1)
    expect(ran.json.refused?.[0]).toMatchObject({ code: expect.stringMatching(/^[a-z_]+$/u), message: expect.stringMatching(/\S+ \S+/u) })
  }
  const machine: [string, string[]][] = [
    ['file_missing', ['-w', join(folder, 'absent.archipel'), 'journal']], ['not_a_workspace', ['-w', jsonFile(folder, '{}', 'faux.archipel'), 'journal']],
    ['file_missing', ['-w', w, 'post', join(folder, 'absent.json')]], ['file_missing', ['restore', join(folder, 'absent.archipel'), '-o', join(folder, 'y.archipel')]],
  ]
  for (const [code, typed] of machine) expect(await run(...typed, '--json'), typed.join(' ')).toMatchObject({ exit: 3, json: { refused: [{ code }] } })
})

test('a refused batch changes nothing, and names its place', async () => {
  const folder = temporaryFolder()
  const w = await makeWorkspace(folder)
  const unbalanced = { ...(anEntry(100) as { lines: unknown[] }), lines: [{ account: '550000', debitCents: 100 }, { account: '700000', creditCents: 99 }] }
  const ran = await run('-w', w, 'post', jsonFile(folder, [anEntry(50), unbalanced]), '--json')
  expect(ran).toMatchObject({ exit: 1, json: { refused: [{ message: expect.any(String) }] } })
  expect((await run('-w', w, 'journal', '--json')).json).toMatchObject({ entries: [] })
  for (const bad of [[{ ...(anEntry(1) as object), date: '2026-02-31' }], [{ ...(anEntry(1) as object), label: '' }], [{ journal: 'OD', date: '2026-01-01', label: 'x', lines: [{ account: '550000', debitCents: 1.5 }, { account: '700000', creditCents: 1.5 }] }], 'texte', [[]], 7]) {
    expect((await run('-w', w, 'post', jsonFile(folder, JSON.stringify(bad)), '--json')).exit, JSON.stringify(bad)).toBe(1)
  }
})

test('a workspace held elsewhere is read but not written, and says by whom', async () => {
  const folder = temporaryFolder()
  const w = await makeWorkspace(folder)
  const answer = takeWriterLock(w, 'browser')
  expect(answer.held).toBe(true)
  expect((await run('-w', w, 'journal')).exit).toBe(0)
  const ran = await run('-w', w, 'post', jsonFile(folder, [anEntry(1)]))
  expect(ran.exit).toBe(3)
  expect(ran.err).toContain(String(process.pid))
  if (answer.held) answer.lock.release()
  expect((await run('-w', w, 'post', jsonFile(folder, [anEntry(1)]))).exit).toBe(0)
})

test('a newer file is read with a sentence, and refuses to be written', async () => {
  const folder = temporaryFolder()
  const w = await makeWorkspace(folder)
  new BetterSqlite(w).exec('PRAGMA user_version = 999').close()
  const read = await run('-w', w, 'entity', 'list')
  expect(read).toMatchObject({ exit: 0, err: expect.stringContaining('plus récente') })
  expect(await run('-w', w, 'entity', 'add', 'B1', '--name', 'B', '--json')).toMatchObject({ exit: 1, json: { refused: [{ code: 'workspace_newer' }] } })
})

test('a workspace on a disk that only reads is read, proved and copied, and says why it is not written', async () => {
  const folder = temporaryFolder()
  const w = await makeWorkspace(folder)
  await run('-w', w, 'post', jsonFile(folder, [anEntry(12_100)]))
  const out = temporaryFolder()
  for (const path of [folder, out]) chmodSync(path, 0o777)
  for (const file of readdirSync(folder)) chmodSync(join(folder, file), 0o444)
  chmodSync(folder, 0o555)
  // The administrator may write everywhere: the command runs as nobody then.
  const someone = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}
  const asSomeone = (...typed: string[]) => {
    const ran = spawnSync(process.execPath, [bin, '-w', w, ...typed, '--json'], { ...someone, encoding: 'utf8', env: { ...process.env, HOME: out, ARCHIPEL_DATA: out } })
    return { exit: ran.status, json: JSON.parse(ran.stdout) as unknown }
  }
  expect(asSomeone('journal')).toMatchObject({ exit: 0, json: { entries: [{ label: 'Vente' }] } })
  expect(asSomeone('verify', '--full')).toMatchObject({ exit: 0, json: { ok: true } })
  expect(asSomeone('backup', '-o', join(out, 'copie.archipel'))).toMatchObject({ exit: 0, json: { entries: 1 } })
  expect(asSomeone('reverse', 'OD-2026-1', '--reason', 'x')).toMatchObject({ exit: 3, json: { refused: [{ code: 'read_only' }] } })
  chmodSync(folder, 0o755)
})

test('one changed byte of a posted fact: verify exits 1 and names the place', async () => {
  const folder = temporaryFolder()
  const w = await makeWorkspace(folder)
  await run('-w', w, 'post', jsonFile(folder, [anEntry(12_100)]))
  const raw = new BetterSqlite(w)
  raw.exec('DROP TRIGGER fact_kept')
  raw.exec("UPDATE fact SET body = replace(body, '12100', '12101') WHERE kind = 'EntryPosted'")
  raw.close()
  const ran = await run('-w', w, 'verify', '--full', '--json')
  expect(ran).toMatchObject({ exit: 1, json: { ok: false } })
  expect(JSON.stringify(ran.json)).toContain('fact_altered')
  expect(JSON.stringify(ran.json)).toContain('"message":"')
})

test('a truncated workspace is said to be damaged', async () => {
  const w = await makeWorkspace(temporaryFolder())
  truncateSync(w, statSync(w).size - 8192)
  expect(await run('-w', w, 'journal', '--json')).toMatchObject({ exit: 3, json: { refused: [{ code: 'workspace_damaged' }] } })
})

test('every command and option is explained in three languages', async () => {
  for (const language of ['fr', 'nl', 'en'] as const) {
    const help = await run('help', '--lang', language)
    expect(help.exit).toBe(0)
    for (const command of COMMANDS) {
      expect(help.out).toContain(command.name)
      expect(HELP[language].commands[command.name], `${language} ${command.name}`).toMatch(/\S{2}/u)
      for (const option of [...Object.keys(command.options), ...Object.keys(COMMON_OPTIONS)]) expect(HELP[language].options[option], `${language} --${option}`).toMatch(/\S{2}/u)
      expect((await run(...command.name.split(' '), '--help', '--lang', language)).out).toContain(`archipel ${command.name}`)
    }
  }
  expect((await run()).exit).toBe(0)
  expect((await run('help', 'keys', 'found', '--lang', 'fr')).out).toMatch(/^archipel keys found/u)
  expect((await run('help', 'enrol')).out.match(/^archipel enrol/gmu)).toHaveLength(3)
})

test('the program under an old Node finds its own, and a pipe that closes early is no fault', () => {
  const old = ['/usr/bin/node', '/usr/local/bin/node'].find((path) => existsSync(path))
  const ran = spawnSync(old ?? process.execPath, [bin, 'help', '--lang', 'fr'], { encoding: 'utf8' })
  expect(ran.status).toBe(0)
  expect(ran.stdout).toContain('Archipel')
})

test('killed while it posts: what was acknowledged is there, nothing else is', async () => {
  const folder = temporaryFolder()
  const w = await makeWorkspace(folder)
  const entries = Array.from({ length: 400 }, (_, index) => anEntry(index + 1, `Vente ${index}`))
  const file = jsonFile(folder, entries)
  for (let kill = 0; kill < 10; kill += 1) {
    const child = spawn(process.execPath, [bin, '-w', w, 'post', file, '--json'], { stdio: ['ignore', 'pipe', 'ignore'] })
    let acknowledged = ''
    child.stdout.on('data', (data) => (acknowledged += String(data)))
    await new Promise<void>((resolve) => {
      setTimeout(() => child.kill('SIGKILL'), 120 + kill * 25)
      child.once('close', () => resolve())
    })
    const ran = await run('-w', w, 'verify', '--full', '--json')
    expect(ran).toMatchObject({ exit: 0, json: { ok: true } })
    const held = (ran.json as unknown as { entries: number }).entries
    expect([0, 400]).toContain(held)
    expect(acknowledged.includes('"booked":400') ? held : 400, 'what was acknowledged is held').toBe(400)
  }
  expect(readdirSync(folder).filter((name) => name.endsWith('.partial'))).toEqual([])
}, 60_000)

test('serve prints an address that lets one window in', async () => {
  const w = await makeWorkspace(temporaryFolder())
  const served = await new Promise<string>((resolve, reject) => {
    const child = spawn(process.execPath, [bin, 'serve', '-w', w, '--json'], { stdio: ['ignore', 'pipe', 'pipe'] })
    let said = ''
    const visit = async (data: unknown): Promise<void> => {
      const { address } = JSON.parse(String(data)) as { address: string }
      const { origin, hash } = new URL(address)
      const opened = await fetch(`${origin}/api/session`, { method: 'POST', headers: { origin, 'content-type': 'application/json' }, body: JSON.stringify({ code: hash.slice('#code='.length) }) })
      const { token } = (await opened.json()) as { token: string }
      const cookie = (opened.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
      const reply = await fetch(`${origin}/api/call`, {
        method: 'POST', headers: { origin, cookie, 'x-archipel-token': token, 'content-type': 'application/json' }, body: JSON.stringify({ id: '1', procedure: 'entity.list', input: {} }),
      })
      said = await reply.text()
      child.kill('SIGTERM')
    }
    child.stdout.on('data', (data) => void visit(data).catch(reject))
    child.stderr.on('data', (data) => (said += String(data)))
    child.once('exit', (code) => (code === 0 ? resolve(said) : reject(new Error(said))))
  })
  expect(JSON.parse(served)).toMatchObject({ reply: { ok: true, value: [{ code: 'A1' }] } })
}, 120_000)

test('statements: the rubrics of the year, its accounts and checks, and the files of both statements', async () => {
  const folder = temporaryFolder()
  const w = join(folder, 'livres.archipel')
  await run('init', w, '--kind', 'entity', '--country', 'BE', '--name', 'Essai', '-e', 'A1', '--entity-name', 'Atelier', '--first-year', '2026-01-01:2026-12-31')
  await run('post', jsonFile(folder, [anEntry(12_100)]), '-e', 'A1', '-w', w)
  const [book, paper] = [join(folder, 'comptes.xlsx'), join(folder, 'comptes.pdf')]
  const made = await run('-w', w, 'statements', '--model', 'be-abridged', '--year', '2026', '--xlsx', book, '--pdf', paper, '--json')
  const value = made.json as unknown as { model: string; rubrics: { code: string; amountCents: number; accounts: { number: string }[] }[]; checks: { rule: string; ok: boolean }[] }
  expect([made.exit, value.model]).toEqual([0, 'be-abridged'])
  expect(value.rubrics.find((rubric) => rubric.code === '54/58')).toMatchObject({ amountCents: 12_100, previousCents: 0, accounts: [{ number: '550000', balanceCents: 12_100 }] })
  expect(value.checks.map((check) => check.ok)).toEqual([true, true, true, true])
  expect([readFileSync(book).subarray(0, 2).toString(), readFileSync(paper).subarray(0, 4).toString()]).toEqual(['PK', '%PDF'])
  const read = await run('-w', w, 'statements', '--year', '2026', '--lang', 'nl')
  expect(read.out).toMatch(/54\/58.*121,00/u)
  expect(await run('-w', w, 'statements', '--year', '2031', '--json')).toMatchObject({ exit: 1, json: { refused: [{ code: 'year_unknown' }] } })
  expect(await run('-w', w, 'statements', '--year', '2026', '--model', 'be-full', '--json')).toMatchObject({ exit: 1, json: { refused: [{ code: 'statement_model_unknown' }] } })
})

test('a workspace is found by its bare name, even beside a folder of that name', async () => {
  const folder = temporaryFolder()
  const w = join(folder, 'livres')
  await run('init', w, '--kind', 'entity', '--country', 'BE', '--name', 'Essai', '-e', 'A1', '--entity-name', 'Atelier')
  mkdirSync(w)
  expect(await run('-w', w, 'entity', 'list', '--json')).toMatchObject({ exit: 0, json: [{ code: 'A1' }] })
})

test('serve says that its file cannot be opened, and prints no address', async () => {
  const folder = temporaryFolder()
  const none = join(folder, 'absent.archipel')
  expect(await run('serve', none, '--json')).toMatchObject({ exit: 3, json: { refused: [{ code: 'file_missing', message: expect.stringContaining('absent') }] } })
  expect(await run('serve', '-w', jsonFile(folder, { a: 1 }), '--json')).toMatchObject({ exit: 3, json: { refused: [{ code: 'not_a_workspace' }] } })
}, 120_000)
