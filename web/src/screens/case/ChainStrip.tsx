import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { attackQuery, type View } from '../../api/queries'
import type { CaseDetail } from '../../api/records'
import { ofStage } from '../../attack/filters'
import { paths } from '../../paths'
import { counted } from '../../ui/format'
import { Time } from '../../ui/Time'
import css from './ChainStrip.module.css'

interface Props {
  tenant: string
  c: CaseDetail
  /** What the table below shows. */
  view: View
}

/** How far along the kill chain the case is; each number shows the detections of its stage (requirement X8). */
export function ChainStrip({ tenant, c, view }: Props) {
  const reached = c.kill_chain.filter((stage) => stage.detections > 0).length
  return (
    <section className={css.chain} aria-label={`Kill chain, ${reached} of 5 stages reached`}>
      <ol>
        {c.kill_chain.map((stage) => (
          <li key={stage.number} className={css.stage} data-reached={stage.detections > 0}>
            <h2>
              <span className={css.number}>{stage.number}</span> {stage.name}
            </h2>
            <p>
              <Reach tenant={tenant} c={c} view={view} stage={stage} />
            </p>
          </li>
        ))}
      </ol>
    </section>
  )
}

function Reach({ tenant, c, view, stage }: Props & { stage: CaseDetail['kill_chain'][number] }) {
  const attack = useQuery(attackQuery).data
  if (!stage.first_at) return 'Not reached'
  const count = counted(stage.detections, 'detection')
  const search = attack && { ...view, q: ofStage(attack, stage.number) }
  return (
    <>
      {search ? <Link {...paths.caseDetections(tenant, c.number, search)}>{count}</Link> : count}, first{' '}
      <Time at={stage.first_at} />
    </>
  )
}
