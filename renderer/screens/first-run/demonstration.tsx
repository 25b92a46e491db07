import { Button } from '@mantine/core'
import { useState } from 'react'
import type { MessageId } from '../../i18n/messages.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { useApi } from '../../query.ts'
import { localToday } from '../../session.tsx'
import { Problem } from '../../ui/problem.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { useLongCall } from '../../use-long-call.ts'
import styles from './first-run.module.css'
import { calendarYear, joinPath } from './names.ts'
import { useHome } from './use-home.ts'

interface Offered {
  readonly id: string
  /** Under which the core knows it. */
  readonly demonstration: string
  readonly kind: 'entity' | 'office' | 'headquarters'
  readonly country: 'BE' | 'FR'
  /** Code of the one Activité; none where it holds many. */
  readonly code: string
  readonly name: MessageId
  readonly title: MessageId
  readonly text: MessageId
}

/** What can be tried: one Activité in the chart of each country, a headquarters, the desk of an adviser. */
const DEMONSTRATIONS: readonly [Offered, ...Offered[]] = [
  { id: 'BE', demonstration: 'atelier-brume', kind: 'entity', country: 'BE', code: 'BRUME', name: 'start.demo.name', title: 'start.demo.BE.title', text: 'start.demo.BE.text' },
  { id: 'FR', demonstration: 'atelier-brume', kind: 'entity', country: 'FR', code: 'BRUME', name: 'start.demo.name', title: 'start.demo.FR.title', text: 'start.demo.FR.text' },
  { id: 'office', demonstration: 'federation', kind: 'office', country: 'BE', code: '', name: 'start.demo.office.name', title: 'start.demo.office.title', text: 'start.demo.office.text' },
  { id: 'headquarters', demonstration: 'federation', kind: 'headquarters', country: 'BE', code: '', name: 'start.demo.headquarters.name', title: 'start.demo.headquarters.title', text: 'start.demo.headquarters.text' },
]

/** Makes a file of invented books: everything may be tried there, and it can be thrown away. */
export function Demonstration() {
  const t = useWords()
  const folder = useApi('workspace.folder', {})
  const recent = useApi('workspace.recent', {})
  const create = useLongCall('workspace.create')
  const home = useHome()
  const [chosen, setChosen] = useState(DEMONSTRATIONS[0])
  const known = new Set(recent.data?.map((file) => file.path))
  const start = async (): Promise<void> => {
    const title = t(chosen.name)
    const name = freshName((candidate) => !known.has(joinPath(folder.data?.path ?? '', `${candidate}.archipel`)), t('start.demo.fileName', { name: title }))
    const made = await create.start({
      path: joinPath(folder.data?.path ?? '', `${name}.archipel`), kind: chosen.kind, country: chosen.country, name: title,
      entityCode: chosen.code, entityName: title, firstYear: calendarYear(localToday()), demonstration: chosen.demonstration,
    })
    if (made) home()
  }
  return (
    <section className="stack">
      <div><h1>{t('start.demo.title')}</h1><p className="soft">{t('start.demo.lead')}</p></div>
      {create.error ? <Problem error={create.error} /> : null}
      <fieldset className={styles['choices']}>
        <legend className="visually-hidden">{t('start.demo.which')}</legend>
        {DEMONSTRATIONS.map((each) => (
          // oxlint-disable-next-line jsx-a11y/label-has-associated-control -- its text stands one element deeper than the rule looks
          <label key={each.id} htmlFor={`demonstration-${each.id}`} className={styles['choice']}>
            <input id={`demonstration-${each.id}`} type="radio" name="demonstration" checked={chosen.id === each.id} onChange={() => setChosen(each)} />
            <span><strong>{t(each.title)}</strong><br /><span className="soft">{t(each.text)}</span></span>
          </label>
        ))}
      </fieldset>
      <p className="note">{t('start.demo.where', { folder: folder.data?.path ?? '' })}</p>
      {create.pending ? <ProgressBar step={create.progress} onCancel={create.cancel} /> : <div><Button onClick={() => void start()} disabled={!folder.data}>{t('start.demo.make')}</Button></div>}
    </section>
  )
}

/** A demonstration is made as often as one likes: the next one is numbered. */
function freshName(isFree: (name: string) => boolean, wanted: string): string {
  let name = wanted
  for (let count = 2; !isFree(name); count += 1) name = `${wanted} ${count}`
  return name
}
