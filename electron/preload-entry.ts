import * as electron from 'electron'
import type { PreloadApi } from './electron-api.ts'
import { exposeBridge } from './preload.ts'

// The only line that runs in a window with Electron at hand. Never imported by what tests load.
exposeBridge(electron as unknown as PreloadApi)
