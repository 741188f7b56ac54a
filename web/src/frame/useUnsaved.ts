import { useBlocker } from '@tanstack/react-router'
import { useEffect } from 'react'

const begun = new Set<symbol>()

/** Says whether leaving the screen would lose something. */
export const isUnsaved = () => begun.size > 0

/** Asks before the reader leaves the screen, while there is something to lose. Its own parts are not leaving. */
export function useUnsaved(dirty: boolean) {
  useEffect(() => {
    if (!dirty) return
    const mark = Symbol()
    begun.add(mark)
    return () => void begun.delete(mark)
  }, [dirty])
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => dirty && current.pathname !== next.pathname,
    enableBeforeUnload: dirty,
    withResolver: true,
  })
  return {
    asks: blocker.status === 'blocked',
    leave: () => blocker.proceed?.(),
    stay: () => blocker.reset?.(),
  }
}
