import type { Bridge, HttpLine, Reply } from '../electron/bridge.ts'

const TOKEN = 'archipel.token'
const GONE: Reply<never> = { ok: false, fault: { code: 'host_gone', reference: '' } }
const OVER: Reply<never> = { ok: false, fault: { code: 'session_over', reference: '' } }

/** The bridge over the loopback host: see the foot of `electron/bridge.ts` for its doors. */
export function httpBridge(location: Location, storage: Storage): Bridge {
  const opened = openSession(location, storage)
  const underWay = new Map<string, AbortController>()
  const headers = async (more: Record<string, string>): Promise<Record<string, string>> => ({ 'x-archipel-token': await opened, ...more })
  const json = { 'content-type': 'application/json' }
  return {
    shell: 'browser',
    async call(procedure, input, options) {
      const id = options?.id ?? crypto.randomUUID()
      const controller = new AbortController()
      underWay.set(id, controller)
      try {
        const response = await fetch('/api/call', {
          method: 'POST', headers: await headers(json), body: JSON.stringify({ id, procedure, input }), signal: controller.signal,
        })
        if (response.status === 403) return OVER
        if (!response.body) return GONE
        return await lastReply(response.body, options?.onProgress)
      } catch {
        return controller.signal.aborted ? { ok: false, cancelled: true } : GONE
      } finally {
        underWay.delete(id)
      }
    },
    async cancel(id) {
      await fetch('/api/cancel', { method: 'POST', headers: await headers(json), body: JSON.stringify({ id }) }).catch(() => undefined)
    },
    async upload(name, bytes) {
      try {
        const response = await fetch('/api/upload', {
          method: 'POST', headers: await headers({ 'content-type': 'application/octet-stream', 'x-archipel-name': encodeURIComponent(name) }),
          body: bytes as Uint8Array<ArrayBuffer>,
        })
        return response.status === 403 ? OVER : ((await response.json()) as Reply<{ fileId: string }>)
      } catch {
        return GONE
      }
    },
    async download(fileId) {
      const response = await fetch(`/api/file/${encodeURIComponent(fileId)}`, { headers: await headers({}) }).catch(() => undefined)
      if (!response?.ok) return false
      const address = URL.createObjectURL(await response.blob())
      const link = document.createElement('a')
      link.href = address
      link.download = fileNameOf(response.headers.get('content-disposition'))
      link.click()
      // The browser has taken the address by the next turn; a minute is far more than it needs.
      setTimeout(() => URL.revokeObjectURL(address), 60_000)
      return true
    },
    pick: async () => null,
    onMenu: () => () => undefined,
  }
}

/** Exchanges the launch code of the address for a token, once, and takes the code out of the address. */
async function openSession(location: Location, storage: Storage): Promise<string> {
  const code = /^#code=(.+)$/u.exec(location.hash)?.[1]
  if (!code) return storage.getItem(TOKEN) ?? ''
  window.history.replaceState(null, '', location.pathname + location.search)
  const response = await fetch('/api/session', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ code }) }).catch(() => undefined)
  if (!response?.ok) return storage.getItem(TOKEN) ?? ''
  const { token } = (await response.json()) as { token: string }
  storage.setItem(TOKEN, token)
  return token
}

/** Reads the lines of an answer as they come: progress, then the reply. */
export async function lastReply(body: ReadableStream<Uint8Array>, onProgress?: (step: Extract<HttpLine, { progress: unknown }>['progress']) => void): Promise<Reply<unknown>> {
  const reader = body.pipeThrough(new TextDecoderStream() as unknown as ReadableWritablePair<string, Uint8Array>).getReader()
  let rest = ''
  let reply: Reply<unknown> = GONE
  const take = (text: string): void => {
    if (text.trim() === '') return
    const line = JSON.parse(text) as HttpLine
    if ('progress' in line) onProgress?.(line.progress)
    else reply = line.reply
  }
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    const lines = (rest + value).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) take(line)
  }
  take(rest)
  return reply
}

function fileNameOf(disposition: string | null): string {
  const encoded = /filename\*=UTF-8''([^;]+)/iu.exec(disposition ?? '')?.[1]
  return encoded ? decodeURIComponent(encoded) : 'archipel'
}
