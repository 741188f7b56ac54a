import { Link } from '@tanstack/react-router'
import type { Insights } from '../../api/insights'
import { openOnly } from '../../api/queries'
import { paths } from '../../paths'
import { quoted } from '../../query/literal'
import { Foreign } from '../../ui/Foreign'
import { inCount } from '../../ui/format'
import { CaseCount } from './CaseCount'
import css from './Insights.module.css'

type Yield = Insights['rules'][number]

/** What came of the rules, of each by its id: titles may be shared (requirement P4). */
export function Yields({ tenant, insights }: { tenant: string; insights: Insights }) {
  const since = `created_at >= ${quoted(insights.since)}`
  return (
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
        {insights.rules.map((r) => (
          <tr key={r.rule_id}>
            <th scope="row">
              <Opener tenant={tenant} rule={r} shared={isShared(r, insights.rules)} />
            </th>
            <td data-number>
              <CaseCount tenant={tenant} n={r.cases} q={`${by(r)} AND ${since}`} />
            </td>
            <td data-number>{inCount(r.detections)}</td>
            <td data-number>
              <CaseCount tenant={tenant} n={r.open} q={`${by(r)} AND ${since} AND ${openOnly}`} />
            </td>
            <td data-number>{inCount(r.true_positives)}</td>
            <td data-number>{inCount(r.false_positives)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** Who opened the cases: a rule by its title, beside its id where another has the same. */
function Opener({ tenant, rule, shared }: { tenant: string; rule: Yield; shared: boolean }) {
  if (!rule.rule_id) return 'People'
  return (
    <>
      <Link {...paths.rule({ tenant }, rule.rule_id)}>
        <Foreign text={rule.rule || rule.rule_id} most={120} />
      </Link>
      {shared && (
        <code className={css.id}>
          <Foreign text={rule.rule_id} most={60} />
        </code>
      )}
    </>
  )
}

const isShared = (rule: Yield, all: Yield[]) =>
  all.some((r) => r.rule === rule.rule && r.rule_id !== rule.rule_id)

const by = ({ rule_id }: Yield) => (rule_id ? `rule_id = ${quoted(rule_id)}` : 'rule_id IS NULL')
