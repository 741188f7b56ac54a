import { Button } from '@mantine/core'
import { useState } from 'react'
import type { CaseDetail, Detection } from '../../api/records'
import { PickCase } from '../../casefile/PickCase'
import { whyNot } from '../../casefile/useMay'
import { useRegroup } from '../../casefile/useRegroup'

interface Props {
  tenant: string
  c: CaseDetail
  detections: Detection[]
  onDone: () => void
}

/** What can be done with members of a case: they leave it, for another or for none. */
export function MemberDeeds({ tenant, c, detections, onDone }: Props) {
  const [moves, setMoves] = useState(false)
  const forbidden = whyNot(c.allowed.give_detections)
  const { move, split, remove } = useRegroup(tenant)
  const ids = detections.map((d) => d.id)
  const done = async (did: Promise<boolean>) => {
    const ok = await did
    if (ok) onDone()
    return ok
  }
  const rests = { disabled: !!forbidden, title: forbidden, size: 'compact-sm', variant: 'default' } as const
  const all = ids.length >= c.detection_count
  return (
    <>
      <Button
        {...rests}
        disabled={!!forbidden || all}
        title={all ? 'One detection at least stays in the case.' : forbidden}
        onClick={() => void done(split(c.number, ids))}
      >
        Split off
      </Button>
      <Button {...rests} onClick={() => setMoves(true)}>
        Move…
      </Button>
      <Button {...rests} onClick={() => void done(remove(c.number, ids))}>
        Remove
      </Button>
      <PickCase
        tenant={tenant}
        opened={moves}
        title="Move to"
        yes="Move"
        without={c.number}
        onClose={() => setMoves(false)}
        onPick={([to]) => done(move(c.number, to as string, ids))}
      />
    </>
  )
}
