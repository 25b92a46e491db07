import { useId } from 'react'
import { uploadFile } from '../../client.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { Field, inputClass } from '../../ui/field.tsx'
import { FilePick } from './file-pick.tsx'
import styles from './trust.module.css'

/** A root key as it is brought: its file and the passphrase of the person who keeps it. */
export interface HeldRootKey { readonly file: File | null; readonly passphrase: string }

const EMPTY: HeldRootKey = { file: null, passphrase: '' }
export const NO_ROOT_KEYS: readonly HeldRootKey[] = [EMPTY, EMPTY]

export function areRootKeysReady(held: readonly HeldRootKey[]): boolean {
  return held.every((each) => each.file !== null && each.passphrase !== '')
}

/** As the doors take them. */
export async function sentRootKeys(held: readonly HeldRootKey[]): Promise<readonly { readonly fileId: string; readonly passphrase: string }[]> {
  const sent = []
  for (const each of held) if (each.file) sent.push({ fileId: await uploadFile(each.file), passphrase: each.passphrase })
  return sent
}

/** Two of the three people of the root, each with a file and a passphrase. */
export function RootKeyFields({ held, onChange }: { readonly held: readonly HeldRootKey[]; readonly onChange: (held: readonly HeldRootKey[]) => void }) {
  const t = useWords()
  const id = useId()
  const put = (at: number, change: Partial<HeldRootKey>): void => onChange(held.map((each, index) => (index === at ? { ...each, ...change } : each)))
  return held.map((each, at) => (
    // oxlint-disable-next-line react/no-array-index-key -- the first and the second person, always both
    <fieldset key={at} className={styles['holder']}>
      <legend>{t('root.holder', { number: at + 1 })}</legend>
      <FilePick label={t('root.state.file')} file={each.file} onFile={(file) => put(at, { file })} />
      <Field id={`${id}-pass${at}`} label={t('lock.passphrase')}>
        <input id={`${id}-pass${at}`} type="password" autoComplete="off" className={inputClass} value={each.passphrase} onChange={(event) => put(at, { passphrase: event.currentTarget.value })} />
      </Field>
    </fieldset>
  ))
}
