import { useNavigate } from '@tanstack/react-router'
import { useCallback } from 'react'

/** Goes to the home page of the file just opened; the entity and the period of the one before mean nothing in it. */
export function useHome(): () => void {
  const navigate = useNavigate()
  return useCallback(() => void navigate({ to: '/', search: { e: undefined, p: undefined } as never }), [navigate])
}
