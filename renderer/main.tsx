import './trusted-types.ts'
import './style/mantine.ts'
import '@fontsource/noto-sans/latin-400.css'
import '@fontsource/noto-sans/latin-600.css'
import '@fontsource/noto-sans/latin-ext-400.css'
import '@fontsource/noto-sans/latin-ext-600.css'
import './style/tokens.css'
import './style/base.css'
import './style/mantine-look.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { returnToPlace } from './shell/place.ts'

const root = document.getElementById('root')
if (root) {
  returnToPlace(window.location)
  createRoot(root).render(<StrictMode><App /></StrictMode>)
}
