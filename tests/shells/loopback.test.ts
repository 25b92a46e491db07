import { request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import { connect } from 'node:net'
import { networkInterfaces } from 'node:os'
import { readFileSync, readdirSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { HttpLine } from '../../electron/bridge.ts'
import { startLoopback, type Loopback } from '../../electron/loopback.ts'
import { Entrance, sameUser } from '../../electron/loopback-guard.ts'
import type { CoreHost } from '../../electron/machine/core-host.ts'
import { dataFolder } from '../../electron/machine/paths.ts'
import type { Screens } from '../../electron/screens.ts'
import './folder.ts'

interface Answered {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** What reached the core: nothing may, of what is refused. */
const dispatched: string[] = []
let cancelled: string[] = []
let release: (() => void) | undefined

const core = {
  async call(_name: string | undefined, procedure: string, input: unknown, onProgress?: (step: { step: string; done: number; total: number }) => void) {
    dispatched.push(procedure)
    onProgress?.({ step: 'booking', done: 1, total: 2 })
    if (procedure === 'slow') await new Promise<void>((resolve) => (release = resolve))
    return { ok: true as const, value: { procedure, input }, changed: [] }
  },
  cancel: (name: string) => void cancelled.push(name),
  async upload(name: string, bytes: Uint8Array) {
    dispatched.push(`upload ${name} ${bytes.byteLength}`)
    return { ok: true as const, value: { fileId: '01ARZ3NDEKTSV4RRFFQ69G5FAV' }, changed: [] }
  },
  async file(fileId: string) {
    return fileId.endsWith('FAV') ? { name: 'é"x\'.csv', mediaType: 'text/csv', bytes: new TextEncoder().encode('a;b') } : null
  },
  close: async () => undefined,
} as unknown as CoreHost

const screens: Screens = {
  get: (path, nonce) =>
    path === '/' || path === '/index.html' ? { mediaType: 'text/html; charset=utf-8', bytes: Buffer.from(`<meta nonce="${nonce}">`) }
    : path === '/assets/a.js' ? { mediaType: 'text/javascript', bytes: Buffer.from('1') } : undefined,
}

let host: Loopback
let cookie = ''
let token = ''
let code = ''

function send(options: { method?: string; path?: string; headers?: Record<string, string | string[]>; body?: string | Buffer }): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({ host: '127.0.0.1', port: host.port, method: options.method ?? 'GET', path: options.path ?? '/', setHost: false, headers: options.headers ?? {} }, (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts).toString() }))
    })
    request.on('error', reject)
    request.end(options.body)
  })
}

/** Bytes as they are, for what no client would send. */
function sendRaw(text: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(host.port, '127.0.0.1', () => socket.write(text))
    let answer = ''
    socket.on('data', (data) => (answer += String(data)))
    socket.on('close', () => resolve(answer))
    socket.on('error', () => resolve(answer))
    socket.setTimeout(2000, () => socket.destroy())
  })
}

const own = (): string => `127.0.0.1:${host.port}`
const good = (): Record<string, string> => ({
  host: own(), origin: `http://${own()}`, 'sec-fetch-site': 'same-origin', 'content-type': 'application/json', 'x-archipel-token': token, cookie,
})
const CALL = JSON.stringify({ id: 'x', procedure: 'entity.list', input: {} })

beforeAll(async () => {
  host = await startLoopback({ port: 0, core, screens })
  code = new URL(host.newAddress()).hash.slice('#code='.length)
  const answer = await send({ method: 'POST', path: '/api/session', headers: { host: own(), origin: `http://${own()}`, 'content-type': 'application/json' }, body: JSON.stringify({ code }) })
  expect(answer.status).toBe(200)
  token = (JSON.parse(answer.body) as { token: string }).token
  const set = String(answer.headers['set-cookie'])
  expect(set).toMatch(/; HttpOnly; SameSite=Strict; Path=\/api$/u)
  cookie = set.split(';')[0] ?? ''
})

afterAll(async () => {
  await host.close()
})

test('the one right request passes, with its progress before its reply', async () => {
  const answer = await send({ method: 'POST', path: '/api/call', headers: good(), body: CALL })
  expect(answer.status).toBe(200)
  expect(answer.body.trim().split('\n').map((line) => JSON.parse(line) as HttpLine)).toEqual([
    { progress: { step: 'booking', done: 1, total: 2 } },
    { reply: { ok: true, value: { procedure: 'entity.list', input: {} }, changed: [] } },
  ])
  expect(dispatched).toEqual(['entity.list'])
})

