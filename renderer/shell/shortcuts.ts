import { useHotkeys } from '@mantine/hooks'
import type { MessageId } from '../i18n/messages.ts'

/** Every shortcut, once: the code listens to this table and the sheet of `?` is made from it. */
export interface Shortcut {
  readonly keys: readonly string[]
  readonly says: MessageId
  readonly group: 'keys.everywhere' | 'keys.inEntry' | 'keys.inDates' | 'keys.inTables'
}

export const SHORTCUTS = {
  search: { keys: ['mod+K'], says: 'keys.search', group: 'keys.everywhere' },
  help: { keys: ['?'], says: 'keys.help', group: 'keys.everywhere' },
  newEntry: { keys: ['alt+N'], says: 'keys.newEntry', group: 'keys.everywhere' },
  back: { keys: ['alt+ArrowLeft'], says: 'keys.back', group: 'keys.everywhere' },
  reading: { keys: ['alt+C'], says: 'keys.reading', group: 'keys.everywhere' },
  privacy: { keys: ['mod+shift+P'], says: 'keys.privacy', group: 'keys.everywhere' },
  nextLine: { keys: ['Enter'], says: 'keys.nextLine', group: 'keys.inEntry' },
  post: { keys: ['mod+Enter'], says: 'keys.post', group: 'keys.inEntry' },
  above: { keys: ['='], says: 'keys.above', group: 'keys.inEntry' },
  recent: { keys: ['alt+ArrowDown'], says: 'keys.recent', group: 'keys.inEntry' },
  undo: { keys: ['mod+Z'], says: 'keys.undo', group: 'keys.inEntry' },
  redo: { keys: ['mod+shift+Z', 'mod+Y'], says: 'keys.redo', group: 'keys.inEntry' },
  lineRemove: { keys: ['mod+Delete'], says: 'keys.lineRemove', group: 'keys.inEntry' },
  day: { keys: ['+', '-'], says: 'keys.day', group: 'keys.inDates' },
  month: { keys: [']', '['], says: 'keys.month', group: 'keys.inDates' },
  today: { keys: ['T'], says: 'keys.today', group: 'keys.inDates' },
  firstLast: { keys: ['M', 'H'], says: 'keys.firstLast', group: 'keys.inDates' },
  rows: { keys: ['ArrowDown', 'ArrowUp'], says: 'keys.rows', group: 'keys.inTables' },
  ends: { keys: ['Home', 'End'], says: 'keys.ends', group: 'keys.inTables' },
  pages: { keys: ['PageDown', 'PageUp'], says: 'keys.pages', group: 'keys.inTables' },
  open: { keys: ['Enter'], says: 'keys.open', group: 'keys.inTables' },
  choose: { keys: ['Space'], says: 'keys.choose', group: 'keys.inTables' },
  range: { keys: ['shift+Space'], says: 'keys.range', group: 'keys.inTables' },
  send: { keys: ['mod+Enter'], says: 'keys.send', group: 'keys.everywhere' },
  paste: { keys: ['mod+V'], says: 'keys.paste', group: 'keys.everywhere' },
} as const satisfies Record<string, Shortcut>

export type ShortcutName = keyof typeof SHORTCUTS

/** Listens to a shortcut of the table, wherever the focus is (text fields too, for those with a modifier). */
export function useShortcut(name: ShortcutName, run: () => void, enabled = true): void {
  const shortcut: Shortcut = SHORTCUTS[name]
  const plain = shortcut.keys.every((key) => !key.includes('+') || key === '+')
  // `?` is shifted on most keyboards; Mantine compares modifiers exactly, so both spellings are listened to.
  const keys = shortcut.keys.flatMap((key) => (key === '?' ? ['shift+?', '?'] : [key]))
  useHotkeys(enabled ? keys.map((key) => [key, () => run(), { preventDefault: true }]) : [], plain ? ['INPUT', 'TEXTAREA', 'SELECT'] : [], !plain)
}

/** True when a key press is this shortcut: for handlers of one field. */
export function isShortcut(name: ShortcutName, event: { key: string; ctrlKey: boolean; metaKey: boolean; altKey: boolean; shiftKey: boolean }): boolean {
  const shortcut: Shortcut = SHORTCUTS[name]
  return shortcut.keys.some((combination) => {
    const parts = combination.length > 1 ? combination.split('+') : [combination]
    const key = parts.at(-1) ?? ''
    const modifiers = parts.slice(0, -1)
    return event.key.toLowerCase() === key.toLowerCase() && modifiers.includes('mod') === (event.ctrlKey || event.metaKey)
      && modifiers.includes('alt') === event.altKey && (modifiers.includes('shift') === event.shiftKey || key.length === 1 && !/[a-z]/iu.test(key))
  })
}
