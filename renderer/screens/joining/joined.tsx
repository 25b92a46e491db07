import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { Output } from '../../client.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { Card, Done } from '../../ui/page.tsx'
import { TakenList } from '../exchange-plis/taken-list.tsx'
import styles from './joining.module.css'

/** It is done: what this changes, and what one does next. */
export function Joined({ result }: { readonly result: Output<'enrol.finish'> }) {
  const t = useWords()
  return (
    <div className="stack">
      <Done>
        <strong>{t('join.done.ok', { headquarters: result.headquarters })}</strong>
        {result.entities.length > 0 && <p>{t('join.done.entities', { entities: result.entities.join(', ') })}</p>}
      </Done>
      <Card title={t('join.next')}>
        <ul className={styles['list']}>
          <li>{t('join.next.send')}</li>
          <li>{t('join.next.receive')}</li>
          <li>{t('join.next.see')}</li>
        </ul>
        <div className="row" style={{ marginTop: 12 }}><Button component={Link} to="/plis">{t('join.next.do')}</Button><Button variant="default" component={Link} to="/trust">{t('nav.trust')}</Button></div>
      </Card>
      <Card title={t('join.done.taken')}><TakenList plis={[result.taken]} /></Card>
    </div>
  )
}
