import type { ButtonHTMLAttributes, ReactNode } from 'react'
import styles from './pill.module.css'

type Look = 'pill' | 'icon' | 'quiet' | 'link' | 'dotted'

const CLASSES: Readonly<Record<Look, string>> = {
  pill: styles['pill'] ?? '',
  icon: `${styles['pill']} ${styles['icon']}`,
  quiet: `${styles['pill']} ${styles['quiet']}`,
  link: styles['link'] ?? '',
  dotted: styles['dotted'] ?? '',
}

/** A secondary button: a pill, an icon alone (give it `aria-label`), a word among others. */
export function Pill({ look = 'pill', children, className, ...rest }: ButtonHTMLAttributes<HTMLButtonElement> & { readonly look?: Look; readonly children: ReactNode }) {
  return <button type="button" className={`${CLASSES[look]} ${className ?? ''}`} {...rest}>{children}</button>
}
