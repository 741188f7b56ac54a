import { Link } from '@tanstack/react-router'
import type { Source } from '../../api/sources'
import { paths } from '../../paths'
import { quoted } from '../../query/literal'
import { FeedState } from '../../source/FeedState'
import { Foreign } from '../../ui/Foreign'
import { inCount } from '../../ui/format'
import { Time } from '../../ui/Time'
import { tookWords } from '../../ui/took'
import { HourBars } from './HourBars'
import css from './Sources.module.css'

/** A source, leading to what it sent. */
export function SourceRow({ tenant, source: s }: { tenant: string; source: Source }) {
  return (
    <tr>
      <th scope="row">
        <Link {...paths.detections(tenant, { q: `source = ${quoted(s.source)}` })} title="See its detections">
          <Foreign text={s.source} most={60} />
        </Link>
      </th>
      <td>
        <FeedState state={s.state} />
        <p className={css.why}>{s.why}</p>
      </td>
      <td className={css.at}>
        <Time at={s.last_at} />
      </td>
      <td>
        <div className={css.day}>
          <span className={css.count}>{inCount(s.day)}</span>
          <HourBars hours={s.hours ?? []} />
        </div>
        <p className={css.why}>
          {inCount(s.hour)} in this hour and the last, {inCount(s.week)} in 7 days
        </p>
      </td>
      <td className={css.wide}>{s.usual ? <Usual usual={s.usual} /> : 'Not known yet'}</td>
    </tr>
  )
}

function Usual({ usual }: { usual: NonNullable<Source['usual']> }) {
  return (
    <>
      {inCount(usual.per_day)} a day
      <p className={css.why}>pauses of {tookWords(usual.longest_pause)} at most</p>
    </>
  )
}
