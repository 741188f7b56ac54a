import { useDocumentTitle } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { sourcesQuery } from '../../api/sources'
import { Answer } from '../../frame/Answer'
import { Report } from '../../frame/Report'
import { HowToSend } from '../../source/HowToSend'
import { byGravity } from '../../source/words'
import { Notice } from '../../ui/Notice'
import { SourceRow } from './SourceRow'
import css from './Sources.module.css'

const route = getRouteApi('/t/$tenant/sources')

/** Whether sources send as they usually do (requirements S9, S30). */
export function Sources() {
  const { tenant } = route.useParams()
  useDocumentTitle('Sources · Caseweave')
  const query = useQuery(sourcesQuery(tenant))
  if (query.data?.length === 0) return <NoSources tenant={tenant} />
  return (
    <Report
      title="Sources"
      head={<p>What came in lately, against what is usual. Cases depend on detections that keep coming.</p>}
    >
      <Answer of={query} what="The sources">
        {(data) => (
          <table className={css.table} aria-label="Sources">
            <thead>
              <tr>
                <th scope="col">Source</th>
                <th scope="col">State</th>
                <th scope="col">Last sent</th>
                <th scope="col">Last 24 hours</th>
                <th scope="col" className={css.wide}>
                  Usual
                </th>
              </tr>
            </thead>
            <tbody>
              {byGravity(data).map((s) => (
                <SourceRow key={s.source} tenant={tenant} source={s} />
              ))}
            </tbody>
          </table>
        )}
      </Answer>
    </Report>
  )
}

function NoSources({ tenant }: { tenant: string }) {
  return (
    <Notice title="No source has sent anything yet" level={1}>
      <p>
        Each source stands here once it has sent something, with how much came in and whether that is usual.
      </p>
      <HowToSend tenant={tenant} />
    </Notice>
  )
}
