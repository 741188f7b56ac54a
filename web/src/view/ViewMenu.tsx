import { ActionIcon, Menu } from '@mantine/core'
import type { RefObject } from 'react'
import type { SavedView } from '../api/views'
import { Icon } from '../ui/Icon'
import type { Views } from './useViews'

interface Props {
  /** The button that opens it. */
  opener: RefObject<HTMLButtonElement | null>
  views: Views
  /** The own view that the list is in. */
  view?: SavedView
  /** The list shows something else than the view keeps. */
  changed: boolean
  onNew: () => void
  onName: () => void
  onSave: () => void
  onBack: () => void
  onGone: () => void
}

/** What can be done with the view that the list is in. */
export function ViewMenu({ opener, views, view, changed, onNew, onName, onSave, onBack, onGone }: Props) {
  const none = view ? undefined : 'Choose a view of your own first'
  const same = none ?? (changed ? undefined : 'The list is as the view keeps it')
  const place = view ? views.placeOf(view) : 0
  const first = none ?? (place > 1 ? undefined : 'It is the first')
  const last = none ?? (place < views.all.length ? undefined : 'It is the last')
  const item = (words: string, why: string | undefined, run: () => void) => (
    <Menu.Item disabled={!!why} title={why} onClick={run}>
      {words}
    </Menu.Item>
  )
  const remove = async () => {
    if (view && (await views.remove(view))) onGone()
  }
  return (
    <Menu position="bottom-start" withinPortal={false} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <ActionIcon ref={opener} variant="subtle" color="gray" size="md" aria-label="More for this list">
          <Icon name="more" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {item('Save view…', undefined, onNew)}
        <Menu.Divider />
        {view && <Menu.Label>{view.name}</Menu.Label>}
        {item('Save changes', same, onSave)}
        {item('Back to how it was saved', same, onBack)}
        {item('Rename…', none, onName)}
        {item('Move up', first, () => view && views.move(view, -1))}
        {item('Move down', last, () => view && views.move(view, 1))}
        <Menu.Divider />
        <Menu.Item color="var(--bad)" disabled={!!none} title={none} onClick={() => void remove()}>
          Delete
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
