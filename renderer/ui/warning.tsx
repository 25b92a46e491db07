import type { ReactNode } from 'react'
import styles from './warning.module.css'

/** Something to know before going on: a word, a line at the side, never colour alone. */
export function Warning({ title, children }: { readonly title?: string; readonly children: ReactNode }) {
  return <div className={styles['warning']} role="note">{title && <strong>{title}</strong>}<div>{children}</div></div>
}
