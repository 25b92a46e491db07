import { Button } from '@mantine/core'
import { type ReactNode, useMemo, useState } from 'react'
import { foldText } from '../../../core/kernel/text.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { useSession } from '../../session.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { inputClass } from '../../ui/field.tsx'
import { SidePanel } from '../../ui/side-panel.tsx'
import { type Column, VirtualTable } from '../../ui/virtual-table.tsx'
import styles from './settings.module.css'

export interface RecordListProps<Row> {
  readonly title: string
  readonly text: string
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  /** What a search looks into. */
  readonly words: (row: Row) => string
  readonly closed?: (row: Row) => boolean
  readonly addLabel?: string
  readonly panelTitle: (row: Row | undefined) => string
  /** The form of a record, or of a new one; it calls `close` when it is saved. */
  readonly form: (row: Row | undefined, close: () => void) => ReactNode
  readonly empty: { readonly title: string; readonly text: string }
  readonly extra?: ReactNode
}

const SEARCH_FROM = 12

/** A list of records: searched by words, opened row by row in a side panel, added to by one button. */
export function RecordList<Row>({ title, text, columns, rows, words, closed, addLabel, panelTitle, form, empty, extra }: RecordListProps<Row>) {
  const t = useWords()
  const { canWrite } = useSession()
  const [search, setSearch] = useState('')
  const [withClosed, setWithClosed] = useState(false)
  const [opened, setOpened] = useState<{ readonly row: Row | undefined } | null>(null)
  const anyClosed = closed !== undefined && rows.some(closed)
  const shown = useMemo(() => {
    const wanted = foldText(search).split(/\s+/u).filter(Boolean)
    return rows.filter((row) => (withClosed || !closed?.(row)) && wanted.every((word) => foldText(words(row)).includes(word)))
  }, [rows, search, withClosed, closed, words])
  const close = (): void => setOpened(null)
  return (
    <>
      <div className={styles['head']}>
        <div><h2>{title}</h2><p className="soft">{text}</p></div>
        {addLabel && canWrite && <Button onClick={() => setOpened({ row: undefined })}>{addLabel}</Button>}
      </div>
      {(rows.length > SEARCH_FROM || anyClosed || extra) && (
        <div className="row">
          {rows.length > SEARCH_FROM && <input className={inputClass} style={{ maxWidth: '20rem' }} value={search} aria-label={t('common.search')} placeholder={t('common.search')} onChange={(event) => setSearch(event.currentTarget.value)} />}
          {extra}
          {anyClosed && <label className={styles['check']}><input type="checkbox" checked={withClosed} onChange={(event) => setWithClosed(event.currentTarget.checked)} />{t('settings.withClosed')}</label>}
          {search !== '' && <span className="note" role="status">{t('common.results', { count: shown.length })}</span>}
        </div>
      )}
      {rows.length === 0
        ? <EmptyState title={empty.title} text={empty.text} />
        : shown.length === 0
          ? <p className="soft">{search === '' ? t('settings.allClosed') : t('common.nothingFound', { text: search })}</p>
          : <VirtualTable label={title} columns={columns} count={shown.length} rowAt={(index) => shown[index]} onOpen={(row) => setOpened({ row })} kind={(row) => (closed?.(row) ? 'muted' : undefined)} height="calc(100vh - 20rem)" />}
      <SidePanel opened={opened !== null} onClose={close} title={opened ? panelTitle(opened.row) : ''}>
        {opened && form(opened.row, close)}
      </SidePanel>
    </>
  )
}
