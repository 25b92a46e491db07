import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'

/** After this many wrong launch codes the right one is no longer taken either. */
const MOST_WRONG_CODES = 10
const MOST_TOKENS = 16

export const TOKEN_HEADER = 'x-archipel-token'

function secret(): string {
  return randomBytes(32).toString('base64url')
}

/** Same time whatever differs, whatever the lengths. */
function same(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(a), digest(b))
}

/**
 * Who may call. The launch code, printed once, is exchanged once for two secrets that travel apart: a cookie that no
 * script reads, and a token that no other page of the browser sends. Cookies do not know ports, headers do; either
 * alone opens nothing.
 */
export class Entrance {
  readonly #cookieName: string
  #launchCode: string | undefined
  #wrong = 0
  #cookie: string | undefined
  readonly #tokens: string[] = []

  constructor(port: number) {
    this.#cookieName = `archipel-${port}`
  }

  /** A fresh one-time code; the one before is forgotten. */
  newLaunchCode(): string {
    this.#wrong = 0
    this.#launchCode = secret()
    return this.#launchCode
  }

  /** Undefined when the code is wrong or used. A page that has the cookie already shares it: several windows, one person. */
  exchange(code: string, request: IncomingMessage): { readonly token: string; readonly setCookie: string } | undefined {
    const expected = this.#launchCode
    if (expected === undefined || !same(code, expected)) {
      this.#wrong += 1
      if (this.#wrong >= MOST_WRONG_CODES) this.#launchCode = undefined
      return undefined
    }
    this.#launchCode = undefined
    if (!this.#cookieMatches(request)) {
      this.#cookie = secret()
      this.#tokens.length = 0
    }
    const token = secret()
    this.#tokens.push(token)
    if (this.#tokens.length > MOST_TOKENS) this.#tokens.shift()
    return { token, setCookie: `${this.#cookieName}=${this.#cookie}; HttpOnly; SameSite=Strict; Path=/api` }
  }

  admits(request: IncomingMessage): boolean {
    const token = request.headers[TOKEN_HEADER]
    if (typeof token !== 'string' || !this.#cookieMatches(request)) return false
    // Every token is compared, so that the time says nothing of which.
    return this.#tokens.map((known) => same(token, known)).includes(true)
  }

  #cookieMatches(request: IncomingMessage): boolean {
    const prefix = `${this.#cookieName}=`
    const given = (request.headers.cookie ?? '').split(/;\s*/u).filter((part) => part.startsWith(prefix))
    return this.#cookie !== undefined && given.length === 1 && same(given[0]?.slice(prefix.length) ?? '', this.#cookie)
  }
}

/** Why a request is turned away before anything else is looked at; undefined when its address and origin are ours. */
export function turnedAway(request: IncomingMessage, port: number): 'host' | 'origin' | 'target' | 'method' | undefined {
  const own = `127.0.0.1:${port}`
  if (countOf(request, 'host') !== 1 || request.headers.host !== own) return 'host'
  const target = request.url ?? ''
  // No query ever: a secret in an address ends up in a history. No absolute form, no backslash, no encoded path.
  if (!/^\/[A-Za-z0-9._/-]*$/u.test(target) || target.includes('..') || target.includes('//')) return 'target'
  if (request.method !== 'GET' && request.method !== 'POST') return 'method'
  const origin = request.headers.origin
  if (countOf(request, 'origin') > 1 || (origin !== undefined && origin !== `http://${own}`)) return 'origin'
  if (request.method === 'POST' && origin === undefined) return 'origin'
  const site = request.headers['sec-fetch-site']
  const opening = request.method === 'GET' && !target.startsWith('/api/')
  if (site !== undefined && site !== 'same-origin' && !(opening && site === 'none')) return 'origin'
  return undefined
}

function countOf(request: IncomingMessage, name: string): number {
  return request.rawHeaders.filter((header, index) => index % 2 === 0 && header.toLowerCase() === name).length
}

/**
 * Linux tells whose the other end of a loopback connection is. False when it belongs to another user of this machine;
 * true where the system does not tell.
 */
export function sameUser(socket: Socket, table: string = readTable()): boolean {
  const mine = process.getuid?.()
  if (mine === undefined || table === '') return true
  const [from, to] = [portHex(socket.remotePort), portHex(socket.localPort)]
  for (const line of table.split('\n')) {
    const fields = line.trim().split(/\s+/u)
    if (fields[1]?.endsWith(`:${from}`) && fields[2]?.endsWith(`:${to}`)) return Number(fields[7]) === mine
  }
  return true
}

function portHex(port: number | undefined): string {
  return (port ?? 0).toString(16).toUpperCase().padStart(4, '0')
}

function readTable(): string {
  if (process.platform !== 'linux') return ''
  try {
    return readFileSync('/proc/net/tcp', 'utf8')
  } catch {
    return ''
  }
}
