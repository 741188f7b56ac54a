import { Icon } from '../ui/Icon'
import css from './NewsAbove.module.css'

/** Says over a list that there is news above, and goes there. */
export function NewsAbove({ behind, onTop }: { behind: boolean; onTop: () => void }) {
  if (!behind) return null
  return (
    <button type="button" className={css.news} onClick={onTop}>
      <Icon name="up" size={14} /> News above
    </button>
  )
}
