import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { explainQuery } from '../api/rule-log'
import type { Explanation } from '../api/rule-records'
import { paths } from '../paths'
import { kindWords } from '../rule/words'
import { Foreign } from '../ui/Foreign'
import { Time } from '../ui/Time'
import css from './Why.module.css'
import { WhyRule } from './WhyRule'

/** Why a detection is in its case, or in none: the rules in the order in which they were tried (B3). */
export function Why({ tenant, id, inCase }: { tenant: string; id: string; inCase: boolean }) {
  const { data, error } = useQuery(explainQuery(tenant, id))
  const here = data ? (data.in_cases ?? []).length > 0 : true
  // In a case of which the reader may not know.
  const elsewhere = inCase && !here
  return (
    <section
      className={css.why}
      id="why"
      aria-label={here ? 'Why here' : elsewhere ? 'Why there' : 'Why not'}
    >
      <h2>{here ? 'Why here' : elsewhere ? 'Why in a case' : 'Why not in a case'}</h2>
      {elsewhere && <p className={css.sentence}>The case names who may know of it, and you are not named.</p>}
      {error && <p className={css.quiet}>{error.message}</p>}
      {!data && !error && <Skeleton height={120} />}
      {data && <Explained tenant={tenant} why={data} />}
    </section>
  )
}

function Explained({ tenant, why }: { tenant: string; why: Explanation }) {
  const { decision } = why
  return (
    <>
      <p className={css.sentence}>
        <Foreign text={decision.sentence} most={600} />
        {decision.case && (
          <>
            {' '}
            <Link {...paths.case(tenant, decision.case)}>{decision.case}</Link>
          </>
        )}
      </p>
      <p className={css.quiet}>
        Decided <Time at={decision.at} /> on version {why.version} of the detection, by version{' '}
        {why.set_version} of the rules.
      </p>
      <Memberships tenant={tenant} why={why} />
      <Rules tenant={tenant} why={why} />
      <Log why={why} />
    </>
  )
}

const byWords = { rule: 'by a rule', search: 'found by search', person: 'added by a person' } as const

function Memberships({ tenant, why }: { tenant: string; why: Explanation }) {
  return (why.in_cases ?? []).map((m) => (
    <div key={m.case} className={css.member}>
      <p>
        In <Link {...paths.case(tenant, m.case)}>{m.case}</Link> since <Time at={m.since} />, {byWords[m.by]}
        {m.rule && (
          <>
            {': '}
            <Link {...paths.rule({ tenant }, m.rule.id)}>
              <Foreign text={m.rule.title} most={120} />
            </Link>
          </>
        )}
      </p>
      {(m.matched ?? []).length > 0 && (
        <ul aria-label={`What it shares with ${m.case}`}>
          {(m.matched ?? []).map((r) => (
            <li key={`${r.row} ${r.detection.id}`}>
              <code className={css.row}>
                <Foreign text={r.row} most={160} />
              </code>{' '}
              like{' '}
              <Link {...paths.detection(tenant, r.detection.id)}>
                <Foreign text={r.detection.title || r.detection.id} most={100} />
              </Link>
            </li>
          ))}
        </ul>
      )}
    </div>
  ))
}

function Rules({ tenant, why }: { tenant: string; why: Explanation }) {
  const rules = why.rules ?? []
  if (rules.length === 0) return null
  return (
    <>
      <h3>
        {why.below_trigger
          ? 'The rules, none of which was tried'
          : 'Rules in the order in which they were tried'}
      </h3>
      <ol className={css.rules}>
        {rules.map((r) => (
          <WhyRule key={r.rule.id} tenant={tenant} tried={r} />
        ))}
      </ol>
    </>
  )
}

function Log({ why }: { why: Explanation }) {
  const log = why.log ?? []
  if (log.length === 0) return null
  return (
    <>
      <h3>From the rule log</h3>
      <ul>
        {log.map((e) => (
          <li key={e.entry} className={css.log}>
            <span className={css.quiet}>
              <Time at={e.at} /> {kindWords[e.kind]}
            </span>{' '}
            <Foreign text={e.sentence} most={400} />
          </li>
        ))}
      </ul>
    </>
  )
}
