import { Button } from '@mantine/core'
import { useState } from 'react'
import { mostSeen } from '../../api/scene'
import { inCount } from '../../ui/format'

/** A list of which the first are shown, until somebody wants more: how many to ask for, and the button. */
export function useUnfolded() {
  const [limit, setLimit] = useState<number>()
  const unfold = (more: number) =>
    more > 0 &&
    limit === undefined && (
      <Button size="compact-sm" variant="subtle" onClick={() => setLimit(mostSeen)}>
        Show {inCount(more)} more
      </Button>
    )
  return { limit, unfold }
}
