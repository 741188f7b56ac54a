import { ActionIcon } from '@mantine/core'
import { Icon } from '../ui/Icon'
import css from './ColumnList.module.css'

export type Way = 'up' | 'down'

interface Props {
  column: { id: string; header: string }
  shown: string[]
  onStep: (id: string, way: Way) => void
}

/** Moves a column past its neighbours. At an end the button stays, so that the focus does. */
export function ColumnSteps({ column, shown, onStep }: Props) {
  const ends: Record<Way, boolean> = {
    up: shown[0] === column.id,
    down: shown.at(-1) === column.id,
  }
  return (
    <span className={css.steps}>
      {(['up', 'down'] as const).map((way) => (
        <ActionIcon
          key={way}
          variant="subtle"
          color="gray"
          size="sm"
          data-step={`${column.id} ${way}`}
          aria-label={`Move ${column.header} ${way}`}
          aria-disabled={ends[way]}
          onClick={() => !ends[way] && onStep(column.id, way)}
        >
          <Icon name={way} size={14} />
        </ActionIcon>
      ))}
    </span>
  )
}
