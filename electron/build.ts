import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { build, type InlineConfig } from 'vite'
import { buildScreens } from './build-screens.ts'
import { programFolder } from './machine/paths.ts'

const root = programFolder()
const source = (file: string): string => join(root, 'electron', file)

/** Electron runs built files: its main process and the two threads of the core as modules, the preload as one file. */
const shared: InlineConfig = { root, configFile: false, logLevel: 'warn', publicDir: false }
const target = 'node24'

/** Builds everything that Electron loads into `electron/dist`, and the screens when they are stale. */
export async function buildShell(note: (sentence: string) => void): Promise<void> {
  await buildScreens(note)
  await buildProgram()
}

/** The main process, the preload and the two threads, without the screens. */
export async function buildProgram(): Promise<void> {
  rmSync(join(root, 'electron', 'dist'), { recursive: true, force: true })
  await build({
    ...shared,
    build: {
      ssr: true, target, outDir: join(root, 'electron', 'dist'), emptyOutDir: false, minify: false,
      rolldownOptions: {
        input: {
          main: source('main-entry.ts'), 'core-process': source('core-process.ts'),
          'core-thread': source('machine/core-thread.ts'), 'backup-thread': source('machine/backup-thread.ts'), 'decode-worker': source('machine/decode-worker.ts'),
        },
        external: ['electron'],
        // Flat, so that each entry finds the others beside it.
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  })
  await build(preloadConfig(true))
}

/** A sandboxed preload is one CommonJS file. */
function preloadConfig(write: boolean): InlineConfig {
  return {
    ...shared,
    build: {
      ssr: true, target, outDir: join(root, 'electron', 'dist'), emptyOutDir: false, minify: false, write,
      rolldownOptions: { input: { preload: source('preload-entry.ts') }, external: ['electron'], output: { format: 'cjs', entryFileNames: '[name].cjs' } },
    },
  }
}

/** The text of the built preload, written nowhere. */
export async function buildPreload(): Promise<string> {
  const built = await build(preloadConfig(false))
  const output = 'output' in built ? built.output[0] : undefined
  if (!output) throw new Error('the preload was not built')
  return output.code
}

if (import.meta.main) await buildShell((sentence) => console.log(sentence))
