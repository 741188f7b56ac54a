import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { attackQuery } from '../../api/queries'
import type { CaseDetail } from '../../api/records'
import { namedTactics } from '../../attack/catalogue'
import { paths } from '../../paths'
import { inCount } from '../../ui/format'
import css from './Counts.module.css'

/** How much of everything a case holds; what has a list behind it leads there. */
export function Counts({ tenant, c }: { tenant: string; c: CaseDetail }) {
  const attack = useQuery(attackQuery).data
  return (
    <dl className={css.counts}>
      <Count name="Detections">
        <Link {...paths.case(tenant, c.number, 'detections')}>{inCount(c.detection_count)}</Link>
      </Count>
      <Count name="Devices">
        <a href="#host">{inCount(c.host_count)}</a>
      </Count>
      <Count name="Users">
        <a href="#user">{inCount(c.user_count)}</a>
      </Count>
      <Count name="Tactics">{inCount(namedTactics(attack, c.tactics).length)}</Count>
      <Count name="Techniques">{inCount(c.technique_ids?.length ?? 0)}</Count>
    </dl>
  )
}

function Count({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={css.count}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
