import { Link } from '@tanstack/react-router'
import { filterFor } from '../../detection/words'
import { paths } from '../../paths'
import { Foreign } from '../../ui/Foreign'
import { counted, inCount } from '../../ui/format'
import { Icon } from '../../ui/Icon'
import css from './Overview.module.css'

interface Props {
  tenant: string
  kind: 'host' | 'user'
  /** The first of them. */
  values: string[]
  total: number
}

const words = {
  host: { one: 'device', none: 'No device is named.', icon: 'device' },
  user: { one: 'user', none: 'No user is named.', icon: 'user' },
} as const

/** Devices or users of a case, each a link to all that is known of it (requirement X17). */
export function InvolvedList({ tenant, kind, values, total }: Props) {
  const { one, none, icon } = words[kind]
  return (
    <div id={kind}>
      <h3 className={css.involvedHead}>
        <Icon name={icon} size={14} /> {counted(total, one)}
      </h3>
      {values.length === 0 && <p className={css.none}>{none}</p>}
      <ul>
        {values.map((v) => (
          <li key={v} className={css.who}>
            <Link {...paths.detections(tenant, { q: filterFor(kind, v) })}>
              <Foreign text={v} most={120} />
            </Link>
          </li>
        ))}
      </ul>
      {total > values.length && <p className={css.none}>and {inCount(total - values.length)} more</p>}
    </div>
  )
}
