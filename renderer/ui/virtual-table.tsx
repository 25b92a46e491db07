import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, memo, type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { useWords } from '../i18n/use-words.tsx'
import { usePreferences } from '../preferences.ts'
import styles from './virtual-table.module.css'

export interface Column<Row> {
  readonly key: string
  readonly header: ReactNode
  /** CSS grid track: `6rem`, `minmax(10rem, 1fr)`. */
  readonly track: string
  readonly number?: boolean
  readonly cell: (row: Row, index: number) => ReactNode
  /** Foot of the column: a total. */
  readonly foot?: ReactNode
}

export interface VirtualTableProps<Row> {
  readonly label: string
  readonly columns: readonly Column<Row>[]
  /** Rows of the whole list, loaded or not. */
  readonly count: number
  /** Undefined while its page is on its way. */
  readonly rowAt: (index: number) => Row | undefined
  /** Told which rows are in view, so that their pages are asked for. */
  readonly onRange?: (first: number, last: number) => void
  readonly onOpen?: (row: Row, index: number) => void
  /** Extra look of a row: `heading`, `subtotal`, `total`, `muted`, `marked`. */
  readonly kind?: (row: Row) => string | undefined
  readonly showFoot?: boolean
  /** Tall enough for this many rows at most; the page scrolls beyond. */
  readonly height?: string
  readonly minWidth?: string
}

const HEIGHTS = { clair: 40, comptable: 28 } as const

/**
 * A grid of any length: only what is in view exists. Sticky header and totals, arrows move, Enter or a click opens the
 * whole row. One tab stop: the focus is on the grid and `aria-activedescendant` names the row.
 */
export function VirtualTable<Row>({ label, columns, count, rowAt, onRange, onOpen, kind, showFoot = false, height = 'calc(100vh - 15rem)', minWidth }: VirtualTableProps<Row>) {
  const t = useWords()
  const { reading } = usePreferences()
  const rowHeight = HEIGHTS[reading]
  const scroller = useRef<HTMLDivElement>(null)
  const name = useId()
  const [active, setActive] = useState(-1)
  // oxlint-disable-next-line react/incompatible-library -- no React compiler here: nothing is memoised that the virtualizer changes
  const virtualizer = useVirtualizer({ count, getScrollElement: () => scroller.current, estimateSize: () => rowHeight, overscan: 8, initialRect: { width: 800, height: 600 } })
  const items = virtualizer.getVirtualItems()
  const [first, last] = [items[0]?.index ?? 0, items.at(-1)?.index ?? 0]
  useEffect(() => virtualizer.measure(), [virtualizer, rowHeight])
  useEffect(() => onRange?.(first, last), [onRange, first, last])
  useEffect(() => setActive((at) => Math.min(at, count - 1)), [count])
  const template = columns.map((column) => column.track).join(' ')

  const move = (to: number): void => {
    const next = Math.max(0, Math.min(count - 1, to))
    setActive(next)
    virtualizer.scrollToIndex(next)
  }
  const keys = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.altKey || event.metaKey) return
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 400) / rowHeight) - 2)
    const steps: Readonly<Record<string, number>> = { ArrowDown: active + 1, ArrowUp: active - 1, PageDown: active + page, PageUp: active - page, Home: 0, End: count - 1 }
    const to = steps[event.key]
    if (to !== undefined) {
      event.preventDefault()
      move(to)
    } else if (event.key === 'Enter' && event.target === scroller.current) {
      const row = rowAt(active)
      if (row !== undefined && onOpen) {
        event.preventDefault()
        onOpen(row, active)
      }
    }
  }
  return (
    <div
      ref={scroller} className={styles['scroller']} role="grid" aria-label={label} aria-rowcount={count + 1} aria-colcount={columns.length} tabIndex={0} onKeyDown={keys}
      aria-activedescendant={active >= 0 && active >= first && active <= last ? `${name}-${active}` : undefined} aria-describedby={`${name}-help`}
      onFocus={(event) => { if (active < 0 && event.target === scroller.current && scroller.current.matches(':focus-visible') && count > 0) setActive(first) }}
      style={{ maxHeight: height, '--columns': template } as React.CSSProperties}
    >
      <div className={styles['table']} style={minWidth ? { minWidth } : undefined}>
        <div className={styles['head']} role="row" aria-rowindex={1}>
          {columns.map((column) => <div key={column.key} role="columnheader" className={column.number ? styles['number'] : undefined}>{column.header}</div>)}
        </div>
        <div className={styles['body']} role="rowgroup" style={{ height: virtualizer.getTotalSize() }}>
          {items.map((item) => (
            <TableRow
              key={item.key} id={`${name}-${item.index}`} index={item.index} row={rowAt(item.index)} columns={columns} active={item.index === active} start={item.start} height={rowHeight}
              waiting={t('table.loading')} kind={kind} onOpen={onOpen} onActive={setActive}
            />
          ))}
        </div>
        {showFoot && (
          <div className={styles['foot']} role="row" aria-rowindex={count + 2}>
            {columns.map((column) => <div key={column.key} role="gridcell" className={column.number ? styles['number'] : undefined}>{column.foot}</div>)}
          </div>
        )}
      </div>
      <span id={`${name}-help`} hidden>{onOpen ? t('table.opens') : ''}</span>
    </div>
  )
}

interface RowProps<Data> {
  readonly columns: readonly Column<Data>[]
  readonly kind: ((row: Data) => string | undefined) | undefined
  readonly onOpen: ((row: Data, index: number) => void) | undefined
  readonly id: string
  readonly index: number
  readonly row: Data | undefined
  readonly active: boolean
  readonly start: number
  readonly height: number
  readonly waiting: string
  readonly onActive: (index: number) => void
}

function PlainRow<Data>({ id, index, row, columns, active, start, height, waiting, kind, onOpen, onActive }: RowProps<Data>) {
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the grid takes the keys for its active row (ARIA grid pattern)
    <div
      id={id} role="row" aria-rowindex={index + 2} aria-selected={active} data-kind={row === undefined ? undefined : kind?.(row)}
      className={onOpen ? `${styles['row']} ${styles['opens']}` : styles['row']} style={{ height, transform: `translateY(${start}px)` }}
      onClick={(event) => {
        onActive(index)
        // A link or a button inside the row does its own work.
        if (row !== undefined && onOpen && !(event.target as Element).closest('a, button, input, select')) onOpen(row, index)
      }}
    >
      {row === undefined
        ? <div role="gridcell" className={styles['waiting']}><span className="visually-hidden">{waiting}</span></div>
        : columns.map((column) => <div key={column.key} role="gridcell" className={column.number ? styles['number'] : undefined}>{column.cell(row, index)}</div>)}
    </div>
  )
}

/** Drawn again only when its own content changes: what opens and colours a row follows from its row and columns. */
const TableRow = memo(PlainRow, (a, b) => a.row === b.row && a.columns === b.columns && a.active === b.active && a.start === b.start && a.height === b.height && a.kind?.(a.row as never) === b.kind?.(b.row as never)) as typeof PlainRow
