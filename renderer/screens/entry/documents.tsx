import { useState } from 'react'
import { bridge, call, type Output, uploadFile } from '../../client.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { useSession } from '../../session.tsx'
import { FileDrop } from '../../ui/file-drop.tsx'
import { Pill } from '../../ui/pill.tsx'
import { Problem } from '../../ui/problem.tsx'

/** Documents of an entry: opened, or added by dropping a file or by the button. */
export function Documents({ entry }: { readonly entry: Output<'entry.get'> }) {
  const t = useWords()
  const { entity, canWrite } = useSession()
  const [error, setError] = useState<unknown>(null)
  const open = async (id: number): Promise<void> => {
    try {
      const { fileId } = await call('document.open', { entity, id })
      await bridge.download(fileId)
    } catch (problem) {
      setError(problem)
    }
  }
  const attach = async (files: readonly File[]): Promise<void> => {
    try {
      setError(null)
      for (const file of files) await call('entry.attach', { entity, id: entry.id, fileId: await uploadFile(file), mediaType: file.type || 'application/octet-stream' })
    } catch (problem) {
      setError(problem)
    }
  }
  return (
    <div className="stack" style={{ gap: 8 }}>
      {error !== null && <Problem error={error} />}
      {entry.attachments.length === 0 && <p className="soft">{t('page.entry.noDocument')}</p>}
      <ul style={{ listStyle: 'none', margin: 0, padding: 0 }}>
        {entry.attachments.map((document) => (
          <li key={document.id} className="row"><span className="grow">{document.name} <span className="note">{t.bytes(document.sizeBytes)}</span></span><Pill look="link" onClick={() => void open(document.id)}>{t('page.entry.open')}</Pill></li>
        ))}
      </ul>
      {canWrite && <FileDrop compact multiple help={t('page.entry.attach')} onFiles={(files) => void attach(files)} />}
    </div>
  )
}
