import { useState } from 'react'

/** The text being typed over `value`, or null while the field shows the value itself: a value that changes otherwise takes the place of the text. */
export function useTypedText(value: unknown): readonly [text: string | null, setText: (text: string | null) => void] {
  const [text, setText] = useState<string | null>(null)
  const [over, setOver] = useState(value)
  if (!Object.is(over, value)) {
    // While rendering, not in an effect: React then renders once more before anything is shown.
    setOver(value)
    setText(null)
  }
  return [text, setText]
}
