import { useQueryClient } from '@tanstack/react-query'
import { takeDetections } from '../api/live-cache'
import type { Detection } from '../api/records'
import { type Settlement, settleDetections } from '../api/settle'
import { inDetections } from '../casefile/useRegroup'
import { attempt } from '../frame/attempt'

const told: Record<Settlement, string> = {
  open: 'counts again',
  closed: 'closed',
  ignored: 'ignored',
}

/** Gives detections a status, says so, and offers to give each the one back that it had. */
export function useSettle(tenant: string) {
  const cache = useQueryClient()
  const send = (groups: Map<Settlement, string[]>, text: string, undo?: () => void) =>
    attempt(
      'settled',
      async () => {
        for (const [status, ids] of groups) await settleDetections(tenant, ids, status)
      },
      () => {
        takeDetections(cache, tenant)
        return { text, undo }
      },
    )
  return (all: Detection[], status: Settlement) => {
    const before = new Map<Settlement, string[]>()
    for (const d of all) {
      const was: Settlement = d.status === 'in_case' ? 'open' : d.status
      before.set(was, [...(before.get(was) ?? []), d.id])
    }
    const words = status === 'open' && all.length > 1 ? 'count again' : told[status]
    return send(
      new Map([[status, all.map((d) => d.id)]]),
      `${inDetections(all.length)} ${words}.`,
      () => void send(before, 'Taken back.'),
    )
  }
}
