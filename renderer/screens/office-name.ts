import { useCallback } from 'react'
import { useWords } from '../i18n/use-words.tsx'
import { useApi } from '../query.ts'

/** What a regional office is called; one that nobody described yet goes by its code. */
export function useOfficeName(): (code: string) => string {
  const t = useWords()
  const offices = useApi('office.list', {}).data
  return useCallback((code) => offices?.find((each) => each.code === code)?.name ?? t('plis.ofOffice', { office: code }), [offices, t])
}
