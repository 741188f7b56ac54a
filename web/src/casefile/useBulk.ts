import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type CaseChange, changeCases, type NumberedChange } from '../api/edits'
import { takeCases } from '../api/live-cache'
import type { Case } from '../api/records'
import { inCount } from '../ui/format'
import { say } from '../ui/toasts'
import { forEach, inverse, isChange } from './inverse'
import { deedOf, told } from './told'

/** A case that was not changed, and why. */
export interface Refused {
  number: string
  why: string
}

const atOnce = 50

const reason = (p?: { detail: string; errors?: { message: string }[] }) =>
  [p?.detail, ...(p?.errors ?? []).map((e) => e.message)].join(' ')

/** Changes many cases: some at a time, with how far it is, what was refused, and a way back where that is exact. */
export function useBulk(tenant: string) {
  const cache = useQueryClient()
  const [progress, setProgress] = useState<string>()
  const [refused, setRefused] = useState<Refused[]>([])
  const send = async (items: NumberedChange[]) => {
    const changed: Case[] = []
    const not: Refused[] = []
    for (let i = 0; i < items.length; i += atOnce) {
      if (items.length > atOnce) setProgress(`${inCount(i)} of ${inCount(items.length)} changed…`)
      const some = items.slice(i, i + atOnce)
      try {
        const answer = await changeCases(tenant, some)
        for (const one of answer.items) {
          if (one.case) changed.push(one.case)
          else not.push({ number: one.number, why: reason(one.problem) })
        }
        takeCases(
          cache,
          tenant,
          answer.items.flatMap((one) => one.case ?? []),
        )
      } catch (e) {
        // Those before are changed; of these it is not known, and the rest is not sent.
        const why = e instanceof Error ? e.message : String(e)
        return { changed, not: [...not, ...items.slice(i).map(({ number }) => ({ number, why }))] }
      }
    }
    return { changed, not }
  }
  const run = async (
    deed: string,
    items: NumberedChange[],
    undo?: (changed: Case[]) => NumberedChange[] | undefined,
  ) => {
    const { changed, not } = await send(items)
    setProgress(undefined)
    setRefused(not)
    const back = undo?.(changed)
    say({
      text: told(deed, items, changed.length),
      topic: 'bulk',
      bad: changed.length === 0,
      undo: back && back.length > 0 ? () => void run('changed back', back) : undefined,
    })
    return not.length === 0
  }
  const change = (cases: Case[], what: CaseChange, taken?: (changed: Case[]) => void) =>
    run(deedOf(what), forEach(cases, what), (changed) => {
      taken?.(changed)
      const backs = changed.flatMap((now) => {
        const was = cases.find((c) => c.number === now.number)
        const back = was && inverse(was, what)
        return back ? [{ ...back, number: now.number, version: now.version }] : []
      })
      const exact = backs.length === changed.length
      return exact ? backs.filter(({ number: _, version: __, ...b }) => isChange(b)) : undefined
    })
  return { change, progress, refused, forget: () => setRefused([]) }
}
