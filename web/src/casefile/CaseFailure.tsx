import { useQuery } from '@tanstack/react-query'
import { type ErrorComponentProps, Link, useParams } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { isGone } from '../api/gone'
import { topicOf, usePulse } from '../api/pulse'
import { keys, meQuery } from '../api/queries'
import { Failure, NotThere, useAgain } from '../frame/Failure'
import { paths } from '../paths'

/**
 * In place of a case that could not load. Whatever number there is nothing under, an
 * administrator reads the same: that there may be a case that names other people. One that
 * everybody may know of again is shown again.
 */
export function CaseFailure(failed: ErrorComponentProps) {
  const { tenant = '', number = '' } = useParams({ strict: false })
  const told = usePulse(topicOf(keys.case(tenant, number)))
  const [since] = useState(told)
  const again = useAgain(failed.reset)
  // biome-ignore lint/correctness/useExhaustiveDependencies: each word of the case is one more try
  useEffect(() => {
    if (told !== since) again()
  }, [told])
  const may = useQuery(meQuery).data?.may ?? []
  if (!isGone(failed.error)) return <Failure {...failed} />
  return (
    <NotThere>
      {may.includes('settings:write') && (
        <p>
          If it is a case that names other people, you may{' '}
          <Link {...paths.settings(tenant, `tenant:${tenant}`, 'hidden-cases', { number })}>claim it</Link>.
        </p>
      )}
    </NotThere>
  )
}
