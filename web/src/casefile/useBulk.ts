import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type CaseChange, changeCases, type NumberedChange } from '../api/edits'
import { takeCases } from '../api/live-cache'
import { Problem } from '../api/problem'
import type { Case } from '../api/records'
import { inCount } from '../ui/format'
import { say } from '../ui/toasts'
import { forEach, inverse, isChange } from './inverse'

/** A case that was not changed, and why. */
export interface Refused {
  number: string
  why: string
}

const atOnce = 50

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
      const answer = await changeCases(tenant, items.slice(i, i + atOnce))
      for (const { number, case: c, problem } of answer.items) {
        if (c) changed.push(c)
        else
          not.push({
            number,
            why: [problem?.detail, ...(problem?.errors ?? []).map((e) => e.message)].join(' '),
          })
      }
      takeCases(
        cache,
        tenant,
        answer.items.flatMap((i) => i.case ?? []),
      )
    }
    return { changed, not }
  }
  const run = async (items: NumberedChange[], undo?: (changed: Case[]) => NumberedChange[] | undefined) => {
    try {
      const { changed, not } = await send(items)
      setRefused(not)
      const back = undo?.(changed)
      say({
        text: `${inCount(changed.length)} of ${inCount(items.length)} changed.`,
        topic: 'bulk',
        bad: changed.length === 0,
        undo: back && back.length > 0 ? () => void run(back) : undefined,
      })
      return not.length === 0
    } catch (e) {
      if (!(e instanceof Problem)) throw e
      say({ text: e.message, bad: true, topic: 'bulk' })
      return false
    } finally {
      setProgress(undefined)
    }
  }
  const change = (cases: Case[], what: CaseChange) =>
    run(forEach(cases, what), (changed) => {
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