/** Each differs from the right request by one thing. `without` removes a header. */
interface Attack { readonly name: string; readonly method?: string; readonly path?: string; readonly headers?: Record<string, string | string[]>; readonly without?: readonly string[]; readonly body?: string }

const attacks = (): Attack[] => [
  ...['evil.test', `evil.test:${host.port}`, `localhost.evil.test:${host.port}`, `0.0.0.0:${host.port}`, `localhost:${host.port}`, `[::1]:${host.port}`, '127.0.0.1', `127.0.0.1:${host.port + 1}`,
    `127.0.0.1.evil.test:${host.port}`, `127.1:${host.port}`, `2130706433:${host.port}`, `0x7f.0.0.1:${host.port}`, `${own()}.`, `user@${own()}`].map((name): Attack => ({ name: `host ${name}`, headers: { host: name } })),
  { name: 'no host', without: ['host'] },
  ...['null', 'http://evil.test', 'https://evil.test', `https://${own()}`, `http://localhost:${host.port}`, `http://127.0.0.1:${host.port + 1}`, `http://${own()}.evil.test`, `http://${own()}/`, 'file://', 'app://archipel', '']
    .map((origin): Attack => ({ name: `origin ${origin}`, headers: { origin } })),
  { name: 'no origin on a POST', without: ['origin'] },
  ...['cross-site', 'same-site', 'none', 'Same-Origin', 'x'].map((site): Attack => ({ name: `sec-fetch-site ${site}`, headers: { 'sec-fetch-site': site } })),
  ...['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/json; charset=utf-16', 'text/json', 'application/jsonp', 'application/json, text/plain']
    .map((type): Attack => ({ name: `content type ${type}`, headers: { 'content-type': type } })),
  { name: 'no content type', without: ['content-type'] },
  { name: 'no token', without: ['x-archipel-token'] },
  { name: 'no cookie', without: ['cookie'] },
  { name: 'neither token nor cookie', without: ['x-archipel-token', 'cookie'] },
  { name: 'empty token', headers: { 'x-archipel-token': '' } },
  { name: 'wrong token', headers: { 'x-archipel-token': 'A'.repeat(43) } },
  { name: 'token cut short', headers: { 'x-archipel-token': token.slice(0, -1) } },
  { name: 'token with more', headers: { 'x-archipel-token': `${token}A` } },
  { name: 'the used launch code as token', headers: { 'x-archipel-token': code } },
  { name: 'wrong cookie', headers: { cookie: `${cookie.split('=')[0]}=${'A'.repeat(43)}` } },
  { name: 'cookie of another port', headers: { cookie: cookie.replace(/archipel-\d+/u, 'archipel-1') } },
  { name: 'two cookies of one name', headers: { cookie: `${cookie}; ${cookie.split('=')[0]}=x` } },
  { name: 'cookie value as token only', headers: { 'x-archipel-token': cookie.split('=')[1] ?? '' } },
  { name: 'token in the address', path: `/api/call?token=${token}`, without: ['x-archipel-token'] },
  { name: 'any query', path: '/api/call?x' },
  { name: 'OPTIONS', method: 'OPTIONS' },
  { name: 'preflight', method: 'OPTIONS', headers: { 'access-control-request-method': 'POST', origin: 'http://evil.test' } },
  ...['PUT', 'PATCH', 'DELETE', 'HEAD', 'TRACE', 'GET'].map((method): Attack => ({ name: method, method })),
  ...['/api/call/', '//api/call', '/api/../api/call', '/api/%63all', '/API/CALL', '/api\\call', '/api/unknown', '/api'].map((path): Attack => ({ name: `path ${path}`, path })),
  { name: 'compressed body', headers: { 'content-encoding': 'gzip' } },
  { name: 'not JSON', body: '{' },
  { name: 'JSON of another shape', body: '{"procedure":"entity.list"}' },
  { name: 'more keys', body: JSON.stringify({ id: 'x', procedure: 'entity.list', input: {}, admin: true }) },
  { name: 'not UTF-8', body: '{"id":"\u00ff' },
]

