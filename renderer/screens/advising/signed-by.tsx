import type { Output } from '../../client.ts'
import { useWords } from '../../i18n/use-words.tsx'

type Signer = Output<'note.list'>[number]['by']

/** Who said it: the person, with the office in which he or she advises. */
export function useSigner(): (by: Signer) => string {
  const t = useWords()
  return (by) => {
    if (by.own) return t('advising.you')
    const person = by.person ?? t('advising.someone')
    return by.office === null ? person : t('advising.ofOffice', { person, office: by.office })
  }
}
