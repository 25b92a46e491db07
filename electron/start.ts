import { spawn } from 'node:child_process'
import { basename, resolve } from 'node:path'
import { againOnEnter, stopSignal } from './cli/serve-command.ts'
import { electronBinary, fetchElectron } from './electron-binary.ts'
import { toFault, whatOf } from './machine/fault.ts'
import { programFolder } from './machine/paths.ts'
import { hasDisplay, openBrowser } from './open-browser.ts'

/** An Electron that ends sooner than this never showed a window: a library or a sandbox is missing on this machine. */
const TOO_SOON_MILLISECONDS = 6000

const say = (sentence: string): void => void process.stderr.write(`${sentence}\n`)

/** Why no window of our own can open here; undefined when it may. */
function withoutWindow(): string | undefined {
  if (!hasDisplay()) return 'Cette machine n’a pas d’écran : Archipel s’ouvre à une adresse, dans le navigateur de votre choix.'
  if (process.getuid?.() === 0) return 'Electron ne s’ouvre pas sous le compte root : Archipel s’ouvre dans votre navigateur.'
  return undefined
}

/** Runs Electron to its end. False when it could not stand. */
function runElectron(binary: string, workspace: string | undefined): Promise<boolean> {
  const began = Date.now()
  return new Promise((done) => {
    const child = spawn(binary, [programFolder(), ...(workspace === undefined ? [] : [workspace])], { stdio: ['ignore', 'ignore', 'ignore'] })
    child.once('error', () => done(false))
    child.once('exit', (code) => done(code === 0 || Date.now() - began > TOO_SOON_MILLISECONDS))
  })
}

async function inElectron(workspace: string | undefined): Promise<boolean> {
  const reason = withoutWindow()
  if (reason !== undefined) {
    say(reason)
    return false
  }
  const binary = electronBinary() ?? (await fetchElectron(say))
  if (binary === undefined) {
    say('Electron n’est pas sur cette machine et ne peut pas être téléchargé : Archipel s’ouvre dans votre navigateur.')
    return false
  }
  const { buildShell } = await import('./build.ts')
  await buildShell(say)
  if (await runElectron(binary, workspace)) return true
  say('Electron ne démarre pas sur cette machine : Archipel s’ouvre dans votre navigateur.')
  return false
}

/** The same program in the person's own browser. */
async function inBrowser(workspace: string | undefined): Promise<void> {
  const stopped = stopSignal()
  const { buildScreens } = await import('./build-screens.ts')
  await buildScreens(say)
  const { startLoopback } = await import('./loopback.ts')
  const host = await atUsualPort((port) => startLoopback({ port, ...(workspace === undefined ? {} : { workspace }) }))
  const show = async (): Promise<void> => {
    const address = host.newAddress()
    const shown = hasDisplay() && (await openBrowser(address))
    say(shown ? 'Archipel est ouvert dans votre navigateur. Si aucune fenêtre n’apparaît, ouvrez cette adresse (elle sert une fois) :' : 'Ouvrez cette adresse dans votre navigateur (elle sert une fois) :')
    process.stdout.write(`${address}\n`)
  }
  await show()
  againOnEnter(() => void show(), 'fr', stopped)
  await stopped
  await host.close()
}

/** A browser keeps theme, language and reading by address: the same port each time, or any other when a second window has it. */
const USUAL_PORT = 47_210

async function atUsualPort<Host>(listen: (port: number) => Promise<Host>): Promise<Host> {
  try {
    return await listen(USUAL_PORT)
  } catch (error) {
    if (toFault(error).code !== 'port_in_use') throw error
    return listen(0)
  }
}

/** `npm start`: Electron when it can be had, else one sentence and the browser. */
export async function start(typed: readonly string[]): Promise<number> {
  const file = typed.find((word) => !word.startsWith('-'))
  try {
    const workspace = file === undefined ? undefined : resolve(process.env['INIT_CWD'] ?? '.', file)
    if (!typed.includes('--browser') && (await inElectron(workspace))) return 0
    await inBrowser(workspace)
    return 0
  } catch (error) {
    const fault = toFault(error)
    const { FAULTS, say: sentence } = await import('./cli/words.ts')
    const { logThrown } = await import('./machine/log.ts')
    say(sentence(FAULTS, fault.code, 'fr', { what: basename(whatOf(fault.data, 'path', 'port')), reference: logThrown('start', error) }))
    return 3
  }
}

if (import.meta.main) process.exitCode = await start(process.argv.slice(2))
