import type { Case } from '../api/records'
import { Icon } from '../ui/Icon'
import css from './OnlySome.module.css'

/** A sign that only named people may know of the case; hovering tells who. */
export function OnlySome({ c, word = false }: { c: Case; word?: boolean }) {
  if (c.need_to_know.length === 0) return null
  const names = `Only these people may know of it: ${c.need_to_know.map((p) => p.name).join(', ')}`
  return (
    <span className={css.sign} title={names} role="img" aria-label={names}>
      <Icon name="lock" size={14} />
      {word && 'Need to know'}
    </span>
  )
}
