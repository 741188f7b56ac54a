import { Button, Skeleton } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import { useQueryErrorResetBoundary } from '@tanstack/react-query'
import { type ErrorComponentProps, Link, useRouter } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { isGone } from '../api/gone'
import { Problem } from '../api/problem'
import { paths } from '../paths'
import { Unloaded } from '../ui/lazily'
import { Notice } from '../ui/Notice'
import css from './Failure.module.css'

/** In place of a screen that could not load. */
export function Failure({ error, reset }: ErrorComponentProps) {
  const again = useAgain(reset)
  if (isGone(error)) return <Missing />
  return (
    <Notice level={1} title="This could not be loaded" action={<Button onClick={again}>Try again</Button>}>
      <p>
        {error instanceof Problem || error instanceof Unloaded
          ? error.message
          : 'The page met a fault of its own.'}
      </p>
    </Notice>
  )
}

/** Loads what failed once more. */
export function useAgain(reset: () => void) {
  const router = useRouter()
  const asked = useQueryErrorResetBoundary()
  return () => {
    asked.reset()
    reset()
    router.invalidate()
  }
}

/** In place of a screen that there is not. */
export const Missing = () => <NotThere />

/** The same, with what else is to be said of what is not there. */
export function NotThere({ children }: { children?: ReactNode }) {
  useDocumentTitle('There is nothing here · Caseweave')
  return (
    <Notice level={1} title="There is nothing here" action={<Link {...paths.home()}>Go to the cases</Link>}>
      <p>The address may be mistyped, or what it showed is not yours to see.</p>
      {children}
    </Notice>
  )
}

/** The same where nothing else is on the page. */
export function MissingPage() {
  return (
    <main>
      <Missing />
    </main>
  )
}

/** In place of a screen that is still loading. */
export function Pending() {
  return (
    <div className={css.pending} aria-busy="true">
      <Skeleton height={24} width={220} />
      <Skeleton height={12} width="70%" />
      <Skeleton height={12} width="55%" />
      <Skeleton height={12} width="62%" />
    </div>
  )
}
