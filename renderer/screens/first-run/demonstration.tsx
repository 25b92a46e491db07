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

/** The invented books that ship with the program, by the name the core knows them under, in the chart of each country. */
const DEMONSTRATIONS = [
  { name: 'atelier-brume', country: 'BE', code: 'BRUME', title: 'start.demo.BE.title', text: 'start.demo.BE.text' },
  { name: 'atelier-brume', country: 'FR', code: 'BRUME', title: 'start.demo.FR.title', text: 'start.demo.FR.text' },
] as const satisfies readonly { readonly name: string; readonly country: 'BE' | 'FR'; readonly code: string; readonly title: MessageId; readonly text: MessageId }[]

/** Makes a file of invented books: everything may be tried there, and it can be thrown away. */
export function Demonstration() {
  const t = useWords()
  const folder = useApi('workspace.folder', {})
  const recent = useApi('workspace.recent', {})
  const create = useLongCall('workspace.create')
  const home = useHome()
  const [chosen, setChosen] = useState<'BE' | 'FR'>('BE')
  const demonstration = DEMONSTRATIONS.find((each) => each.country === chosen) ?? DEMONSTRATIONS[0]
  const known = new Set(recent.data?.map((file) => file.path))
  const start = async (): Promise<void> => {
    const title = t('start.demo.name')
    const name = freshName((candidate) => !known.has(joinPath(folder.data?.path ?? '', `${candidate}.archipel`)), t('start.demo.fileName', { name: title }))
    const made = await create.start({
      path: joinPath(folder.data?.path ?? '', `${name}.archipel`), kind: 'entity', country: demonstration.country, name: title,
      entityCode: demonstration.code, entityName: title, firstYear: calendarYear(localToday()), demonstration: demonstration.name,
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
          <label key={each.country} htmlFor={`demonstration-${each.country}`} className={styles['choice']}>
            <input id={`demonstration-${each.country}`} type="radio" name="demonstration" checked={chosen === each.country} onChange={() => setChosen(each.country)} />
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
