import type { Case } from '../api/records'
import css from './Status.module.css'
import { statusWords } from './words'

/** A case's status: the fuller the circle, the further the work; without its word if `bare`. */
export function Status({ status, bare = false }: { status: Case['status']; bare?: boolean }) {
  return (
    <span className={css.status}>
      <svg viewBox="0 0 14 14" aria-hidden="true" className={css.circle} data-status={status}>
        <circle cx="7" cy="7" r="5.2" />
        <path d={marks[status]} />
      </svg>
      {!bare && statusWords[status]}
    </span>
  )
}

const marks: Record<Case['status'], string> = {
  new: '',
  in_progress: 'M7 7h.01',
  action_required: 'M7 3.9v3.6M7 9.6v.2',
  on_hold: 'M5.7 5v4M8.3 5v4',
  resolved: 'M4.6 7.2 6.3 8.9 9.5 5.4',
  cancelled: 'M5.1 5.1l3.8 3.8M8.9 5.1 5.1 8.9',
}
