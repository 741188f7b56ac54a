import { useQueryClient } from '@tanstack/react-query'
import { takeCases } from '../api/live-cache'
import type { Case } from '../api/records'
import { type TieKind, tieCases, untieCases } from '../api/ties'
import { attempt } from '../frame/attempt'
import { tieWords } from './words'

/** Says how cases stand to each other. Each says what it did, and offers to take it back. */
export function useTies(tenant: string, number: string) {
  const cache = useQueryClient()
  const done = (deed: () => Promise<Case>, text: string, undo: () => void) =>
    attempt('ties', deed, (c) => {
      takeCases(cache, tenant, [c])
      return { text, undo }
    })
  const tie = (other: string, kind: TieKind, why?: string): Promise<boolean> =>
    done(
      () => tieCases(tenant, number, other, kind, why),
      `${number} ${tieWords[kind]} ${other}.`,
      () => void untie(other, kind, why),
    )
  const untie = (other: string, kind: TieKind, why?: string): Promise<boolean> =>
    done(
      () => untieCases(tenant, number, other, kind),
      `Taken back that ${number} ${tieWords[kind]} ${other}.`,
      () => void tie(other, kind, why),
    )
  return { tie, untie }
}
