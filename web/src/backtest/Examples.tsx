import { Link } from '@tanstack/react-router'
import type { BacktestExample } from '../api/rule-records'
import { bandOf } from '../detection/words'
import { paths } from '../paths'
import { Foreign } from '../ui/Foreign'
import { Severity } from '../ui/Severity'
import { Time } from '../ui/Time'
import css from './Backtest.module.css'

const groups: [BacktestExample['change'], string][] = [
  ['joined', 'Detections that would join a case'],
  ['left', 'Detections that would be in no case'],
  ['moved', 'Detections that would be in another case'],
  ['case_created', 'Cases that would be opened'],
  ['case_gone', 'Cases that would not be'],
]

/** The first detections of each change. */
export function Examples({ tenant, examples }: { tenant: string; examples: BacktestExample[] }) {
  return groups.map(([change, title]) => {
    const list = examples.filter((e) => e.change === change)
    return (
      list.length > 0 && (
        <section key={change} id={change} className={css.section}>
          <h2>{title}</h2>
          <ul>
            {list.map((e) => (
              <li key={e.detection.id} className={css.example}>
                <Severity level={bandOf(e.detection.severity)} bare />
                <Link {...paths.detection(tenant, e.detection.id)}>
                  <Foreign text={e.detection.title || e.detection.id} most={120} />
                </Link>
                <span className={css.quiet}>
                  <Time at={e.detection.created_at} />
                </span>
                <span className={css.way}>
                  <Side tenant={tenant} number={e.before_case} rule={e.before_rule} stored />
                  <span aria-hidden="true"> → </span>
                  <Side tenant={tenant} number={e.after_case} rule={e.after_rule} />
                </span>
              </li>
            ))}
          </ul>
        </section>
      )
    )
  })
}

interface SideProps {
  tenant: string
  number?: string
  rule?: string
  /** The case is one that there is. */
  stored?: boolean
}

function Side({ tenant, number, rule, stored }: SideProps) {
  if (!number) return 'no case'
  return (
    <span>
      {stored && isNumber(number) ? (
        <Link {...paths.case(tenant, number)}>{number}</Link>
      ) : (
        <Foreign text={number} />
      )}
      {rule && (
        <>
          {' by '}
          <Foreign text={rule} most={80} />
        </>
      )}
    </span>
  )
}

const isNumber = (label: string) => /^[A-Za-z-]+\d{7,}$/.test(label)
