import { useQuery } from '@tanstack/react-query'
import { type ErrorComponentProps, Link, useParams } from '@tanstack/react-router'
import { isGone } from '../api/gone'
import { meQuery } from '../api/queries'
import { Failure, NotThere } from '../frame/Failure'
import { paths } from '../paths'

/**
 * In place of a case that could not load. Whatever number there is nothing under, an
 * administrator reads the same: that there may be a case that names other people.
 */
export function CaseFailure(failed: ErrorComponentProps) {
  const { tenant = '', number } = useParams({ strict: false })
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
