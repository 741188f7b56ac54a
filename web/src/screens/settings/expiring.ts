import type { Forecast } from '../../api/rule-records'
import { quoted } from '../../query/literal'
import { counted } from '../../ui/format'

type Status = Forecast['retired'][number]['status']

/** What would be removed now: how many at least, and when the first and last were received. */
export interface Expiring {
  count: number
  more: boolean
  oldest?: string
  newest?: string
  /** The time before which they were received and last seen; missing where all are kept. */
  before?: string
}

export const nothing: Expiring = { count: 0, more: false }

/** What would be removed of some statuses; of all where none are named. */
export function expiringOf(forecast: Forecast, ...statuses: Status[]): Expiring {
  return forecast.retired
    .filter((r) => statuses.length === 0 || statuses.includes(r.status))
    .reduce<Expiring>(
      (sum, r) => ({
        count: sum.count + r.count,
        more: sum.more || r.more,
        oldest: [sum.oldest, r.oldest].filter((at) => at !== undefined).sort()[0],
        newest: [sum.newest, r.newest]
          .filter((at) => at !== undefined)
          .sort()
          .at(-1),
        before: sum.before ?? r.before,
      }),
      nothing,
    )
}

/** "1,234 detections", "More than 100,000 detections". */
export const inWords = ({ count, more }: Expiring) =>
  `${more ? 'More than ' : ''}${counted(count, 'detection')}`

/** The filter that lists them; those that once were in a case, and stay, are listed too. */
export function filterOf({ before = '' }: Expiring, statuses: Status[]): string {
  const among =
    statuses.length === 1 ? `= ${quoted(statuses[0] as string)}` : `IN (${statuses.map(quoted).join(', ')})`
  return `status ${among} AND received_at < ${quoted(before)} AND last_seen_at < ${quoted(before)}`
}
