import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { ActivityEntry } from '../../activity/ActivityEntry'
import { caseQuery, latestActivityQuery } from '../../api/queries'
import type { Case } from '../../api/records'
import { TacticList } from '../../attack/TacticList'
import { paths } from '../../paths'
import { Facts } from '../../ui/Facts'
import { Foreign } from '../../ui/Foreign'
import { Time } from '../../ui/Time'
import { Counts } from './Counts'
import { InvolvedList } from './InvolvedList'
import css from './Overview.module.css'

const route = getRouteApi('/t/$tenant/cases/$number/overview')

/** What a case is about, on one screen (requirement S17). */
export function Overview() {
  const { tenant, number } = route.useParams()
  const { data: c } = useSuspenseQuery(caseQuery(tenant, number))
  return (
    <div className={css.overview}>
      <div className={css.main}>
        <Counts tenant={tenant} c={c} />
        {c.description && (
          <Section title="Summary">
            <Foreign text={c.description} most={2000} unfolds />
          </Section>
        )}
        <Section title="Tactics and techniques">
          <TacticList tactics={c.tactics ?? []} techniqueIDs={c.technique_ids ?? []} />
        </Section>
        <Section title="Devices and users">
          <div className={css.involved}>
            <InvolvedList tenant={tenant} kind="host" values={c.hosts ?? []} total={c.host_count} />
            <InvolvedList tenant={tenant} kind="user" values={c.users ?? []} total={c.user_count} />
          </div>
        </Section>
      </div>
      <div className={css.side}>
        <Section title="When and why">
          <Facts facts={origin(c)} />
        </Section>
        <Latest tenant={tenant} number={number} />
      </div>
    </div>
  )
}

function origin(c: Case) {
  return [
    { name: 'First seen', value: <Time at={c.first_seen_at} /> },
    { name: 'Last seen', value: <Time at={c.last_seen_at} /> },
    { name: 'Type', value: <Foreign text={c.type} /> },
    { name: 'Opened by', value: c.rule ? <Foreign text={c.rule.title} /> : 'A person' },
  ]
}

function Latest({ tenant, number }: { tenant: string; number: string }) {
  const latest = useQuery(latestActivityQuery(tenant, number, 5))
  return (
    <Section title="Latest activity" aside={<Link {...paths.case(tenant, number, 'history')}>See all</Link>}>
      <ul className={css.latest}>
        {(latest.data?.items ?? []).map((a) => (
          <li key={a.entry}>
            <ActivityEntry tenant={tenant} activity={a} />
          </li>
        ))}
      </ul>
    </Section>
  )
}

function Section({ title, aside, children }: { title: string; aside?: ReactNode; children: ReactNode }) {
  return (
    <section className={css.section}>
      <div className={css.sectionHead}>
        <h2>{title}</h2>
        {aside}
      </div>
      {children}
    </section>
  )
}
