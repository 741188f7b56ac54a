import { Button, Skeleton } from '@mantine/core'
import type { ReactNode } from 'react'
import { Notice } from '../ui/Notice'
import { Trouble } from './Trouble'

interface Props<T> {
  /** A query of the cache, or what stands for one. */
  of: { data: T | undefined; error: Error | null; refetch: () => unknown }
  /** What is asked for, as a sentence about it begins: "The sources". */
  what: string
  /** Drawn until there is an answer. */
  waiting?: ReactNode
  children: (data: T) => ReactNode
}

/** What the server answered, also when it can't be read anew; else why there is nothing to see. */
export function Answer<T>({ of, what, waiting = <Skeleton height={240} />, children }: Props<T>) {
  const { data, error, refetch } = of
  if (data !== undefined) {
    return (
      <>
        {error && (
          <Trouble onAgain={refetch}>
            {what} could not be read anew, and may be older: {error.message}
          </Trouble>
        )}
        {children(data)}
      </>
    )
  }
  if (!error) return waiting
  return (
    <div role="alert">
      <Notice
        title={`${what} could not be loaded`}
        action={
          <Button variant="default" onClick={() => refetch()}>
            Try again
          </Button>
        }
      >
        <p>{error.message}</p>
      </Notice>
    </div>
  )
}
