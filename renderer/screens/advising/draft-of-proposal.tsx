import { useWords } from '../../i18n/use-words.tsx'
import { useApi } from '../../query.ts'
import { useSession } from '../../session.tsx'
import { useSigner } from './signed-by.tsx'

/** Above a draft that was made of a proposal: posting it is also an answer. */
export function DraftOfProposal({ draft }: { readonly draft: string | undefined }) {
  const t = useWords()
  const { entity } = useSession()
  const signer = useSigner()
  const origin = useApi('proposal.list', draft === undefined ? undefined : { entity }).data?.find((each) => each.draft === draft)
  if (!origin || draft === undefined) return null
  return <p className="note" role="note">{t('advising.draft', { person: signer(origin.by) })}</p>
}
