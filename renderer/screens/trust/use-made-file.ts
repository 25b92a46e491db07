import { useState } from 'react'
import type { MadeFileInfo } from '../../../core/workspace.ts'
import { bridge, call, type Input, type Name, type Output } from '../../client.ts'

type FileDoor = { [N in Name]: Output<N> extends MadeFileInfo ? N : never }[Name]

export interface MadeFile<N extends FileDoor> {
  readonly pending: boolean
  readonly error: unknown
  readonly made: { readonly value: Output<N>; readonly kept: boolean } | null
  make(input: Input<N>): Promise<void>
}

/** A door that makes a file, then gives the file to the person. */
export function useMadeFile<N extends FileDoor>(procedure: N): MadeFile<N> {
  const [state, setState] = useState<Omit<MadeFile<N>, 'make'>>({ pending: false, error: null, made: null })
  const make = async (input: Input<N>): Promise<void> => {
    setState({ pending: true, error: null, made: null })
    try {
      const value = await call(procedure, input)
      const kept = await bridge.download((value as MadeFileInfo).fileId)
      setState({ pending: false, error: null, made: { value, kept } })
    } catch (error) {
      setState({ pending: false, error, made: null })
    }
  }
  return { ...state, make }
}
