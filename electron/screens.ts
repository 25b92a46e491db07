import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { extname, join, relative, sep } from 'node:path'
import { MachineFault } from './machine/fault.ts'
import { programFolder } from './machine/paths.ts'

const MEDIA: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8', '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml', '.png': 'image/png', '.ico': 'image/x-icon', '.woff': 'font/woff', '.woff2': 'font/woff2', '.txt': 'text/plain; charset=utf-8',
}

export interface ScreenFile {
  readonly mediaType: string
  readonly bytes: Buffer
}

/** The built screens, by the path a page asks for. Only what was listed at the start is ever read: no path is made of a request. */
export interface Screens {
  /** `nonce` goes into index.html where it holds `__CSP_NONCE__`. */
  get(path: string, nonce: string): ScreenFile | undefined
}

/** What ships; or, where the walks ask for it, the same screens with the warnings of React's development build. */
export const SCREENS_MODE = process.env['ARCHIPEL_SCREENS'] === 'development' ? 'development' : 'production'

export const SCREENS_FOLDER = join('renderer', SCREENS_MODE === 'development' ? 'dist-development' : 'dist')

/** Fault `screens_missing` when they were never built. */
export function loadScreens(folder: string = join(programFolder(), SCREENS_FOLDER)): Screens {
  if (!existsSync(join(folder, 'index.html'))) throw new MachineFault('screens_missing', { path: folder })
  const files = new Map<string, string>()
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const path = join(folder, name)
    if (statSync(path).isFile() && MEDIA[extname(path)]) files.set(`/${relative(folder, path).split(sep).join('/')}`, path)
  }
  return {
    get(asked, nonce) {
      const path = files.get(asked === '/' ? '/index.html' : asked)
      if (path === undefined) return undefined
      const bytes = readFileSync(path)
      const mediaType = MEDIA[extname(path)] ?? 'application/octet-stream'
      return { mediaType, bytes: path.endsWith('index.html') ? Buffer.from(bytes.toString('utf8').replaceAll('__CSP_NONCE__', nonce)) : bytes }
    },
  }
}
