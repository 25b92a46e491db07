import type { Role } from '../../../core/sync/sync-facts.ts'
import { useWords } from '../../i18n/use-words.tsx'

export const GRANTED_ROLES = ['porteur', 'associate', 'adviser', 'accountant'] as const satisfies readonly Role[]
export type GrantedRole = (typeof GRANTED_ROLES)[number]

/** What a role reads and signs, in words: shown before it is given. */
export function RolePowers({ role, person, places }: { readonly role: Role; readonly person: string; readonly places: string }) {
  const t = useWords()
  return (
    <>
      <li>{t('role.reads', { person, places })}</li>
      <li>{t(`role.${role}.signs`, { person })}</li>
    </>
  )
}
