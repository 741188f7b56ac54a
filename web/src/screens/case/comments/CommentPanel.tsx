import { ActionIcon, Drawer } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { Icon } from '../../../ui/Icon'
import css from './CommentPanel.module.css'
import { Comments } from './Comments'

interface Props {
  tenant: string
  number: string
  opened: boolean
  onClose: () => void
}

/** The comments beside any tab; over it where there is no room (requirement X14). */
export function CommentPanel({ tenant, number, opened, onClose }: Props) {
  const roomy = useMediaQuery('(min-width: 1000px)', true, { getInitialValueInEffect: false })
  if (!opened) return null
  if (!roomy) {
    return (
      <Drawer
        opened
        onClose={onClose}
        position="right"
        size="min(420px, 100%)"
        title="Comments"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <Comments key={number} tenant={tenant} number={number} />
      </Drawer>
    )
  }
  return (
    <aside className={css.panel} aria-label="Comments">
      <div className={css.head}>
        <h2>Comments</h2>
        <ActionIcon variant="subtle" color="gray" size="sm" aria-label="Close the comments" onClick={onClose}>
          <Icon name="close" />
        </ActionIcon>
      </div>
      <Comments key={number} tenant={tenant} number={number} />
    </aside>
  )
}
