import { useQueryClient } from '@tanstack/react-query'
import { type CaseChange, changeCase } from '../api/edits'
import { takeCases } from '../api/live-cache'
import { Problem } from '../api/problem'
import { caseQuery } from '../api/queries'
import type { Case } from '../api/records'
import { say } from '../ui/toasts'

/** What was done, in words, and what takes it back. */
export interface Done {
  told: string
  undo?: CaseChange
}

/**
 * Changes a case as it is on the screen. Others' edits of the same field since then are not
 * overwritten: the answer is the problem that names them, and the screen shows what they wrote.
 */
export function useEdit(tenant: string, c: Case) {
  const cache = useQueryClient()
  const send = async (change: CaseChange, { told, undo }: Done): Promise<Problem | undefined> => {
    try {
      const after = await changeCase(tenant, c.number, change)
      takeCases(cache, tenant, [after])
      const back =
        undo &&
        (() =>
          void send(
            { version: after.version, ...undo },
            { told: `Taken back: “${told.replace(/\.$/, '')}”.` },
          ))
      say({ text: told, topic: `case ${c.number}`, undo: back })
      return undefined
    } catch (e) {
      if (!(e instanceof Problem)) throw e
      cache.invalidateQueries({ queryKey: caseQuery(tenant, c.number).queryKey })
      say({
        text: [e.message, ...e.mistakes.map((m) => m.message)].join(' '),
        bad: true,
        topic: `case ${c.number}`,
      })
      return e
    }
  }
  return (change: CaseChange, done: Done) => send({ version: c.version, ...change }, done)
}
