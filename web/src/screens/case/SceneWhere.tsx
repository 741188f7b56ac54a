import { Link } from '@tanstack/react-router'
import type { Scene } from '../../api/scene'
import { placeName } from '../../casefile/places'
import { paths } from '../../paths'
import { counted, inCount } from '../../ui/format'
import css from './CaseScene.module.css'
import { SeenLink } from './SeenLink'

/** How many places the header names. */
const most = 2

interface Props {
  tenant: string
  number: string
  where: Scene['where']
}

/** The places of most detections; all of them, with who was seen there, are on the overview (requirement X21). */
export function SceneWhere({ tenant, number, where }: Props) {
  if (where.place_count === 0) return <span className={css.quiet}>no place told</span>
  return (
    <span className={css.list}>
      {where.places.slice(0, most).map((p) => (
        <SeenLink key={`${p.city}\n${p.country}`} tenant={tenant} number={number} seen={p}>
          {placeName(p)}
        </SeenLink>
      ))}
      <Link
        {...paths.case(tenant, number)}
        hash="where"
        title={`Who was seen where: ${counted(where.place_count, 'place')}`}
      >
        {where.place_count > most ? `+${inCount(where.place_count - most)}` : 'who was there'}
      </Link>
    </span>
  )
}
