import { type ReactNode, useEffect, useRef } from 'react'

/**
 * A part of the page that gives way to another one (a step, what is behind a door). When `step` changes the focus goes to it, or to
 * the field in it that asks for it by `data-autofocus`: what had the focus is gone, and the keyboard must not start again at the top.
 */
export function FocusRegion({ step, children }: { readonly step: string; readonly children: ReactNode }) {
  const box = useRef<HTMLDivElement>(null)
  const before = useRef(step)
  useEffect(() => {
    if (before.current === step) return
    before.current = step
    const target = box.current?.querySelector<HTMLElement>('[data-autofocus]') ?? box.current
    target?.focus({ preventScroll: true })
    window.scrollTo(0, 0)
  }, [step])
  return <div ref={box} tabIndex={-1} style={{ outline: 'none' }}>{children}</div>
}