test('sixty and more strangers are refused before anything is dispatched, and learn nothing', async () => {
  const list = attacks()
  expect(list.length).toBeGreaterThanOrEqual(60)
  const before = dispatched.length
  for (const attack of list) {
    const headers: Record<string, string | string[]> = { ...good(), ...attack.headers }
    for (const name of attack.without ?? []) delete headers[name]
    const method = attack.method ?? 'POST'
    const withBody = method !== 'GET' && method !== 'HEAD' && method !== 'TRACE'
    let answer: Answered
    try {
      answer = await send({ method, path: attack.path ?? '/api/call', headers, ...(withBody ? { body: attack.body ?? CALL } : {}) })
    } catch {
      continue // The connection was cut: refused as well.
    }
    expect(answer.status, attack.name).toBeGreaterThanOrEqual(400)
    expect(answer.status, attack.name).toBeLessThan(500)
    expect(answer.body, attack.name).toBe('')
    expect(answer.headers['access-control-allow-origin'], attack.name).toBeUndefined()
  }
  expect(dispatched.length).toBe(before)
})

test('malformed requests on the wire are refused too', async () => {
  const before = dispatched.length
  const head = `Origin: http://${own()}\r\nContent-Type: application/json\r\nx-archipel-token: ${token}\r\nCookie: ${cookie}\r\nContent-Length: ${CALL.length}\r\nConnection: close\r\n\r\n${CALL}`
  const wire = [
    `POST /api/call HTTP/1.1\r\nHost: ${own()}\r\nHost: evil.test\r\n${head}`,
    `POST /api/call HTTP/1.1\r\nHost: evil.test\r\nHost: ${own()}\r\n${head}`,
    `POST http://evil.test/api/call HTTP/1.1\r\nHost: ${own()}\r\n${head}`,
    `POST http://${own()}/api/call HTTP/1.1\r\nHost: ${own()}\r\n${head}`,
    `POST /api/call HTTP/1.0\r\n${head}`,
    `CONNECT evil.test:443 HTTP/1.1\r\nHost: ${own()}\r\n\r\n`,
    `POST /api/call HTTP/1.1\r\nHost: ${own()}\r\nOrigin: http://evil.test\r\n${head}`,
    `POST /api/call HTTP/1.1\r\nHost: ${own()}\r\nTransfer-Encoding: chunked\r\n${head}`,
    'GET / HTTP/0.9\r\n\r\n',
  ]
  for (const text of wire) expect(await sendRaw(text), text.slice(0, 60)).not.toMatch(/^HTTP\/1\.1 2/u)
  expect(dispatched.length).toBe(before)
})

test('the launch code opens once; guessing closes it', async () => {
  const exchange = (given: string): Promise<Answered> =>
    send({ method: 'POST', path: '/api/session', headers: { host: own(), origin: `http://${own()}`, 'content-type': 'application/json' }, body: JSON.stringify({ code: given }) })
  expect((await exchange(code)).status).toBe(403)
  const fresh = new URL(host.newAddress()).hash.slice('#code='.length)
  for (let guess = 0; guess < 10; guess += 1) expect((await exchange('A'.repeat(43))).status).toBe(403)
  expect((await exchange(fresh)).status).toBe(403)
  // The session that is open stays open.
  expect((await send({ method: 'POST', path: '/api/call', headers: good(), body: CALL })).status).toBe(200)
})

test('a second window of the same browser shares the cookie and has its own token', () => {
  const entrance = new Entrance(1)
  const asRequest = (headers: Record<string, string>) => ({ headers }) as never
  const first = entrance.exchange(entrance.newLaunchCode(), asRequest({}))
  const jar = first?.setCookie.split(';')[0] ?? ''
  const second = entrance.exchange(entrance.newLaunchCode(), asRequest({ cookie: jar }))
  for (const opened of [first, second]) expect(entrance.admits(asRequest({ cookie: jar, 'x-archipel-token': opened?.token ?? '' }))).toBe(true)
  // Another browser starts anew, and the first one's cookie no longer opens.
  entrance.exchange(entrance.newLaunchCode(), asRequest({}))
  expect(entrance.admits(asRequest({ cookie: jar, 'x-archipel-token': first?.token ?? '' }))).toBe(false)
})

test('only 127.0.0.1 listens', async () => {
  const others = Object.values(networkInterfaces()).flat().filter((each) => each && !each.internal && each.family === 'IPv4').map((each) => each?.address ?? '')
  for (const address of [...others, '::1']) {
    const reached = await new Promise<boolean>((resolve) => {
      const socket = connect({ host: address, port: host.port, timeout: 1000 }, () => resolve(true))
      socket.on('error', () => resolve(false))
      socket.on('timeout', () => resolve(false))
    })
    expect(reached, address).toBe(false)
  }
})

