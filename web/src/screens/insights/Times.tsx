import type { Insights } from '../../api/insights'
import { inCount } from '../../ui/format'
import { levels, Severity } from '../../ui/Severity'
import { tookWords } from '../../ui/took'
import css from './Insights.module.css'

/** How long something took, by severity, as a table with a bar for the median. */
export function Times({ title, times }: { title: string; times: Insights['closed'] }) {
  const longest = Math.max(1, ...times.map((t) => t.p90))
  return (
    <table className={css.table}>
      <caption>{title}</caption>
      {times.length === 0 ? (
        <tbody>
          <tr>
            <td className={css.quiet}>No case of this time so far.</td>
          </tr>
        </tbody>
      ) : (
        <>
          <thead>
            <tr>
              <th scope="col">Severity</th>
              <th scope="col" data-number>
                Half within
              </th>
              <th scope="col" data-number>
                Nine of ten within
              </th>
              <th scope="col" data-number>
                Cases
              </th>
              <th scope="col" className={css.bars}>
                Compared
              </th>
            </tr>
          </thead>
          <tbody>
            {times.map((t) => (
              <tr key={t.severity}>
                <th scope="row" aria-label={levels[t.severity].word}>
                  <Severity level={t.severity} />
                </th>
                <td data-number>{tookWords(t.median)}</td>
                <td data-number>{tookWords(t.p90)}</td>
                <td data-number>{inCount(t.cases)}</td>
                <td className={css.bars} aria-hidden="true">
                  <span className={css.bar} style={{ width: `${(100 * t.p90) / longest}%` }}>
                    <span style={{ width: `${(100 * t.median) / Math.max(1, t.p90)}%` }} />
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </>
      )}
    </table>
  )
}
