import { ActionIcon, Menu } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import type { Detection } from '../../api/records'
import { paths } from '../../paths'
import { Icon } from '../../ui/Icon'
import type { Column } from '../../ui/VirtualLine'

/** What can be done with a detection of the case. */
export const menuColumn = (tenant: string): Column<Detection> => ({
  id: 'menu',
  header: 'More',
  unnamed: true,
  width: '40px',
  cell: (d) => <DetectionMenu tenant={tenant} d={d} />,
})

function DetectionMenu({ tenant, d }: { tenant: string; d: Detection }) {
  const navigate = useNavigate()
  return (
    <Menu position="bottom-end" withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="sm" aria-label={`More for ${d.title || d.id}`}>
          <Icon name="more" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => navigate(paths.why(tenant, d.id))}>Why here</Menu.Item>
        <Menu.Item onClick={() => navigate(paths.detection(tenant, d.id))}>Open on its own page</Menu.Item>
        <Menu.Item onClick={() => navigate(paths.logs(tenant, { detection: d.id }))}>
          Show in the rule log
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
