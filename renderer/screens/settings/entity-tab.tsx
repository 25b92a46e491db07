import { useState } from 'react'
import { useWords } from '../../i18n/use-words.tsx'
import { useCommand } from '../../query.ts'
import { useSession } from '../../session.tsx'
import { TextField } from '../../ui/field.tsx'
import { Card, Done } from '../../ui/page.tsx'
import { errorAt, formErrors } from '../form-errors.ts'
import { AddEntity } from './add-entity.tsx'
import { filled, RecordForm } from './record-form.tsx'
import styles from './settings.module.css'

/** Who keeps these books: what may be changed, and what the books are made of and stays. */
export function EntityTab() {
  const t = useWords()
  const { books, canWrite } = useSession()
  const { entity } = books
  return (
    <>
      <Card title={entity.name}>
        <EntityForm key={entity.code} />
      </Card>
      <Card title={t('settings.entity.fixed')}>
        <p className="note">{t('settings.entity.fixedText')}</p>
        <dl className={styles['facts']}>
          <dt>{t('start.own.code')}</dt><dd>{entity.code}</dd>
          <dt>{t('settings.entity.country')}</dt><dd>{t(`country.${entity.country}`)}</dd>
          <dt>{t('settings.entity.chart')}</dt><dd>{t(entity.country === 'BE' ? 'settings.entity.chart.BE' : 'settings.entity.chart.FR')}</dd>
          <dt>{t('settings.entity.currency')}</dt><dd>{entity.currency}</dd>
        </dl>
      </Card>
      {canWrite && <AddEntity />}
    </>
  )
}

function EntityForm() {
  const t = useWords()
  const { entity: code, books } = useSession()
  const { entity } = books
  const describe = useCommand('entity.describe')
  const first = { name: entity.name, registration: entity.registration ?? '', vatNumber: entity.vatNumber ?? '', address: entity.address ?? '' }
  const [values, setValues] = useState(first)
  const set = (field: keyof typeof values) => (text: string) => { describe.reset(); setValues({ ...values, [field]: text }) }
  const errors = formErrors(t, describe.error, { entity_name_missing: 'described-name', text_too_long: 'described-name' })
  const { name, ...rest } = values
  return (
    <RecordForm errors={errors} busy={describe.isPending} onClose={() => setValues(first)} onSubmit={() => describe.mutate({ entity: code, name, ...filled(rest) })}>
      {describe.isSuccess && <Done>{t('common.done')}</Done>}
      <TextField id="described-name" label={t('settings.entity.name')} value={name} onChange={set('name')} error={errorAt(errors, 'described-name')} width="32rem" />
      <div className={styles['two']}>
        <TextField id="described-registration" label={t(entity.country === 'BE' ? 'settings.entity.registration.BE' : 'settings.entity.registration.FR')} value={values.registration} onChange={set('registration')} optional help={t('settings.entity.registrationHelp')} />
        <TextField id="described-vat" label={t('settings.parties.vat')} value={values.vatNumber} onChange={set('vatNumber')} optional />
      </div>
      <TextField id="described-address" label={t('settings.parties.address')} value={values.address} onChange={set('address')} optional />
    </RecordForm>
  )
}
