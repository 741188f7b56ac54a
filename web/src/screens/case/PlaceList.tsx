import type { ScenePlace } from '../../api/scene'
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
  const { scene, part, rest } = useUnfolded(tenant, number)
  const where = scene?.where
  const places = part(where?.places ?? [])
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
      {rest(places.length, where?.place_count ?? 0)}
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
