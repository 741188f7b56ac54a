import { useQuery } from '@tanstack/react-query'
import { mostSeen, type ScenePlace, sceneQuery } from '../../api/scene'
import { placeName } from '../../casefile/places'
import { entityParts } from '../../detection/words'
import { inCount } from '../../ui/format'
import { Icon } from '../../ui/Icon'
import css from './Overview.module.css'
import { SeenLink } from './SeenLink'
import { useUnfolded } from './useUnfolded'

interface Props {
  tenant: string
  number: string
}

/** Where the case's detections were, and who was seen there (requirement X21). */
export function PlaceList({ tenant, number }: Props) {
  const { limit, unfold } = useUnfolded()
  const where = useQuery(sceneQuery(tenant, number, limit)).data?.where
  const places = where?.places ?? []
  const more = (where?.place_count ?? 0) - places.length
  return (
    <div id="where">
      {where && places.length === 0 && <p className={css.none}>No event tells a place.</p>}
      <ul>
        {places.map((p) => (
          <li key={`${p.city}\n${p.country}`} className={css.place}>
            <SeenLink tenant={tenant} number={number} seen={p} most={120}>
              {placeName(p)}
            </SeenLink>
            <SeenThere tenant={tenant} number={number} place={p} />
          </li>
        ))}
      </ul>
      {unfold(more)}
      {more > 0 && limit === mostSeen && <p className={css.none}>and {inCount(more)} more</p>}
    </div>
  )
}

const icons = { host: 'device', user: 'user' } as const

function SeenThere({ tenant, number, place }: Props & { place: ScenePlace }) {
  const seen = place.seen
  if (seen.length === 0) return null
  return (
    <ul className={css.there}>
      {seen.map((s) => {
        const { kind, value } = entityParts(s.entity)
        const icon = kind === 'host' || kind === 'user' ? icons[kind] : undefined
        return (
          <li key={s.entity}>
            {icon && <Icon name={icon} size={12} />}
            <SeenLink tenant={tenant} number={number} seen={s} most={60}>
              {value}
            </SeenLink>
            {s.looked_up && <span className={css.none}> looked up</span>}
          </li>
        )
      })}
      {place.seen_count > seen.length && (
        <li className={css.none}>and {inCount(place.seen_count - seen.length)} more</li>
      )}
    </ul>
  )
}
