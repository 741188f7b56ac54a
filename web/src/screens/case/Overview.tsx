import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { ActivityEntry } from '../../activity/ActivityEntry'
import { caseQuery, latestActivityQuery } from '../../api/queries'
import type { Case, CaseDetail } from '../../api/records'
import { TacticList } from '../../attack/TacticList'
import { Answer } from '../../frame/Answer'
import { paths } from '../../paths'
import { type Fact, Facts } from '../../ui/Facts'
import { Foreign } from '../../ui/Foreign'
import { isTime } from '../../ui/format'
import { Time } from '../../ui/Time'
import { CaseType } from './CaseType'
import { Counts } from './Counts'
import { InvolvedList } from './InvolvedList'
import css from './Overview.module.css'
import { PlaceList } from './PlaceList'
import { RelatedCases } from './related/RelatedCases'
import { Section } from './Section'
import { StageList } from './StageList'
import { Summary } from './Summary'

const route = getRouteApi('/t/$tenant/cases/$number/overview')

/** What a case is about, on one screen (requirement S17). */
export function Overview() {
  const { tenant, number } = route.useParams()
  const { data: c } = useSuspenseQuery(caseQuery(tenant, number))
  return (
    <div className={css.overview}>
      <div className={css.main}>
        <Counts tenant={tenant} c={c} />
        <Summary tenant={tenant} c={c} />
        {c.key_findings && (
          <Section title="Key findings">
            <p className={css.findings}>
              <Foreign text={c.key_findings} most={2000} unfolds />
            </p>
          </Section>
        )}
        {c.stages.length > 0 && (
          <Section title="Stages and tasks">
            <StageList stages={c.stages} />
          </Section>
        )}
        <Section title="Tactics and techniques">
          <TacticList tactics={c.tactics ?? []} techniqueIDs={c.technique_ids ?? []} />
        </Section>
        <Section title="Devices and users">
          <div className={css.involved}>
            <InvolvedList tenant={tenant} number={c.number} kind="host" />
            <InvolvedList tenant={tenant} number={c.number} kind="user" />
          </div>
        </Section>
        <Section title="Where">
          <PlaceList tenant={tenant} number={c.number} />
        </Section>
        <RelatedCases tenant={tenant} c={c} />
      </div>
      <div className={css.side}>
        <Section title="When and why">
          <Facts facts={origin(tenant, c)} />
        </Section>
        <Latest tenant={tenant} number={number} />
      </div>
    </div>
  )
}

function origin(tenant: string, c: CaseDetail): Fact[] {
  const facts: (Fact | null)[] = [
    { name: 'First seen', value: <Seen at={c.first_seen_at} /> },
    { name: 'Last seen', value: <Seen at={c.last_seen_at} /> },
    { name: 'Type', value: <CaseType tenant={tenant} c={c} /> },
    { name: 'Opened by', value: <Opener tenant={tenant} c={c} /> },
    c.template && {
      name: 'Template',
      value: (
        <Link {...paths.template({ tenant }, c.template.id)}>
          <Foreign text={c.template.title} />
        </Link>
      ),
    },
    c.continues
      ? { name: 'Continues', value: <Link {...paths.case(tenant, c.continues)}>{c.continues}</Link> }
      : null,
  ]
  return facts.filter((f) => f !== null)
}

// A case that holds no detection was seen at no time.
const Seen = ({ at }: { at: string }) => (isTime(at) ? <Time at={at} /> : 'Not yet')

function Opener({ tenant, c }: { tenant: string; c: Case }) {
  if (!c.rule) return 'A person'
  return (
    <Link {...paths.rule({ tenant }, c.rule.id)} title={`By rule set ${c.rule.rule_set_version}`}>
      <Foreign text={c.rule.title} />
      {c.rule.version > 0 && `, version ${c.rule.version}`}
    </Link>
  )
}

function Latest({ tenant, number }: { tenant: string; number: string }) {
  const latest = useQuery(latestActivityQuery(tenant, number, 5))
  return (
    <Section title="Latest activity" aside={<Link {...paths.case(tenant, number, 'history')}>See all</Link>}>
      <Answer of={latest} what="The latest activity">
        {({ items }) => (
          <ul className={css.latest}>
            {items.map((a) => (
              <li key={a.entry}>
                <ActivityEntry tenant={tenant} activity={a} />
              </li>
            ))}
          </ul>
        )}
      </Answer>
    </Section>
  )
}
