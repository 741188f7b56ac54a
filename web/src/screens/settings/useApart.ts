import { useQueryClient } from '@tanstack/react-query'
import { apartQuery, keepApart, linkAgain } from '../../api/apart'
import { attempt } from '../../frame/attempt'

/** Keeps entities apart, or lets them link again. Each says what it did, and offers to take it back. */
export function useApart(tenant: string) {
  const cache = useQueryClient()
  const done = (deed: () => Promise<unknown>, text: string, undo: () => void) =>
    attempt('apart', deed, () => {
      cache.invalidateQueries({ queryKey: apartQuery(tenant).queryKey })
      return { text, undo }
    })
  const keep = (entity: string, why?: string): Promise<boolean> =>
    done(
      () => keepApart(tenant, entity, why),
      `Nothing is grouped by ${entity}.`,
      () => void link(entity, why),
    )
  const link = (entity: string, why?: string): Promise<boolean> =>
    done(
      () => linkAgain(tenant, entity),
      `Things are grouped by ${entity} again.`,
      () => void keep(entity, why),
    )
  return { keep, link }
}
