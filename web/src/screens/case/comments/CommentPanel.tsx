import { ActionIcon, Drawer, SegmentedControl } from '@mantine/core'
import { useLocalStorage, useMediaQuery } from '@mantine/hooks'
import { Icon } from '../../../ui/Icon'
import css from './CommentPanel.module.css'
import { Comments } from './Comments'
import { LatestActivity } from './LatestActivity'

interface Props {
  tenant: string
  number: string
  opened: boolean
  /** The cursor goes to the new comment. */
  writes: boolean
  onClose: () => void
}

type Part = 'Comments' | 'Activity'

/** Comments and activity beside any tab; over it where there is no room (requirement X14). */
export function CommentPanel({ tenant, number, opened, writes, onClose }: Props) {
  const roomy = useMediaQuery('(min-width: 1000px)', true, { getInitialValueInEffect: false })
  const [part, setPart] = useLocalStorage<Part>({
    key: 'caseweave panel',
    defaultValue: 'Comments',
    getInitialValueInEffect: false,
  })
  if (!opened) return null
  const choice = (
    <SegmentedControl
      size="xs"
      aria-label="Beside the case"
      data={['Comments', 'Activity'] satisfies Part[]}
      value={part}
      onChange={(p) => setPart(p as Part)}
    />
  )
  const shown =
    part === 'Comments' ? (
      <Comments key={number} tenant={tenant} number={number} writes={writes} />
    ) : (
      <LatestActivity tenant={tenant} number={number} />
    )
  if (!roomy) {
    return (
      <Drawer
        opened
        onClose={onClose}
        position="right"
        size="min(420px, 100%)"
        title={choice}
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        {shown}
      </Drawer>
    )
  }
  return (
    <aside className={css.panel} aria-label={part}>
      <div className={css.head}>
        {choice}
        <ActionIcon variant="subtle" color="gray" size="sm" aria-label="Close the comments" onClick={onClose}>
          <Icon name="close" />
        </ActionIcon>
      </div>
      {shown}
    </aside>
  )
}
