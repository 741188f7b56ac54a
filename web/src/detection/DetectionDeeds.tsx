import { Button } from '@mantine/core'
import { useState } from 'react'
import type { Detection } from '../api/records'
import { NewCase } from '../casefile/NewCase'
import { PickCase } from '../casefile/PickCase'
import { useNoCaseWork } from '../casefile/useMay'
import { useRegroup } from '../casefile/useRegroup'
import { useSettle } from './useSettle'

interface Props {
  tenant: string
  detections: Detection[]
  /** After something was done with them. */
  onDone?: () => void
}

/** What can be done with detections wherever they are: a case for them, or an end (requirements X36, P14). */
export function DetectionDeeds({ tenant, detections, onDone }: Props) {
  const [asks, setAsks] = useState<'new' | 'add'>()
  const forbidden = useNoCaseWork()
  const settle = useSettle(tenant)
  const { open, add } = useRegroup(tenant)
  const ids = detections.map((d) => d.id)
  const done = async (did: Promise<boolean>) => {
    const ok = await did
    if (ok) onDone?.()
    return ok
  }
  const rests = { disabled: !!forbidden, title: forbidden, size: 'compact-sm', variant: 'default' } as const
  const settled = detections.every((d) => d.status === 'closed' || d.status === 'ignored')
  return (
    <>
      <Button {...rests} onClick={() => setAsks('new')}>
        New case…
      </Button>
      <Button {...rests} onClick={() => setAsks('add')}>
        Add to case…
      </Button>
      {settled ? (
        <Button {...rests} onClick={() => void done(settle(detections, 'open'))}>
          Reopen
        </Button>
      ) : (
        <>
          <Button {...rests} onClick={() => void done(settle(detections, 'closed'))}>
            Close
          </Button>
          <Button {...rests} onClick={() => void done(settle(detections, 'ignored'))}>
            Ignore
          </Button>
        </>
      )}
      <NewCase
        opened={asks === 'new'}
        detections={ids.length}
        onClose={() => setAsks(undefined)}
        onGo={(title) => done(open(title, ids))}
      />
      <PickCase
        tenant={tenant}
        opened={asks === 'add'}
        title="Add to"
        yes="Add"
        onClose={() => setAsks(undefined)}
        onPick={([to]) => done(add(to as string, ids))}
      />
    </>
  )
}
