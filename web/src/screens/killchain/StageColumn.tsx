import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { KillChain } from '../../api/insights'
import { attackQuery } from '../../api/queries'
import { paths } from '../../paths'
import { Foreign } from '../../ui/Foreign'
import { inCount } from '../../ui/format'
import { Severity } from '../../ui/Severity'
import css from './KillChain.module.css'
import { withStage } from './matrix-cells'

/** A stage with how many cases reach it, and those with the highest scores. */
export function StageColumn({ tenant, stage }: { tenant: string; stage: KillChain['stages'][number] }) {
  const attack = useQuery(attackQuery).data
  return (
    <li className={css.stage} data-empty={stage.cases === 0}>
      <h2>
        <span className={css.number}>{stage.number}</span> {stage.name}
      </h2>
      <p className={css.count}>
        {attack && stage.cases > 0 ? (
          <Link {...paths.cases(tenant, { q: withStage(attack, stage.number) })}>{inCount(stage.cases)}</Link>
        ) : (
          inCount(stage.cases)
        )}
      </p>
      <ul>
        {stage.top.map((c) => (
          <li key={c.number} className={css.top}>
            <Severity level={c.severity} bare />
            <span className={css.score}>{c.score}</span>
            <Link {...paths.case(tenant, c.number)} className={css.title}>
              <Foreign text={c.title || c.number} most={90} />
            </Link>
          </li>
        ))}
      </ul>
    </li>
  )
}
