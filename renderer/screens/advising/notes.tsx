import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Output } from '../../client.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { useCommand } from '../../query.ts'
import { useSession } from '../../session.tsx'
import { ConfirmInWords } from '../../ui/confirm-in-words.tsx'
import { Card } from '../../ui/page.tsx'
import { Pill } from '../../ui/pill.tsx'
import { Problem } from '../../ui/problem.tsx'
import styles from './advising.module.css'
import { useSigner } from './signed-by.tsx'
import { TextForm } from './text-form.tsx'

type Note = Output<'note.list'>[number]

/** Notes shared between adviser and porteur; `write` for the adviser, who changes and takes back his own. */
export function Notes({ notes, write }: { readonly notes: readonly Note[]; readonly write: boolean }) {
  const t = useWords()
  const { entity } = useSession()
  const share = useCommand('note.share')
  return (
    <Card title={t('advising.notes')} id="notes">
      {write && (
        <TextForm
          label={t('advising.note.new')} help={t('advising.note.read')} action={t('advising.note.share')} error={share.error} busy={share.isPending}
          onSend={(text, done) => share.mutate({ entity, text }, { onSuccess: done })}
        />
      )}
      {notes.length === 0 && <p className="soft">{t(write ? 'advising.notes.none' : 'advising.notes.none.porteur')}</p>}
      <ul className={styles['said']}>{notes.map((note) => <OneNote key={note.id} note={note} write={write} />)}</ul>
    </Card>
  )
}

function OneNote({ note, write }: { readonly note: Note; readonly write: boolean }) {
  const t = useWords()
  const { entity } = useSession()
  const signer = useSigner()
  const [editing, setEditing] = useState(false)
  const [asking, setAsking] = useState(false)
  const share = useCommand('note.share')
  const withdraw = useCommand('note.withdraw')
  const meta = t('advising.said', { date: t.date(note.on, 'long'), person: signer(note.by) })
  if (note.withdrawn) return <li><p className={styles['meta']}>{t('advising.note.withdrawn', { date: t.date(note.on, 'long'), person: signer(note.by) })}</p></li>
  if (editing) {
    return (
      <li>
        <TextForm
          label={t('advising.note.edit')} action={t('common.save')} first={note.text} error={share.error} busy={share.isPending} onClose={() => setEditing(false)}
          onSend={(text) => share.mutate({ entity, id: note.id, text, on: note.on, ...(note.entry ? { entryId: note.entry.id } : {}) }, { onSuccess: () => setEditing(false) })}
        />
      </li>
    )
  }
  return (
    <li>
      <p className={styles['meta']}>{meta}{note.entry && <> · <Link to="/entry/$id" params={{ id: String(note.entry.id) }}>{note.entry.entry}</Link></>}</p>
      <p className={styles['text']}>{note.text}</p>
      {write && note.by.own && <div className="row"><Pill look="link" onClick={() => setEditing(true)}>{t('common.edit')}</Pill><Pill look="link" onClick={() => setAsking(true)}>{t('advising.note.withdraw')}</Pill></div>}
      {withdraw.error && <Problem error={withdraw.error} />}
      <ConfirmInWords opened={asking} title={t('advising.note.withdraw.title')} action={t('advising.note.withdraw')} busy={withdraw.isPending} onClose={() => setAsking(false)} onConfirm={() => withdraw.mutate({ entity, id: note.id }, { onSettled: () => setAsking(false) })}>
        <p>{t('advising.note.withdraw.text')}</p>
      </ConfirmInWords>
    </li>
  )
}

type PrivateNote = Output<'private-note.list'>[number]

/** What the office keeps for itself: no pli carries it. */
export function PrivateNotes({ notes, write }: { readonly notes: readonly PrivateNote[]; readonly write: boolean }) {
  const t = useWords()
  const { entity } = useSession()
  const save = useCommand('private-note.save')
  return (
    <Card title={t('advising.private')} id="private-notes">
      <p className="note">{t('advising.private.text')}</p>
      {write && (
        <TextForm
          label={t('advising.private.new')} action={t('advising.private.save')} error={save.error} busy={save.isPending}
          onSend={(text, done) => save.mutate({ entity, text }, { onSuccess: done })}
        />
      )}
      <ul className={styles['said']}>{notes.map((note) => <OnePrivateNote key={note.id} note={note} write={write} />)}</ul>
    </Card>
  )
}

function OnePrivateNote({ note, write }: { readonly note: PrivateNote; readonly write: boolean }) {
  const t = useWords()
  const { entity } = useSession()
  const [editing, setEditing] = useState(false)
  const [asking, setAsking] = useState(false)
  const save = useCommand('private-note.save')
  const remove = useCommand('private-note.delete')
  if (editing) {
    return (
      <li>
        <TextForm
          label={t('advising.private.edit')} action={t('common.save')} first={note.text} error={save.error} busy={save.isPending} onClose={() => setEditing(false)}
          onSend={(text) => save.mutate({ entity, id: note.id, text }, { onSuccess: () => setEditing(false) })}
        />
      </li>
    )
  }
  return (
    <li>
      <p className={styles['meta']}>{t.date(note.on, 'long')}</p>
      <p className={styles['text']}>{note.text}</p>
      {write && <div className="row"><Pill look="link" onClick={() => setEditing(true)}>{t('common.edit')}</Pill><Pill look="link" onClick={() => setAsking(true)}>{t('common.delete')}</Pill></div>}
      {remove.error && <Problem error={remove.error} />}
      <ConfirmInWords opened={asking} title={t('advising.private.delete.title')} action={t('common.delete')} busy={remove.isPending} onClose={() => setAsking(false)} onConfirm={() => remove.mutate({ entity, id: note.id }, { onSettled: () => setAsking(false) })}>
        <p>{t('advising.private.delete.text')}</p>
      </ConfirmInWords>
    </li>
  )
}
