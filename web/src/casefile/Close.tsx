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
  /** What is closed: the number of a case, or how many cases. */
  what: string
  /** All of them where there are many. */
  cases: Case[]
  /** How it is closed; undefined keeps the dialog shut. */
  as?: 'resolved' | 'cancelled'
  onClose: () => void
  onGo: (change: CaseChange) => Promise<unknown>
}

const resolutions = Object.keys(resolutionWords) as Case['resolution'][]

/** What is asked when cases are resolved or cancelled (requirements X25, X26). */
export function Close({ as, ...p }: Props) {
  return (
    <Modal
      opened={as !== undefined}
      onClose={p.onClose}
      title={`${as === 'cancelled' ? 'Cancel' : 'Resolve'} ${p.what}`}
      closeButtonProps={{ 'aria-label': 'Close' }}
      centered
    >
      {as && <Questions {...p} as={as} />}
    </Modal>
  )
}

function Questions({ tenant, cases, as, onClose, onGo }: Required<Props>) {
  const [resolution, setResolution] = useState<Case['resolution']>('none')
  const [note, setNote] = useState('')
  const [settles, setSettles] = useState(true)
  const [busy, setBusy] = useState(false)
  const stay = useQuery(settingsQuery(tenant)).data?.detections_stay
  const detections = cases.reduce((sum, c) => sum + c.detection_count, 0)
  const offered = !stay && detections > 0
  const settled = as === 'cancelled' ? ('ignored' as const) : ('closed' as const)
  const go = async () => {
    setBusy(true)
    const sent = onGo({
      status: as,
      note,
      resolution: as === 'resolved' ? resolution : undefined,
      detections: settles && offered ? settled : undefined,
    })
    await sent.finally(() => setBusy(false))
  }
  return (
    <form
      onSubmit={(e) => {
        e.preventDefault()
        if (!busy) void go()
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
            label={`${as === 'cancelled' ? 'Ignore' : 'Close'} ${cases.length > 1 ? 'their' : 'its'} ${detections === 1 ? 'detection' : `${inCount(detections)} detections`}`}
            checked={settles}
            onChange={(e) => setSettles(e.currentTarget.checked)}
          />
        )}
      </Stack>
      <Group justify="flex-end" gap="xs" mt="md">
        <Button variant="default" onClick={onClose}>
          Back
        </Button>
        <Button type="submit" loading={busy} data-autofocus>
          {as === 'resolved' ? 'Resolve' : cases.length > 1 ? 'Cancel the cases' : 'Cancel the case'}
        </Button>
      </Group>
    </form>
  )
}
