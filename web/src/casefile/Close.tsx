import { Button, Checkbox, Group, Modal, Radio, Stack, Textarea } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { CaseChange } from '../api/edits'
import type { Case } from '../api/records'
import { settingsQuery } from '../api/settings'
import { inCount } from '../ui/format'
import { resolutionWords } from './words'

interface Props {
  tenant: string
  c: Case
  /** How it is closed; undefined keeps the dialog shut. */
  as?: 'resolved' | 'cancelled'
  onClose: () => void
  onGo: (change: CaseChange) => void
}

const resolutions = Object.keys(resolutionWords) as Case['resolution'][]

/** What is asked when a case is resolved or cancelled (requirements X25, X26). */
export function Close({ tenant, c, as, onClose, onGo }: Props) {
  return (
    <Modal
      opened={as !== undefined}
      onClose={onClose}
      title={as === 'cancelled' ? `Cancel ${c.number}` : `Resolve ${c.number}`}
      closeButtonProps={{ 'aria-label': 'Close' }}
      centered
    >
      {as && <Questions tenant={tenant} c={c} as={as} onClose={onClose} onGo={onGo} />}
    </Modal>
  )
}

function Questions({ tenant, c, as, onClose, onGo }: Required<Props>) {
  const [resolution, setResolution] = useState<Case['resolution']>('none')
  const [note, setNote] = useState('')
  const [settles, setSettles] = useState(true)
  const stay = useQuery(settingsQuery(tenant)).data?.detections_stay
  const offered = !stay && c.detection_count > 0
  const settled = as === 'cancelled' ? ('ignored' as const) : ('closed' as const)
  const go = () =>
    onGo({
      status: as,
      note,
      resolution: as === 'resolved' ? resolution : undefined,
      detections: settles && offered ? settled : undefined,
    })
  return (
    <form
      onSubmit={(e) => {
        e.preventDefault()
        go()
      }}
    >
      <Stack gap="sm">
        {as === 'resolved' && (
          <Radio.Group
            label="It was"
            value={resolution}
            onChange={(r) => setResolution(r as Case['resolution'])}
          >
            <Stack gap={6} mt={4}>
              {resolutions.map((r) => (
                <Radio
                  key={r}
                  value={r}
                  label={resolutionWords[r].name}
                  description={resolutionWords[r].means}
                />
              ))}
            </Stack>
          </Radio.Group>
        )}
        <Textarea
          label="Why"
          placeholder="Stands in the history"
          value={note}
          onChange={(e) => setNote(e.currentTarget.value)}
          maxLength={4096}
          autosize
          minRows={2}
          maxRows={8}
        />
        {offered && (
          <Checkbox
            label={`Set its ${c.detection_count === 1 ? 'detection' : `${inCount(c.detection_count)} detections`} ${settled}`}
            checked={settles}
            onChange={(e) => setSettles(e.currentTarget.checked)}
          />
        )}
      </Stack>
      <Group justify="flex-end" gap="xs" mt="md">
        <Button variant="default" onClick={onClose}>
          Back
        </Button>
        <Button type="submit" data-autofocus>
          {as === 'cancelled' ? 'Cancel the case' : 'Resolve'}
        </Button>
      </Group>
    </form>
  )
}
