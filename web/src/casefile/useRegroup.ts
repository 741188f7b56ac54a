import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { takeCases } from '../api/live-cache'
import type { Case } from '../api/records'
import { addDetections, mergeCases, openCase, removeDetections, splitCase, undoOrder } from '../api/regroup'
import { attempt } from '../frame/attempt'
import { paths } from '../paths'
import { inCount } from '../ui/format'

interface Done {
  case: Case
  /** What undoes it, where that can be. */
  order?: number
}

/** What gives detections other cases. Each says what it did, offers to take it back, and answers whether it was done. */
export function useRegroup(tenant: string) {
  const cache = useQueryClient()
  const navigate = useNavigate()
  const done = (deed: () => Promise<Done>, told: (d: Done) => string, goes?: (d: Done) => void) =>
    attempt('regroup', deed, (d) => {
      takeCases(cache, tenant, [d.case])
      goes?.(d)
      return { text: told(d), undo: d.order ? () => void undo(d.order as number) : undefined }
    })
  const undo = (order: number): Promise<boolean> =>
    done(
      async () => ({ case: (await undoOrder(tenant, order)).case }),
      () => 'Taken back.',
    )
  const goTo = (d: Done) => void navigate(paths.case(tenant, d.case.number))
  return {
    undo,
    merge: (into: string, cases: string[]) =>
      done(
        () => mergeCases(tenant, into, cases),
        () => `${cases.length === 1 ? cases[0] : `${cases.length} cases`} merged into ${into}.`,
        goTo,
      ),
    split: (from: string, detections: string[], title?: string) =>
      done(
        () => splitCase(tenant, from, detections, title),
        (d) => `${inDetections(detections.length)} split off as ${d.case.number}.`,
        goTo,
      ),
    open: (title: string, detections: string[]) =>
      done(
        async () => ({ case: await openCase(tenant, title, detections) }),
        (d) => `${d.case.number} is open.`,
        goTo,
      ),
    add: (to: string, detections: string[]) =>
      done(
        async () => ({ case: (await addDetections(tenant, to, detections)).case }),
        () => `${inDetections(detections.length)} added to ${to}.`,
      ),
    move: (from: string, to: string, detections: string[]) =>
      done(
        () => addDetections(tenant, to, detections, from),
        () => `${inDetections(detections.length)} moved to ${to}.`,
      ),
    remove: (from: string, detections: string[]) =>
      done(
        async () => ({ case: (await removeDetections(tenant, from, detections)).case }),
        () => `${inDetections(detections.length)} removed; the rules never return them to ${from}.`,
      ),
  }
}

export const inDetections = (n: number) => (n === 1 ? 'One detection' : `${inCount(n)} detections`)
