import { ActionIcon, Menu } from '@mantine/core'
import { useState } from 'react'
import type { CaseDetail } from '../../api/records'
import { NeedToKnow } from '../../casefile/NeedToKnow'
import { PickCase } from '../../casefile/PickCase'
import { useEdit } from '../../casefile/useEdit'
import { whyNot } from '../../casefile/useMay'
import { useRegroup } from '../../casefile/useRegroup'
import { useCommands } from '../../commands/registry'
import { Icon } from '../../ui/Icon'

interface Props {
  tenant: string
  c: CaseDetail
}

/** What is done with a case as a whole. */
export function CaseMenu({ tenant, c }: Props) {
  const [asks, setAsks] = useState<'others' | 'this'>()
  const [names, setNames] = useState(false)
  const edit = useEdit(tenant, c)
  const forbidden = whyNot(c.allowed.edit)
  const { merge } = useRegroup(tenant)
  const rests = whyNot(c.allowed.merge)
  const ask = (what: 'others' | 'this') => () => !rests && setAsks(what)
  useCommands([
    {
      id: 'merge others',
      title: 'Merge other cases into this one',
      section: 'Page',
      keys: 'm',
      run: ask('others'),
    },
    {
      id: 'need to know',
      title: 'Say who needs to know of this case',
      section: 'Page',
      run: () => !forbidden && setNames(true),
    },
    { id: 'merge this', title: 'Merge this case into another', section: 'Page', run: ask('this') },
  ])
  return (
    <>
      <Menu position="bottom-end" withInitialFocusPlaceholder={false}>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label="More for this case">
            <Icon name="more" />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item disabled={!!rests} title={rests} onClick={ask('others')}>
            Merge other cases into this one…
          </Menu.Item>
          <Menu.Item disabled={!!rests} title={rests} onClick={ask('this')}>
            Merge this case into another…
          </Menu.Item>
          <Menu.Item disabled={!!forbidden} title={forbidden} onClick={() => setNames(true)}>
            Who needs to know…
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <NeedToKnow
        tenant={tenant}
        c={c}
        opened={names}
        onClose={() => setNames(false)}
        onGo={async (change) => {
          const told = change.need_to_know?.length
            ? 'Only those named may know of it.'
            : 'Everybody who reads cases may know of it.'
          const undo = { need_to_know: c.need_to_know.map((p) => p.id) }
          if (!(await edit(change, { told, undo }))) setNames(false)
        }}
      />
      <PickCase
        tenant={tenant}
        opened={asks !== undefined}
        title={asks === 'this' ? `Merge ${c.number} into` : `Merge into ${c.number}`}
        yes="Merge"
        several={asks !== 'this'}
        without={c.number}
        onClose={() => setAsks(undefined)}
        onPick={(numbers) =>
          asks === 'this' ? merge(numbers[0] as string, [c.number]) : merge(c.number, numbers)
        }
      />
    </>
  )
}
