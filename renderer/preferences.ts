import { useSyncExternalStore } from 'react'
import { LANGUAGES, type Language } from './i18n/messages.ts'

/** What a person chose for their eyes; kept on this machine, never in the books. */
export interface Preferences {
  readonly language: Language
  readonly reading: 'clair' | 'comptable'
  readonly theme: 'light' | 'dark' | 'auto'
  /** Amounts blurred, for a shared screen. */
  readonly hidden: boolean
  /** Activité last shown, by workspace path. */
  readonly entity: string | null
}

const KEY = 'archipel.preferences'
const FIRST: Preferences = { language: 'fr', reading: 'clair', theme: 'auto', hidden: false, entity: null }

let current = read()
const listeners = new Set<() => void>()

function read(): Preferences {
  try {
    const stored = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Preferences>
    return {
      language: LANGUAGES.find((each) => each === stored.language) ?? FIRST.language,
      reading: stored.reading === 'comptable' ? 'comptable' : 'clair',
      theme: stored.theme === 'light' || stored.theme === 'dark' ? stored.theme : 'auto',
      hidden: stored.hidden === true,
      entity: typeof stored.entity === 'string' ? stored.entity : null,
    }
  } catch {
    return FIRST
  }
}

export function setPreferences(change: Partial<Preferences>): void {
  current = { ...current, ...change }
  try {
    localStorage.setItem(KEY, JSON.stringify(current))
  } catch {
    // A browser that keeps nothing still works for this visit.
  }
  for (const listener of listeners) listener()
}

export function preferences(): Preferences {
  return current
}

export function usePreferences(): Preferences {
  return useSyncExternalStore((listener) => {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  }, preferences)
}
