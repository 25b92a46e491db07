import { Modal } from '@mantine/core'
import { useWords, type Words } from '../i18n/use-words.tsx'
import styles from './shortcut-sheet.module.css'
import { type Shortcut, SHORTCUTS } from './shortcuts.ts'

const GROUPS = ['keys.everywhere', 'keys.inEntry', 'keys.inDates', 'keys.inTables'] as const

/** The sheet of `?`, made from the table that the code listens to. */
export function ShortcutSheet({ opened, onClose }: { readonly opened: boolean; readonly onClose: () => void }) {
  const t = useWords()
  const all: readonly Shortcut[] = Object.values(SHORTCUTS)
  return (
    <Modal opened={opened} onClose={onClose} title={t('keys.title')} size="lg" closeButtonProps={{ 'aria-label': t('common.close') }}>
      <div className={styles['sheet']}>
        {GROUPS.map((group) => (
          <section key={group}>
            <h3>{t(group)}</h3>
            <dl>
              {all.filter((shortcut) => shortcut.group === group).map((shortcut) => (
                <div key={shortcut.says}><dt>{t(shortcut.says)}</dt><dd>{shortcut.keys.map((keys) => <kbd key={keys}>{keyWords(t, keys)}</kbd>)}</dd></div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  )
}

function keyWords(t: Words, keys: string): string {
  if (keys.length === 1) return keys
  const names: Readonly<Record<string, string>> = {
    mod: t('key.ctrl'), shift: t('key.shift'), alt: t('key.alt'), Enter: t('key.enter'), Delete: t('key.delete'), Space: t('key.space'), Home: t('key.home'), End: t('key.end'), PageDown: t('key.pageDown'), PageUp: t('key.pageUp'), ArrowLeft: '←', ArrowDown: '↓', ArrowUp: '↑',
  }
  return keys.split('+').map((key) => names[key] ?? key).join(' ')
}
