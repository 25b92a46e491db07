import { useCallback, useEffect, useRef, useState } from 'react'
import type { ProgressStep } from '../core/context.ts'
import { call, type Input, type Name, type Output } from './client.ts'

export interface LongCall<N extends Name> {
  readonly pending: boolean
  /** Where it stands, once the core has said so. */
  readonly progress: ProgressStep | null
  readonly data: Output<N> | undefined
  readonly error: unknown
  /** Starts; a call under way is stopped first. Answers the value, or undefined when it failed or was stopped (see `error`). */
  readonly start: (input: Input<N>) => Promise<Output<N> | undefined>
  readonly cancel: () => void
  readonly reset: () => void
}

/** A long door of the core: what it is doing, how far, and a way to stop it that leaves nothing behind. */
export function useLongCall<N extends Name>(procedure: N): LongCall<N> {
  const [state, setState] = useState<{ pending: boolean; progress: ProgressStep | null; data: Output<N> | undefined; error: unknown }>(IDLE)
  const controller = useRef<AbortController | null>(null)
  const cancel = useCallback(() => controller.current?.abort(), [])
  useEffect(() => cancel, [cancel])
  const start = useCallback(async (input: Input<N>) => {
    controller.current?.abort()
    const own = new AbortController()
    controller.current = own
    const mine = (): boolean => controller.current === own
    setState({ ...IDLE, pending: true })
    try {
      const data = await call(procedure, input, { signal: own.signal, onProgress: (progress) => { if (mine()) setState((now) => ({ ...now, progress })) } })
      if (mine()) setState({ ...IDLE, data })
      return data
    } catch (error) {
      if (mine()) setState({ ...IDLE, error })
      return undefined
    }
  }, [procedure])
  const reset = useCallback(() => {
    controller.current?.abort()
    controller.current = null
    setState(IDLE)
  }, [])
  return { ...state, start, cancel, reset }
}

const IDLE = { pending: false, progress: null, data: undefined, error: undefined }
