import { useDocumentTitle } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { insightsQuery } from '../../api/insights'
import { openOnly } from '../../api/queries'
import { Answer } from '../../frame/Answer'
import { Report } from '../../frame/Report'
import { quoted } from '../../query/literal'
import { Choice } from '../../ui/Choice'
import { inCount } from '../../ui/format'
import { levels, Severity } from '../../ui/Severity'
import { CaseCount } from './CaseCount'
import css from './Insights.module.css'
import { Times } from './Times'
import { Yields } from './Yields'

const route = getRouteApi('/t/$tenant/insights')

const ages = ['Up to a day', '1–3 days', '3–7 days', '7–30 days', 'Older']
/** The bounds of the ages above, in days. */
const bounds = [0, 1, 3, 7, 30]

/** How cases are worked on, and what rules yield (requirements P4, B15). */
export function Insights() {
  const { tenant } = route.useParams()
  const { days = 30 } = route.useSearch()
  const navigate = route.useNavigate()
  useDocumentTitle('Insights · Caseweave')
  const query = useQuery(insightsQuery(tenant, days))
  const { data } = query
  const aged = (level: string, i: number) => {
    const until = i === 0 ? '' : ` AND created_at < ${quoted(ago(bounds[i] as number))}`
    const from = i === 4 ? '' : ` AND created_at >= ${quoted(ago(bounds[i + 1] as number))}`
    return `severity = ${quoted(level)}${from}${until} AND ${openOnly}`
  }
  return (
    <Report
      title="Insights"
      head={
        <>
          <Choice
            label="Time"
            value={String(days)}
            options={['7', '30', '90', '366'].map((d) => ({
              value: d,
              label: d === '366' ? 'One year' : `${d} days`,
            }))}
            onChange={(d) => navigate({ search: { days: Number(d) } })}
          />
          {data && (
            <p className={css.quiet}>
              <CaseCount tenant={tenant} n={data.cases} q={`created_at >= ${quoted(data.since)}`} /> cases
              were opened of {inCount(data.detections)} detections
              {data.cases > 0 && `, ${(data.detections / data.cases).toFixed(1)} in each`}.
              {!data.complete && ' Not all could be looked at: these are the latest.'}
            </p>
          )}
        </>
      }
    >
      <Answer of={query} what="The insights">
        {(data) => (
          <>
            <table className={css.table}>
              <caption>Open cases, by severity and age</caption>
              <thead>
                <tr>
                  <th scope="col">Severity</th>
                  {ages.map((a) => (
                    <th scope="col" key={a} data-number>
                      {a}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {data.open.map((row) => (
                  <tr key={row.severity}>
                    <th scope="row" aria-label={levels[row.severity].word}>
                      <Severity level={row.severity} />
                    </th>
                    {row.by_age.map((n, i) => (
                      <td key={ages[i]} data-number data-none={n === 0}>
                        <CaseCount tenant={tenant} n={n} q={aged(row.severity, i)} />
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
            <Times title="Until somebody looked at a case" times={data.acknowledged} />
            <Times title="Until a case was closed" times={data.closed} />
            <Yields tenant={tenant} insights={data} />
          </>
        )}
      </Answer>
    </Report>
  )
}

const ago = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString()
