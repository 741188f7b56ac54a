import { Link } from '@tanstack/react-router'
import type { FilterExplained, RuleTried } from '../api/rule-records'
import { paths } from '../paths'
import { outcomeWords } from '../rule/words'
import { Foreign } from '../ui/Foreign'
import css from './Why.module.css'

/** One rule: what became of the detection under it, and each thing that it asked. */
export function WhyRule({ tenant, tried }: { tenant: string; tried: RuleTried }) {
  const { rule, outcome } = tried
  const { word, mark } = outcomeWords[outcome]
  const rows = tried.rows ?? []
  return (
    <li className={css.rule}>
      <details open={outcome === 'decided'}>
        <summary>
          <span className={css.outcome} data-mark={mark}>
            <span aria-hidden="true">{signs[mark]}</span> {word}
          </span>
          <span className={css.name}>
            <Foreign text={rule.title || rule.id} most={120} />
          </span>
          <span className={css.quiet}>version {rule.version}</span>
        </summary>
        <div className={css.inside}>
          <p>
            <Foreign text={tried.sentence} most={600} />{' '}
            <Link {...paths.rule({ tenant }, rule.id)}>Open the rule</Link>
          </p>
          {tried.filter && <Filter name="Filter" filter={tried.filter} />}
          {tried.append_filter && <Filter name="Append filter" filter={tried.append_filter} />}
          {rows.length > 0 && (
            <>
              <h4>Rows</h4>
              <ul>
                {rows.map((r) => (
                  <li key={r.row}>
                    <code className={css.row}>
                      <Foreign text={r.row} most={160} />
                    </code>{' '}
                    <Holders tenant={tenant} matched={r.matched ?? []} />
                  </li>
                ))}
              </ul>
            </>
          )}
          {(tried.errors ?? []).map((e) => (
            <p key={e} className={css.error}>
              <Foreign text={e} most={400} />
            </p>
          ))}
        </div>
      </details>
    </li>
  )
}

const signs = { yes: '✓', no: '✗', rest: '–' } as const

type Matched = RuleTried['rows'][number]['matched']

function Holders({ tenant, matched }: { tenant: string; matched: Matched }) {
  if (matched.length === 0) return <span className={css.quiet}>in no open case</span>
  return (
    <span>
      {matched.slice(0, 5).map((m, i) => (
        <span key={`${m.case} ${m.detection?.id}`}>
          {i > 0 && ', '}
          held by{' '}
          {m.detection && (
            <Link {...paths.detection(tenant, m.detection.id)}>
              <Foreign text={m.detection.title || m.detection.id} most={80} />
            </Link>
          )}
          {' in '}
          <Link {...paths.case(tenant, m.case)}>{m.case}</Link>
        </span>
      ))}
      {matched.length > 5 && ` and ${matched.length - 5} more`}
    </span>
  )
}

function Filter({ name, filter }: { name: string; filter: FilterExplained }) {
  return (
    <>
      <h4>
        {name} <span className={css.quiet}>{filter.holds ? 'holds' : 'does not hold'}</span>
      </h4>
      <ul className={css.clauses} aria-label={`Clauses of the ${name.toLowerCase()}`}>
        {(filter.clauses ?? []).map((c) => (
          <li key={`${c.line} ${c.column} ${c.text}`} className={css.clause} data-holds={c.holds}>
            <span className={css.sign}>
              <span aria-hidden="true">{c.holds ? '✓' : '✗'}</span> {c.holds ? 'yes' : 'no'}
            </span>
            <code>
              <Foreign text={c.text} most={300} />
            </code>
            {c.value !== undefined && c.value !== '' && (
              <span className={css.quiet}>
                it has{' '}
                <code>
                  <Foreign text={c.value} most={160} />
                </code>
              </span>
            )}
          </li>
        ))}
      </ul>
    </>
  )
}