test('another user of the machine is told apart by the system’s own table', () => {
  const socket = { remotePort: 0x1234, localPort: 0x5678 } as never
  const line = (uid: number): string => `   1: 0100007F:1234 0100007F:5678 01 00000000:00000000 00:00000000 00000000  ${uid}        0 1 1`
  expect(sameUser(socket, line(process.getuid?.() ?? 0))).toBe(true)
  expect(sameUser(socket, line((process.getuid?.() ?? 0) + 1))).toBe(false)
})

test('pages come with the strict policy, their own nonce each, and never leave the listed files', async () => {
  const page = await send({ headers: { host: own(), 'sec-fetch-site': 'none' } })
  const nonce = /nonce="([^"]+)"/u.exec(page.body)?.[1] ?? ''
  expect(page.headers['content-security-policy']).toBe(
    `default-src 'none'; script-src 'self'; style-src 'self' 'nonce-${nonce}'; img-src 'self' data:; font-src 'self'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types default`)
  expect(page.headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer', 'x-frame-options': 'DENY', 'cross-origin-resource-policy': 'same-origin' })
  const again = await send({ headers: { host: own() } })
  expect(again.body).not.toBe(page.body)
  for (const path of ['/../package.json', '/%2e%2e/package.json', '/assets/../../package.json', '/package.json', '/assets', '/index.html%00', '/.git/config']) {
    expect((await send({ path, headers: { host: own() } })).status, path).toBeGreaterThanOrEqual(400)
  }
  expect((await send({ path: '/assets/a.js', headers: { host: own(), 'sec-fetch-site': 'cross-site' } })).status).toBe(403)
})

test('files go up and down with the same key', async () => {
  const up = await send({ method: 'POST', path: '/api/upload', headers: { ...good(), 'content-type': 'application/octet-stream', 'x-archipel-name': encodeURIComponent('relevé.csv') }, body: Buffer.from([1, 2, 3]) })
  expect(JSON.parse(up.body)).toMatchObject({ ok: true, value: { fileId: '01ARZ3NDEKTSV4RRFFQ69G5FAV' } })
  expect(dispatched.at(-1)).toBe('upload relevé.csv 3')
  const { origin: _origin, 'content-type': _type, ...reading } = good()
  const down = await send({ path: '/api/file/01ARZ3NDEKTSV4RRFFQ69G5FAV', headers: reading })
  expect(down.body).toBe('a;b')
  expect(down.headers['content-disposition']).toBe("attachment; filename*=UTF-8''%C3%A9%22x%27.csv")
  expect((await send({ path: '/api/file/01ARZ3NDEKTSV4RRFFQ69G5FAV', headers: { host: own() } })).status).toBe(403)
  expect((await send({ path: '/api/file/01ARZ3NDEKTSV4RRFFQ69G5FAA', headers: reading })).status).toBe(404)
})

test('a body that announces or sends too much is cut', async () => {
  const large = await send({ method: 'POST', path: '/api/session', headers: { host: own(), origin: `http://${own()}`, 'content-type': 'application/json' }, body: JSON.stringify({ code: 'x'.repeat(10_000) }) }).catch(() => ({ status: 413 }))
  expect(large.status).toBe(413)
})

test('a window that gives up cancels its call; another window’s call of the same name goes on', async () => {
  cancelled = []
  const request = httpRequest({ host: '127.0.0.1', port: host.port, method: 'POST', path: '/api/call', headers: good() })
  request.on('error', () => undefined)
  await new Promise<void>((resolve) => {
    request.on('response', (response) => {
      response.on('error', () => undefined)
      response.once('data', () => {
        request.destroy()
        setTimeout(resolve, 100)
      })
    })
    request.end(JSON.stringify({ id: 'lent', procedure: 'slow', input: {} }))
  })
  expect(cancelled).toEqual([`${token}:lent`])
  release?.()
  const asked = await send({ method: 'POST', path: '/api/cancel', headers: good(), body: JSON.stringify({ id: 'autre' }) })
  expect(asked.status).toBe(204)
  expect(cancelled.at(-1)).toBe(`${token}:autre`)
})

test('no secret is in the journal of the program', () => {
  const folder = join(dataFolder(), 'log')
  const written = existsSync(folder) ? readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8')).join('') : ''
  for (const secret of [token, code, cookie.split('=')[1] ?? '']) expect(written).not.toContain(secret)
})

test('an idle host ends by itself, and a taken port is a fault with its name', async () => {
  await expect(startLoopback({ port: host.port, core, screens })).rejects.toMatchObject({ code: 'port_in_use' })
  await new Promise<void>((resolve) => void startLoopback({ port: 0, core, screens, idleMilliseconds: 50, onIdle: resolve }))
})
