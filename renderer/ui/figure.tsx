import { type ReactNode, useState } from 'react'
import { Amount, Money } from './money.tsx'
import styles from './figure.module.css'
import { Pill } from './pill.tsx'
import { SidePanel } from './side-panel.tsx'

/** One term of a sum: what it is, how much, and where it leads. */
export interface Term {
  readonly key: string
  readonly label: ReactNode
  readonly cents: number
}

/** A figure that opens: a dotted underline, then what it is made of in a side panel. */
export function Figure({ children, title, sentence, terms, totalLabel, totalCents, footer, label }: {
  readonly children: ReactNode
  /** Title of the panel: the question. */
  readonly title: string
  readonly sentence?: ReactNode
  readonly terms?: readonly Term[]
  readonly totalLabel?: string
  readonly totalCents?: number
  readonly footer?: ReactNode
  /** Said to a screen reader in place of the bare figure. */
  readonly label?: string
}) {
  const [opened, setOpened] = useState(false)
  return (
    <>
      <Pill look="dotted" onClick={() => setOpened(true)} aria-haspopup="dialog" aria-label={label}>{children}</Pill>
      <SidePanel opened={opened} onClose={() => setOpened(false)} title={title}>
        {sentence && <p>{sentence}</p>}
        {terms && <Terms terms={terms} totalLabel={totalLabel} totalCents={totalCents} />}
        {footer}
      </SidePanel>
    </>
  )
}

/** The terms of a sum and their total, in columns that align. */
export function Terms({ terms, totalLabel, totalCents }: { readonly terms: readonly Term[]; readonly totalLabel?: string | undefined; readonly totalCents?: number | undefined }) {
  return (
    <table className={styles['terms']}>
      <tbody>
        {terms.map((term) => <tr key={term.key}><th scope="row">{term.label}</th><td className="number"><Amount cents={term.cents} /></td></tr>)}
      </tbody>
      {totalCents !== undefined && <tfoot><tr><th scope="row">{totalLabel}</th><td className="number"><Money cents={totalCents} /></td></tr></tfoot>}
    </table>
  )
}
