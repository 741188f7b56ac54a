import css from './Initials.module.css'
import { initialsOf } from './initials-of'

interface Props {
  name: string
  /** What hovering, and a screen reader, says. */
  title: string
  /** Draws the eye. */
  busy?: boolean
}

/** A person, small enough to stand beside others. */
export function Initials({ name, title, busy = false }: Props) {
  return (
    <span className={css.initials} role="img" aria-label={title} title={title} data-busy={busy || undefined}>
      {initialsOf(name)}
    </span>
  )
}
