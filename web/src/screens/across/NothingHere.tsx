import { Button } from '@mantine/core'
import { Notice } from '../../ui/Notice'

interface Props {
  what: 'case' | 'detection'
  filtered: boolean
  onClear: () => void
}

/** What to do while no tenant has anything to list. */
export function NothingHere({ what, filtered, onClear }: Props) {
  const clear = (
    <Button variant="default" onClick={onClear}>
      Clear the filter
    </Button>
  )
  return (
    <Notice
      title={
        filtered
          ? `No ${what} of any tenant matches`
          : what === 'case'
            ? 'No tenant has an open case'
            : 'No tenant has a detection'
      }
      action={filtered && clear}
    >
      <p>What comes in appears here by itself, within seconds.</p>
    </Notice>
  )
}
