import { createInterface } from 'node:readline'
import { resolve } from 'node:path'
import type { Command, CommandAnswer, CommandContext } from './command.ts'
import { UsageError } from './command.ts'
import { existingPath } from './context.ts'
import { word } from './words.ts'

/** Serves until it is stopped. The address goes to stdout, alone on its line, so that a script can read it. */
async function serve({ given, language, json }: CommandContext): Promise<CommandAnswer> {
  const port = Number(given.text('port') ?? '0')
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new UsageError('bad_choice', `--port ${given.text('port')}`)
  const idle = Number(given.text('idle') ?? '0')
  if (!(idle >= 0 && idle <= 100_000)) throw new UsageError('bad_choice', `--idle ${given.text('idle')}`)
  const stopped = stopSignal()
  const { buildScreens } = await import('../build-screens.ts')
  await buildScreens((sentence) => process.stderr.write(`${sentence}\n`))
  const { startLoopback } = await import('../loopback.ts')
  const asked = given.text('workspace') ?? given.arguments[0]
  const workspace = asked === undefined ? undefined : existingPath(asked)
  let ended = (): void => undefined
  const idleEnd = idle > 0 ? { idleMilliseconds: idle * 60_000, onIdle: () => ended() } : {}
  const host = await startLoopback({ port, ...idleEnd, ...(workspace === undefined ? {} : { workspace: resolve(workspace) }), ...(given.text('on') === undefined ? {} : { on: given.text('on') ?? '' }) })
  const show = (): string => {
    const address = host.newAddress()
    process.stdout.write(json ? `${JSON.stringify({ address })}\n` : `${address}\n`)
    return address
  }
  if (!json) process.stderr.write(`${word('address', language)}\n`)
  const address = show()
  if (given.flag('open')) {
    const { openBrowser } = await import('../open-browser.ts')
    await openBrowser(address)
  }
  againOnEnter(show, language, stopped)
  await Promise.race([stopped, new Promise<void>((resolve) => (ended = resolve))])
  await host.close()
  return { value: undefined, text: '' }
}

/** Settles on Ctrl+C or a polite signal. Asked for before anything is printed: who reads an address may stop at once. */
export function stopSignal(): Promise<void> {
  return new Promise((stop) => {
    process.once('SIGINT', () => stop())
    process.once('SIGTERM', () => stop())
  })
}

/** On a terminal, Enter prints a fresh address: a closed window is not the end. */
export function againOnEnter(again: () => unknown, language: 'fr' | 'nl' | 'en', stopped: Promise<void>): void {
  if (!process.stdin.isTTY) return
  process.stderr.write(`${word('again', language)}\n`)
  const lines = createInterface({ input: process.stdin })
  lines.on('line', () => void again())
  void stopped.then(() => lines.close())
}

export const serveCommand: Command = {
  name: 'serve', operands: '[FILE]', operandCount: [0, 1], opens: 'none', run: serve,
  options: { port: { type: 'text', value: 'N' }, open: { type: 'flag' }, idle: { type: 'text', value: 'MINUTES' } },
}
