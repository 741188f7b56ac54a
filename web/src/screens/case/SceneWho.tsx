import { Link } from '@tanstack/react-router'
import type { Scene, Seen } from '../../api/scene'
import { entityParts } from '../../detection/words'
import { paths } from '../../paths'
import { counted, inCount } from '../../ui/format'
import { Icon, type IconName } from '../../ui/Icon'
import css from './CaseScene.module.css'
import { SeenLink } from './SeenLink'

/** How many of a kind the header names. */
const most = 2

interface Props {
  tenant: string
  number: string
  who: Scene['who']
}

/** The devices and users that most detections speak of (requirement X17). */
export function SceneWho({ tenant, number, who }: Props) {
  if (who.host_count + who.user_count === 0) return <span className={css.quiet}>nobody named</span>
  const kind = (id: 'host' | 'user', icon: IconName, seen: Seen[], count: number) =>
    count > 0 && (
      <span className={css.list}>
        <Icon name={icon} size={14} />
        {seen.slice(0, most).map((s) => (
          <SeenLink key={s.entity} tenant={tenant} number={number} seen={s}>
            {entityParts(s.entity).value}
          </SeenLink>
        ))}
        {count > most && (
          <Link
            {...paths.case(tenant, number)}
            hash={id}
            title={`All ${counted(count, id === 'host' ? 'device' : 'user')}`}
          >
            +{inCount(count - most)}
          </Link>
        )}
      </span>
    )
  return (
    <span className={css.groups}>
      {kind('host', 'device', who.hosts, who.host_count)}
      {kind('user', 'user', who.users, who.user_count)}
    </span>
  )
}
