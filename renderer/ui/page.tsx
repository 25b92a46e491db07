import type { ReactNode } from 'react'
import styles from './page.module.css'

/** Title, one sentence that says where one is, and the actions of the page. */
export function Page({ title, lead, actions, children, titleHidden = false }: { readonly title: string; readonly lead?: ReactNode; readonly actions?: ReactNode; readonly children: ReactNode; readonly titleHidden?: boolean }) {
  return (
    <div className={styles['page']}>
      <div className={styles['head']}>
        <div>
          <h1 className={titleHidden ? 'visually-hidden' : undefined}>{title}</h1>
          {lead && <p className={styles['lead']}>{lead}</p>}
        </div>
        {actions && <div className={`${styles['actions']} no-print`}>{actions}</div>}
      </div>
      {children}
    </div>
  )
}

/** One idea, its title (often a question), what it says. */
export function Card({ title, children, wide = false, id }: { readonly title?: ReactNode; readonly children: ReactNode; readonly wide?: boolean; readonly id?: string }) {
  return (
    <section className={wide ? `${styles['card']} ${styles['wide']}` : styles['card']} id={id}>
      {title && <h2 className={styles['title']}>{title}</h2>}
      {children}
    </section>
  )
}

export function Cards({ children, columns = 4 }: { readonly children: ReactNode; readonly columns?: 2 | 3 | 4 }) {
  return <div className={styles['cards']} data-columns={columns}>{children}</div>
}

/** What was done, said once and quietly. */
export function Done({ children }: { readonly children: ReactNode }) {
  return <div className={styles['done']} role="status">{children}</div>
}
