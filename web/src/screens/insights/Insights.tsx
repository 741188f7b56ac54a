import { useDocumentTitle } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { insightsQuery } from '../../api/insights'
import { openOnly } from '../../api/queries'
import { severityWords } from '../../casefile/words'
import { paths } from '../../paths'
import { quoted } from '../../query/literal'
import { Choice } from '../../ui/Choice'
import { Foreign } from '../../ui/Foreign'
import { inCount } from '../../ui/format'
import { Notice } from '../../ui/Notice'
import { Severity } from '../../ui/Severity'
import css from './Insights.module.css'
import { Times } from './Times'

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
  const { data, error } = useQuery(insightsQuery(tenant, days))
  if (error) return <Notice title="The insights could not be loaded">{error.message}</Notice>
  const since = data ? ` AND created_at >= ${quoted(data.since)}` : ''
  const counted = (n: number, q: string) =>
    n > 0 ? <Link {...paths.cases(tenant, { q })}>{inCount(n)}</Link> : 0
  const aged = (level: string, i: number) => {
    const until = i === 0 ? '' : ` AND created_at < ${quoted(ago(bounds[i] as number))}`
    const from = i === 4 ? '' : ` AND created_at >= ${quoted(ago(bounds[i + 1] as number))}`
    return `severity = ${quoted(level)}${from}${until} AND ${openOnly}`
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={css.screen} tabIndex={0} aria-label="Insights, overview">
      <header className={css.head}>
        <h1>Insights</h1>
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
            {counted(data.cases, `created_at >= ${quoted(data.since)}`)} cases were opened of{' '}
            {inCount(data.detections)} detections
            {data.cases > 0 && `, ${(data.detections / data.cases).toFixed(1)} in each`}.
            {!data.complete && ' Not all could be looked at: these are the latest.'}
          </p>
        )}
      </header>
      {data && (
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
                  <th scope="row" aria-label={severityWords[row.severity]}>
                    <Severity level={row.severity} />
                  </th>
                  {row.by_age.map((n, i) => (
                    <td key={ages[i]} data-number data-none={n === 0}>
                      {counted(n, aged(row.severity, i))}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
          <Times title="Until somebody looked at a case" times={data.acknowledged} />
          <Times title="Until a case was closed" times={data.closed} />
          <table className={css.table}>
            <caption>What came of the rules</caption>
            <thead>
              <tr>
                <th scope="col">Opened by</th>
                {['Cases', 'Detections', 'Open', 'True positives', 'False positives'].map((name) => (
                  <th scope="col" key={name} data-number>
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {data.rules.map((r) => (
                <tr key={r.rule}>
                  <th scope="row">{r.rule ? <Foreign text={r.rule} most={120} /> : 'People'}</th>
                  <td data-number>{counted(r.cases, `${by(r.rule)}${since}`)}</td>
                  <td data-number>{inCount(r.detections)}</td>
                  <td data-number>{counted(r.open, `${by(r.rule)}${since} AND ${openOnly}`)}</td>
                  <td data-number>{inCount(r.true_positives)}</td>
                  <td data-number>{inCount(r.false_positives)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
    </section>
  )
}

const by = (rule: string) => (rule ? `rule = ${quoted(rule)}` : 'rule IS NULL')

const ago = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString()
