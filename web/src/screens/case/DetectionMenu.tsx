import { ActionIcon, Menu } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { Detection } from '../../api/records'
import { PickCase } from '../../casefile/PickCase'
import { useCaseBars } from '../../casefile/useMay'
import { useRegroup } from '../../casefile/useRegroup'
import { paths } from '../../paths'
import { harmless } from '../../ui/foreign-text'
import { Icon } from '../../ui/Icon'
import type { Column } from '../../ui/VirtualLine'

/** What can be done with a detection of the case. */
export const menuColumn = (tenant: string, number: string): Column<Detection> => ({
  id: 'menu',
  header: 'More',
  unnamed: true,
  width: '40px',
  cell: (d) => <DetectionMenu tenant={tenant} number={number} d={d} />,
})

function DetectionMenu({ tenant, number, d }: { tenant: string; number: string; d: Detection }) {
  const navigate = useNavigate()
  const forbidden = useCaseBars(tenant, number, 'give_detections')
  const { move, remove, split } = useRegroup(tenant)
  const [moves, setMoves] = useState(false)
  const rests = { disabled: !!forbidden, title: forbidden }
  return (
    <>
      <Menu position="bottom-end" withInitialFocusPlaceholder={false}>
        <Menu.Target>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="sm"
            aria-label={`More for ${harmless(d.title || d.id)}`}
          >
            <Icon name="more" />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => navigate(paths.why(tenant, d.id))}>Why here</Menu.Item>
          <Menu.Item onClick={() => navigate(paths.detection(tenant, d.id))}>Open on its own page</Menu.Item>
          <Menu.Item onClick={() => navigate(paths.logs(tenant, { detection: d.id }))}>
            Show in the rule log
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item {...rests} onClick={() => setMoves(true)}>
            Move to another case…
          </Menu.Item>
          <Menu.Item {...rests} onClick={() => void split(number, [d.id])}>
            Split off into a new case
          </Menu.Item>
          <Menu.Item {...rests} onClick={() => void remove(number, [d.id])}>
            Remove from the case
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <PickCase
        tenant={tenant}
        opened={moves}
        title="Move to"
        yes="Move"
        without={number}
        onClose={() => setMoves(false)}
        onPick={([to]) => move(number, to as string, [d.id])}
      />
    </>
  )
}
