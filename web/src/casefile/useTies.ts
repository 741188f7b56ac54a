import { useQueryClient } from '@tanstack/react-query'
import { takeCases } from '../api/live-cache'
import { Problem } from '../api/problem'
import type { Case } from '../api/records'
import { type TieKind, tieCases, untieCases } from '../api/ties'
import { say } from '../ui/toasts'
import { tieWords } from './words'

/** Says how cases stand to each other. Each says what it did, and offers to take it back. */
export function useTies(tenant: string, number: string) {
  const cache = useQueryClient()
  const done = async (deed: () => Promise<Case>, text: string, undo: () => void) => {
    try {
      takeCases(cache, tenant, [await deed()])
      say({ text, topic: 'ties', undo })
      return true
    } catch (e) {
      if (!(e instanceof Problem)) throw e
      say({ text: e.message, bad: true, topic: 'ties' })
      return false
    }
  }
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
