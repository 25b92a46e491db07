import { spawn } from 'node:child_process'

/** True when this machine can show a window: Linux says it by its environment. */
export function hasDisplay(environment: NodeJS.ProcessEnv = process.env, platform: string = process.platform): boolean {
  return platform === 'darwin' || platform === 'win32' || Boolean(environment['DISPLAY'] || environment['WAYLAND_DISPLAY'])
}

/** Asks the system to open an address in the person's own browser. False when nothing could be asked. */
export function openBrowser(address: string, platform: string = process.platform): Promise<boolean> {
  const [command, ...parameters] =
    platform === 'darwin' ? ['open', address] : platform === 'win32' ? ['rundll32', 'url.dll,FileProtocolHandler', address] : ['xdg-open', address]
  return new Promise((resolve) => {
    const child = spawn(command ?? '', parameters, { stdio: 'ignore', detached: true })
    child.once('error', () => resolve(false))
    child.once('spawn', () => {
      child.unref()
      resolve(true)
    })
  })
}
