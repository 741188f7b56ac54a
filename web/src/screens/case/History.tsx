import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useLiveList } from '../../api/live-list'
import { Problem } from '../../api/problem'
import { caseCheckQuery } from '../../api/proof'
import { topicOf } from '../../api/pulse'
import { caseActivityQuery, caseQuery, keys } from '../../api/queries'
import { paths } from '../../paths'
import { Broken } from '../../proof/Verified'
import { Notice } from '../../ui/Notice'
import css from './History.module.css'
import { HistoryEntries } from './HistoryEntries'
import { HistoryHead } from './HistoryHead'
import { sameNumber } from './useLed'

const route = getRouteApi('/t/$tenant/cases/$number/history')

/** All that happened to the case, newest first, or what a filter keeps of it (requirement S29). */
export function History() {
  const { tenant, number } = route.useParams()
  const { q } = route.useSearch()
  const navigate = route.useNavigate()
  const topic = topicOf(keys.case(tenant, number))
  const query = caseActivityQuery(tenant, number, q)
  const list = useLiveList(query, topic)
  const { items, error, loading } = list
  const { data: c } = useSuspenseQuery(caseQuery(tenant, number))
  const { data: check } = useQuery(caseCheckQuery(tenant, number))
  return (
    <>
      {!sameNumber(c.number, number) && (
        <p className={css.led}>
          What happened to {number} before it was merged into{' '}
          <Link {...paths.case(tenant, c.number, 'history')}>{c.number}</Link>
        </p>
      )}
      <HistoryHead
        tenant={tenant}
        number={number}
        query={query}
        q={q}
        verified={check?.state === 'verified'}
        onFilter={(q) => navigate({ search: { q: q || undefined } })}
      />
      {check?.state === 'broken' && (
        <div className={css.broken}>
          <Broken check={check} />
        </div>
      )}
      {error && !(error instanceof Problem && q) && (
        <Notice title="The history could not be loaded">{error.message}</Notice>
      )}
      {!error && !loading && items.length === 0 && <Notice title="Nothing in the history is like that" />}
      <HistoryEntries key={q} tenant={tenant} list={list} whole={!q} />
    </>
  )
}
