import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { z } from 'zod'
import { newNonce, pageHeaders } from './content-policy.ts'
import type { HttpLine } from './bridge.ts'
import { Entrance, sameUser, TOKEN_HEADER, turnedAway } from './loopback-guard.ts'
import { CoreHost } from './machine/core-host.ts'
import { type FaultCode, MachineFault, toFault } from './machine/fault.ts'
import { DEFAULT_LIMITS } from './machine/files.ts'
import { logThrown } from './machine/log.ts'
import { loadScreens, type Screens } from './screens.ts'

const CALL_BYTES = 64 * 1024 * 1024
const SMALL_BYTES = 4096
const FILE_ID = /^\/api\/file\/([0-9A-HJKMNP-TV-Z]{26})$/u

export interface LoopbackOptions {
  /** 0 takes any free port. */
  readonly port: number
  /** Ends by itself after this long without a request; undefined: never. */
  readonly idleMilliseconds?: number
  readonly onIdle?: () => void
  readonly on?: string
  /** Opened before the first page asks. */
  readonly workspace?: string | undefined
  readonly screens?: Screens
  readonly core?: CoreHost
}

export interface Loopback {
  readonly port: number
  readonly core: CoreHost
  /** A fresh address that lets one window in, once. */
  newAddress(): string
  close(): Promise<void>
}

const callBody = z.strictObject({ id: z.string().min(1).max(100), procedure: z.string().min(1).max(100), input: z.unknown() })
const cancelBody = z.strictObject({ id: z.string().min(1).max(100) })
const sessionBody = z.strictObject({ code: z.string().min(1).max(200) })

/** A request that was not let through; its status is all that the other side learns. */
class Refused extends Error {
  readonly status: number

  constructor(status: number) {
    super('refused')
    this.status = status
  }
}

/** Starts the same program behind HTTP on 127.0.0.1, for the person's own browser. Fault `port_in_use`, and those of opening the file asked for. */
export async function startLoopback(options: LoopbackOptions): Promise<Loopback> {
  const screens = options.screens ?? loadScreens()
  const server = createServer({ maxHeaderSize: 16_384, headersTimeout: 10_000, requestTimeout: 300_000 })
  server.maxHeadersCount = 60
  const port = await listen(server, options.port)
  const core = options.core ?? new CoreHost({ shell: 'browser', canPick: false, ...(options.on === undefined ? {} : { on: options.on }) })
  if (options.workspace !== undefined) {
    const opened = await core.call(undefined, 'workspace.open', { path: options.workspace })
    if (!opened.ok) {
      await core.close()
      server.close()
      throw new MachineFault('fault' in opened ? (opened.fault.code as FaultCode) : 'cannot_open', { path: options.workspace })
    }
  }
  const host = new Host(server, port, core, screens, options)
  server.on('connection', (socket) => {
    if (!sameUser(socket)) socket.destroy()
  })
  server.on('request', (request, response) => void host.take(request, response))
  return { port, core, newAddress: () => host.newAddress(), close: () => host.close() }
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(toFault(error, { port })))
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => resolve((server.address() as AddressInfo).port))
  })
}

class Host {
  readonly #server: Server
  readonly #port: number
  readonly #core: CoreHost
  readonly #screens: Screens
  readonly #entrance: Entrance
  readonly #options: LoopbackOptions
  #idle: NodeJS.Timeout | undefined
  #busy = 0

  constructor(server: Server, port: number, core: CoreHost, screens: Screens, options: LoopbackOptions) {
    this.#server = server
    this.#port = port
    this.#core = core
    this.#screens = screens
    this.#options = options
    this.#entrance = new Entrance(port)
    this.#rest()
  }

  newAddress(): string {
    // After the #, so that it is in no request line, no log and no Referer.
    return `http://127.0.0.1:${this.#port}/#code=${this.#entrance.newLaunchCode()}`
  }

