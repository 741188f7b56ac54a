import { Button } from '@mantine/core'
import type { useLiveList } from '../api/live-list'
import css from './ListTrouble.module.css'

const words = {
  more: 'Could not load more.',
  refresh: 'Could not refresh the list; what you see may be behind.',
}

/** Says what a list that has rows could not load, and tries once more. */
export function ListTrouble({ list }: { list: Pick<ReturnType<typeof useLiveList>, 'trouble' | 'again'> }) {
  if (!list.trouble) return null
  return (
    <div role="status" className={css.trouble}>
      {words[list.trouble]}
      <Button size="compact-xs" variant="default" onClick={list.again}>
        Try again
      </Button>
    </div>
  )
}
