import type { ReactNode } from 'react'
import styles from './plain-table.module.css'

export interface PlainColumn<Row> {
  readonly key: string
  readonly header: ReactNode
  readonly number?: boolean
  readonly cell: (row: Row) => ReactNode
}

/** A short list as a plain table: every row is there. Long ones are for VirtualTable. */
export function PlainTable<Row>({ label, columns, rows, rowKey, muted, foot }: {
  readonly label: string
  readonly columns: readonly PlainColumn<Row>[]
  readonly rows: readonly Row[]
  readonly rowKey: (row: Row) => string
  readonly muted?: (row: Row) => boolean
  /** Cells of a total, in the order of the columns. */
  readonly foot?: readonly ReactNode[]
}) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a region that scrolls must be reached by the keyboard (WCAG 2.1.1)
    <div className={styles['scroller']} tabIndex={0} role="region" aria-label={label}>
      <table className={styles['table']} aria-label={label}>
        <thead><tr>{columns.map((column) => <th key={column.key} scope="col" className={column.number ? 'number' : undefined}>{column.header}</th>)}</tr></thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)} className={muted?.(row) ? styles['muted'] : undefined}>
              {columns.map((column) => <td key={column.key} className={column.number ? 'number' : undefined}>{column.cell(row)}</td>)}
            </tr>
          ))}
        </tbody>
        {foot && <tfoot><tr>{foot.map((cell, at) => <td key={columns[at]?.key ?? at} className={columns[at]?.number ? 'number' : undefined}>{cell}</td>)}</tr></tfoot>}
      </table>
    </div>
  )
}
