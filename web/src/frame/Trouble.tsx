import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import css from './Trouble.module.css'

/** Says beside what is seen that it could not be read anew, or not to its end, and tries once more. */
export function Trouble({ children, onAgain }: { children: ReactNode; onAgain: () => void }) {
  return (
    <div role="status" className={css.trouble}>
      {children}
      <Button size="compact-xs" variant="default" onClick={onAgain}>
        Try again
      </Button>
    </div>
  )
}
