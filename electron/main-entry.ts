import * as electron from 'electron'
import type { ElectronApi } from './electron-api.ts'
import { startMain } from './main.ts'

// Where Electron begins. Everything it does is in `main.ts`, which takes Electron as a value; never imported by what tests load.
// Its own declarations are held against the types that the shell knows; only a dialog asks for all of a window, which these abridge.
const known = electron satisfies Omit<ElectronApi, 'dialog'>
void startMain(known as unknown as ElectronApi, { typed: process.argv })
