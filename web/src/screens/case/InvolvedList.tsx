import { Link } from '@tanstack/react-router'
import { entityParts, filterFor } from '../../detection/words'
import { paths } from '../../paths'
import { counted } from '../../ui/format'
import { Icon } from '../../ui/Icon'
import css from './Overview.module.css'
import { SeenLink } from './SeenLink'
import { useUnfolded } from './useUnfolded'

interface Props {
  tenant: string
  number: string
  kind: 'host' | 'user'
}

const words = {
  host: { one: 'device', none: 'No device is named.', icon: 'device' },
  user: { one: 'user', none: 'No user is named.', icon: 'user' },
} as const

/** Devices or users of a case, those that most of its detections speak of first (requirement X17). */
export function InvolvedList({ tenant, number, kind }: Props) {
  const { one, none, icon } = words[kind]
  const { scene, part, rest } = useUnfolded(tenant, number)
  const who = scene?.who
  const seen = part((kind === 'host' ? who?.hosts : who?.users) ?? [])
  const total = (kind === 'host' ? who?.host_count : who?.user_count) ?? 0
  return (
    <div id={kind}>
      <h3 className={css.involvedHead}>
        <Icon name={icon} size={14} /> {counted(total, one)}
      </h3>
      {who && seen.length === 0 && <p className={css.none}>{none}</p>}
      <ul>
        {seen.map((s) => {
          const { value } = entityParts(s.entity)
          return (
            <li key={s.entity} className={css.who}>
              <SeenLink tenant={tenant} number={number} seen={s} most={120}>
                {value}
              </SeenLink>
              <Link
                {...paths.detections(tenant, { q: filterFor(kind, value) })}
                className={css.everywhere}
                title="All detections that speak of it, of any case or none"
              >
                everywhere
              </Link>
            </li>
          )
        })}
      </ul>
      {rest(seen.length, total)}
    </div>
  )
}
