import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { BacktestResult as Result } from '../api/rule-records'
import { paths } from '../paths'
import { Foreign } from '../ui/Foreign'
import { counted, inCount } from '../ui/format'
import css from './Backtest.module.css'
import { Examples } from './Examples'

/** What other rules would have made of the same detections (B1). */
export function BacktestResult({ tenant, result }: { tenant: string; result: Result }) {
  return (
    <div className={css.result}>
      <p className={css.verdict} role="status">
        {result.changed
          ? 'Cases would be different.'
          : `Nothing would change: ${counted(result.detections, 'detection')} tried, and every case stays as it is.`}
      </p>
      {result.changed && <Moves result={result} />}
      <Sides result={result} />
      <Shadowed tenant={tenant} result={result} />
      <PerRule tenant={tenant} result={result} />
      <Examples tenant={tenant} examples={result.examples ?? []} />
    </div>
  )
}

/** How many of each change; a number leads to its examples. */
function Moves({ result: { cases, detections_moved: moved } }: { result: Result }) {
  return (
    <dl className={css.numbers}>
      <Figure name="Cases opened anew" n={cases.created} to="case_created" />
      <Figure name="Cases gone" n={cases.gone} to="case_gone" />
      <Figure name="Cases changed" n={cases.changed} to="moved" />
      <Figure name="Cases the same" n={cases.same} />
      <Figure name="Detections that join" n={moved.joined} to="joined" />
      <Figure name="Detections that leave" n={moved.left} to="left" />
      <Figure name="Detections that move" n={moved.moved} to="moved" />
      <Figure name="Detections unaffected" n={moved.unaffected} />
    </dl>
  )
}

function Figure({ name, n, to }: { name: string; n: number; to?: string }) {
  return (
    <div className={css.number}>
      <dt>{name}</dt>
      <dd>{to && n > 0 ? <a href={`#${to}`}>{inCount(n)}</a> : inCount(n)}</dd>
    </div>
  )
}

function Sides({ result: { detections, before, after } }: { result: Result }) {
  const rows: [string, number, number, (n: number) => string][] = [
    ['Cases', before.cases, after.cases, inCount],
    ['Detections in cases', before.in_cases, after.in_cases, inCount],
    ['Detections in no case', before.open, after.open, inCount],
    ['Detections per case', before.per_case, after.per_case, (n) => n.toFixed(1)],
  ]
  return (
    <Table
      caption={`Before and after, over ${counted(detections, 'detection')}`}
      head={['', 'Now', 'With these rules', 'Difference']}
    >
      {rows.map(([name, a, b, write]) => (
        <tr key={name}>
          <th scope="row">{name}</th>
          <td>{write(a)}</td>
          <td>{write(b)}</td>
          <td>{difference(a, b, write)}</td>
        </tr>
      ))}
    </Table>
  )
}

/** "+3", "−2", or "0". */
export function difference(before: number, after: number, write: (n: number) => string = inCount): string {
  const by = after - before
  if (Math.abs(by) < 0.05) return '0'
  return by > 0 ? `+${write(by)}` : `−${write(-by)}`
}

function Shadowed({ tenant, result }: { tenant: string; result: Result }) {
  const list = result.shadowed ?? []
  if (list.length === 0) return null
  return (
    <section className={css.section}>
      <h2>Rules that another one takes over</h2>
      <ul>
        {list.map((s) => (
          <li key={`${s.rule} ${s.by_rule}`}>
            <RuleLink tenant={tenant} id={s.rule} title={s.title} /> loses {counted(s.count, 'detection')} to{' '}
            <RuleLink tenant={tenant} id={s.by_rule} title={s.by_title} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function RuleLink({ tenant, id, title }: { tenant: string; id: string; title: string }) {
  return (
    <Link {...paths.rule({ tenant }, id)}>
      <Foreign text={title || id} most={120} />
    </Link>
  )
}

function PerRule({ tenant, result }: { tenant: string; result: Result }) {
  const rules = result.rules ?? []
  if (rules.length === 0) return null
  return (
    <Table
      caption="By rule"
      head={['Rule', 'Opened now', 'Opened then', 'Difference', 'Added now', 'Added then', 'Difference']}
    >
      {rules.map((r) => (
        <tr key={r.id}>
          <th scope="row">
            <RuleLink tenant={tenant} id={r.id} title={r.title} />
          </th>
          <td>{inCount(r.created_before)}</td>
          <td>{inCount(r.created_after)}</td>
          <td>{difference(r.created_before, r.created_after)}</td>
          <td>{inCount(r.appended_before)}</td>
          <td>{inCount(r.appended_after)}</td>
          <td>{difference(r.appended_before, r.appended_after)}</td>
        </tr>
      ))}
    </Table>
  )
}

function Table({ caption, head, children }: { caption: string; head: string[]; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={css.scroll} tabIndex={0} aria-label={caption}>
      <table className={css.table}>
        <caption>{caption}</caption>
        <thead>
          <tr>
            {head.map((name, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a head never changes
              <th key={i} scope="col">
                {name || <span className={css.hidden}>Count</span>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </section>
  )
}
