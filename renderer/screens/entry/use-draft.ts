import { useCallback, useEffect, useRef, useState, useLayoutEffect } from 'react'
import { call, type Output, Refused } from '../../client.ts'
import { type FormBody, fromDraft, isBlank, sameBody, toDraft } from './form-body.ts'

export type Draft = Output<'draft.list'>[number]
export type Posted = Output<'draft.post'>

const PAUSE_MS = 400

/**
 * What is being typed, saved by itself a moment after each change, walked back and forth by the states that the books keep.
 * Saves never overtake one another, and posting waits for the last of them.
 */
export function useDraft(entity: string, first: FormBody, draft: Draft | undefined, canWrite: boolean) {
  const [body, setBody] = useState(first)
  const [stored, setStored] = useState<Draft | undefined>(draft)
  const [problem, setProblem] = useState<Error | null>(null)
  const latest = useRef({ body: first, stored: draft, saved: first })
  const queue = useRef<Promise<unknown>>(Promise.resolve())
  useLayoutEffect(() => { latest.current.body = body })

  const keep = useCallback((next: Draft | undefined) => {
    latest.current.stored = next
    setStored(next)
  }, [])

  /** Runs after the saves under way. */
  const inTurn = useCallback(<T,>(work: () => Promise<T>): Promise<T> => {
    const next = queue.current.then(work, work)
    queue.current = next.catch(() => undefined)
    return next
  }, [])

  const saveNow = useCallback(() => inTurn(async () => {
    const { body: now, stored: known, saved } = latest.current
    if (!canWrite || sameBody(now, saved) || (!known && isBlank(now))) return known
    const next = await call('draft.save', { entity, body: toDraft(now), ...(known ? { id: known.id, version: known.version } : {}) })
    latest.current.saved = now
    keep(next)
    return next
  }), [inTurn, entity, keep, canWrite])

  useEffect(() => {
    if (problem instanceof Refused || sameBody(body, latest.current.saved)) return undefined
    const timer = setTimeout(() => void saveNow().catch((error: Error) => setProblem(error)), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [body, saveNow, problem])

  // Leaving the page saves what the pause had not yet.
  useEffect(() => () => void saveNow().catch(() => undefined), [saveNow])

  const step = useCallback(async (direction: 'undo' | 'redo') => {
    try {
      await saveNow()
      const known = latest.current.stored
      if (!known || (direction === 'undo' ? !known.canUndo : !known.canRedo)) return
      const next = await inTurn(() => call('draft.step', { entity, id: known.id, direction }))
      const stepped = fromDraft(next.body, latest.current.body)
      latest.current.saved = stepped
      keep(next)
      setBody(stepped)
    } catch (error) {
      setProblem(error as Error)
    }
  }, [entity, inTurn, keep, saveNow])

  const post = useCallback(async (): Promise<Posted> => {
    const known = (await saveNow()) ?? latest.current.stored ?? (await inTurn(() => call('draft.save', { entity, body: toDraft(latest.current.body) })))
    keep(known)
    const posted = await inTurn(() => call('draft.post', { entity, id: known.id, version: known.version }))
    // Nothing is left to save: the draft became an entry.
    latest.current.saved = latest.current.body
    keep(undefined)
    return posted
  }, [entity, inTurn, keep, saveNow])

  const isDirty = useCallback(() => canWrite && !sameBody(latest.current.body, latest.current.saved), [canWrite])
  return { isDirty, body, setBody, stored, problem, setProblem, undo: useCallback(() => void step('undo'), [step]), redo: useCallback(() => void step('redo'), [step]), post, saveNow }
}
