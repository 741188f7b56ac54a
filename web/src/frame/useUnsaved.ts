import { useBlocker } from '@tanstack/react-router'

/** Asks before the reader leaves the screen, while there is something to lose. Its own parts are not leaving. */
export function useUnsaved(dirty: boolean) {
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
