import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ActivityEntry } from '../../../activity/ActivityEntry'
import { latestActivityQuery } from '../../../api/queries'
import { paths } from '../../../paths'
import css from './Comments.module.css'

/** How many entries are shown; the history has the rest. */
const most = 50

/** What happened to the case lately, newest first (requirement X14). */
export function LatestActivity({ tenant, number }: { tenant: string; number: string }) {
  const { data, error } = useQuery(latestActivityQuery(tenant, number, most))
  return (
    <div className={css.panel}>
      {error && <p className={css.quiet}>{error.message}</p>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <ol className={css.list} tabIndex={0} aria-label="Activity">
        {(data?.items ?? []).map((a) => (
          <li key={a.entry}>
            <ActivityEntry tenant={tenant} activity={a} />
          </li>
        ))}
      </ol>
      <Link {...paths.case(tenant, number, 'history')}>See all</Link>
    </div>
  )
}