  async close(): Promise<void> {
    clearTimeout(this.#idle)
    if (!this.#server.listening) return
    const closed = new Promise<void>((resolve) => void this.#server.close(() => resolve()))
    await this.#core.close()
    this.#server.closeAllConnections()
    await closed
  }

  async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    clearTimeout(this.#idle)
    this.#busy += 1
    try {
      if (turnedAway(request, this.#port) !== undefined) throw new Refused(403)
      await this.#route(request, response)
    } catch (thrown) {
      const status = thrown instanceof Refused ? thrown.status : 500
      if (status === 500) logThrown('loopback', thrown)
      if (response.headersSent) response.destroy()
      else response.writeHead(status, { ...pageHeaders(''), connection: 'close', 'content-length': '0' }).end()
    } finally {
      this.#busy -= 1
      this.#rest()
    }
  }

  #rest(): void {
    clearTimeout(this.#idle)
    const { idleMilliseconds, onIdle } = this.#options
    if (idleMilliseconds === undefined || this.#busy > 0) return
    this.#idle = setTimeout(() => void this.close().then(() => onIdle?.()), idleMilliseconds)
    this.#idle.unref()
  }

  async #route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? ''
    if (!path.startsWith('/api/')) return this.#screen(request, response, path)
    if (path === '/api/session') return this.#exchange(request, response)
    if (!this.#entrance.admits(request)) throw new Refused(403)
    const file = FILE_ID.exec(path)?.[1]
    if (file !== undefined && request.method === 'GET') return this.#file(response, file)
    if (request.method !== 'POST') throw new Refused(405)
    if (path === '/api/call') return this.#call(request, response)
    if (path === '/api/cancel') return this.#cancel(request, response)
    if (path === '/api/upload') return this.#upload(request, response)
    throw new Refused(404)
  }

  #screen(request: IncomingMessage, response: ServerResponse, path: string): void {
    if (request.method !== 'GET') throw new Refused(405)
    const nonce = newNonce()
    const file = this.#screens.get(path, nonce)
    if (!file) throw new Refused(404)
    response.writeHead(200, { ...pageHeaders(nonce), 'content-type': file.mediaType, 'content-length': file.bytes.byteLength }).end(file.bytes)
  }

  async #exchange(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method !== 'POST') throw new Refused(405)
    const { code } = await readJson(request, sessionBody, SMALL_BYTES)
    const opened = this.#entrance.exchange(code, request)
    if (!opened) throw new Refused(403)
    sendJson(response, { token: opened.token }, { 'set-cookie': opened.setCookie })
  }

  async #call(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { id: asked, procedure, input } = await readJson(request, callBody, CALL_BYTES)
    const id = ownName(request, asked)
    response.writeHead(200, { ...pageHeaders(''), 'content-type': 'application/x-ndjson; charset=utf-8' })
    const line = (content: HttpLine): void => void (response.destroyed || response.write(`${JSON.stringify(content)}\n`))
    // The window was closed, or gave up: nobody waits for the answer.
    response.once('close', () => void (response.writableEnded || this.#core.cancel(id)))
    line({ reply: await this.#core.call(id, procedure, input, (step) => line({ progress: step })) })
    response.end()
  }

  async #cancel(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.#core.cancel(ownName(request, (await readJson(request, cancelBody, SMALL_BYTES)).id))
    response.writeHead(204, pageHeaders('')).end()
  }

  async #upload(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.headers['content-type'] !== 'application/octet-stream') throw new Refused(415)
    const name = readName(request.headers['x-archipel-name'])
    const bytes = await readBody(request, DEFAULT_LIMITS.fileBytes)
    sendJson(response, await this.#core.upload(name, bytes))
  }

  async #file(response: ServerResponse, fileId: string): Promise<void> {
    const file = await this.#core.file(fileId)
    if (!file) throw new Refused(404)
    response.writeHead(200, {
      ...pageHeaders(''), 'content-type': 'application/octet-stream', 'content-length': file.bytes.byteLength,
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.name).replace(/['()*]/gu, escapeMark)}`,
    }).end(file.bytes)
  }
}

/** Two windows may give their calls the same names: each has its own token. */
function ownName(request: IncomingMessage, id: string): string {
  return `${String(request.headers[TOKEN_HEADER])}:${id}`
}

function escapeMark(mark: string): string {
  return `%${mark.charCodeAt(0).toString(16).toUpperCase()}`
}

function readName(header: string | string[] | undefined): string {
  try {
    return typeof header === 'string' && header.length <= 2000 ? decodeURIComponent(header) : ''
  } catch {
    throw new Refused(400)
  }
}

async function readJson<T>(request: IncomingMessage, schema: z.ZodType<T>, limit: number): Promise<T> {
  // A form or text/plain can be sent from another site without asking; this type cannot.
  if (!/^application\/json(?:;\s*charset=utf-8)?$/iu.test(request.headers['content-type'] ?? '')) throw new Refused(415)
  const bytes = await readBody(request, limit)
  let content: unknown
  try {
    content = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    throw new Refused(400)
  }
  const parsed = schema.safeParse(content)
  if (!parsed.success) throw new Refused(400)
  return parsed.data
}

async function readBody(request: IncomingMessage, limit: number): Promise<Uint8Array> {
  if (request.headers['content-encoding'] !== undefined) throw new Refused(415)
  if (Number(request.headers['content-length'] ?? 0) > limit) throw new Refused(413)
  const parts: Buffer[] = []
  let size = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.byteLength
    if (size > limit) throw new Refused(413)
    parts.push(part)
  }
  return Buffer.concat(parts, size)
}

function sendJson(response: ServerResponse, content: unknown, headers: Record<string, string> = {}): void {
  const bytes = Buffer.from(JSON.stringify(content))
  response.writeHead(200, { ...pageHeaders(''), 'content-type': 'application/json; charset=utf-8', 'content-length': bytes.byteLength, ...headers }).end(bytes)
}
