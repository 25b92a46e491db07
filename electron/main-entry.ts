import * as electron from 'electron'
import type { ElectronApi } from './electron-api.ts'
import { startMain } from './main.ts'

// Where Electron begins. Everything it does is in `main.ts`, which takes Electron as a value; never imported by what tests load.
void startMain(electron as unknown as ElectronApi, { typed: process.argv })
