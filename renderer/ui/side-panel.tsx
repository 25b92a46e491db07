import { Drawer } from '@mantine/core'
import type { ReactNode } from 'react'
import { useWords } from '../i18n/use-words.tsx'
import styles from './side-panel.module.css'

/** Opens beside the page, which stays in view: the explanation of a figure, the document of an entry. */
export function SidePanel({ opened, onClose, title, children }: { readonly opened: boolean; readonly onClose: () => void; readonly title: string; readonly children: ReactNode }) {
  const t = useWords()
  return (
    <Drawer opened={opened} onClose={onClose} title={title} size="28rem" overlayProps={{ backgroundOpacity: 0.25 }} closeButtonProps={{ 'aria-label': t('common.close') }} classNames={{ content: styles['content'] ?? '', title: styles['title'] ?? '' }}>
      <div className="stack">{children}</div>
    </Drawer>
  )
}
