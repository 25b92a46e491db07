#!/usr/bin/env node
// The command `archipel`, under whatever Node the machine has: the project's own Node 24 runs it when that one is too old.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
// As a whole: an old Node has no enableCompileCache, and a name that is not there stops it before the first line.
import * as nodeModule from 'node:module'
import { fileURLToPath } from 'node:url'

// `npm run` moves to the project's folder: the paths that a person types are from where they stand.
if (process.env.npm_lifecycle_event === 'archipel' && process.env.INIT_CWD) process.chdir(process.env.INIT_CWD)

const program = new URL('./cli.ts', import.meta.url)
const [major, minor] = process.versions.node.split('.').map(Number)

if (major > 22 || (major === 22 && minor >= 18)) {
  nodeModule.enableCompileCache?.()
  // `archipel journal | head` closes the pipe early: that is no fault.
  process.stdout.on('error', (error) => process.exit(error.code === 'EPIPE' ? 0 : 3))
  const { main } = await import(program.href)
  process.exitCode = await main(process.argv.slice(2))
} else {
  const own = ownNode()
  if (own === undefined) {
    console.error('Archipel demande Node 24. Lancez « npm ci » dans son dossier : il apporte le sien.')
    process.exitCode = 3
  } else {
    const { status, signal } = spawnSync(own, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' })
    process.exitCode = signal === null ? (status ?? 3) : 3
  }
}

/** The binary that the platform packages bring, without any install script. */
function ownNode() {
  const linked = fileURLToPath(new URL(`../node_modules/.bin/node${process.platform === 'win32' ? '.cmd' : ''}`, import.meta.url))
  if (process.platform !== 'win32' && existsSync(linked)) return linked
  const require = nodeModule.createRequire(import.meta.url)
  for (const name of [`node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`, `node-bin-${process.platform}-${process.arch}`]) {
    for (const file of ['bin/node', 'bin/node.exe']) {
      try {
        const path = require.resolve(`${name}/${file}`)
        if (existsSync(path)) return path
      } catch {
        // This platform has another of these packages.
      }
    }
  }
  return undefined
}
