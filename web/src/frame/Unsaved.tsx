import { useBlocker } from '@tanstack/react-router'
import { useEffect } from 'react'
import { Ask } from '../ui/Ask'

const begun = new Set<symbol>()

let abandoned = false

/** Lets everything go that is not saved: it is not for the eyes of whoever comes next. */
export function abandon() {
  abandoned = true
}

/** Says whether leaving the screen would lose something. */
export const isUnsaved = () => begun.size > 0

interface Props {
  /** There is something to lose. */
  dirty: boolean
  /** What is lost by leaving. */
  children: string
}

/** Asks before the reader leaves the screen, while there is something to lose. Its own parts are not leaving. */
export function Unsaved({ dirty, children }: Props) {
  useEffect(() => {
    if (!dirty) return
    const mark = Symbol()
    begun.add(mark)
    return () => void begun.delete(mark)
  }, [dirty])
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => dirty && current.pathname !== next.pathname,
    enableBeforeUnload: () => dirty && !abandoned,
    withResolver: true,
  })
  return (
    <Ask
      opened={blocker.status === 'blocked'}
      title="Leave without saving?"
      yes="Leave"
      no="Stay"
      grave
      onYes={() => blocker.proceed?.()}
      onNo={() => blocker.reset?.()}
    >
      <p>{children}</p>
    </Ask>
  )
}
