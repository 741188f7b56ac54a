import type { Case } from '../../api/records'
import { Icon } from '../../ui/Icon'
import type { Column } from '../../ui/VirtualLine'
import css from './Cases.module.css'

/** A button on each row that shows the case beside the list. */
export const lookColumn = (onLook: (number: string) => void): Column<Case> => ({
  id: 'look',
  header: 'Look',
  unnamed: true,
  width: '32px',
  cell: (c) => (
    <button
      type="button"
      className={css.look}
      tabIndex={-1}
      aria-label={`Look at ${c.number}`}
      onClick={() => onLook(c.number)}
    >
      <Icon name="chevron" size={14} />
    </button>
  ),
})
