import type { ReactNode } from 'react'
import styles from './empty-state.module.css'

/** Says what will be here and offers the first step. */
export function EmptyState({ title, text, action }: { readonly title: string; readonly text: string; readonly action?: ReactNode }) {
  return (
    <div className={styles['empty']}>
      <h2>{title}</h2>
      <p className="soft">{text}</p>
      {action && <div className="row">{action}</div>}
    </div>
  )
}
