import * as electron from 'electron'
import { exposeBridge } from './preload.ts'

// The only line that runs in a window with Electron at hand. Never imported by what tests load.
exposeBridge(electron)
