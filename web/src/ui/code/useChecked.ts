import { useEffect, useState } from 'react'
import type { Remark } from './place'

/** What a check found: remarks for the text, and a word on what it is. */
export interface Checked {
  remarks: Remark[]
  /** Such as the type of an expression. */
  note?: string
}

export type Check = (text: string, signal: AbortSignal) => Promise<Checked>

const nothing: Checked = { remarks: [] }

/** How long a writer pauses before the text is checked, in milliseconds. */
const pause = 350

/** Asks for remarks once the writer pauses. The last text's answer counts, whichever comes first. */
export function useChecked(text: string, check?: Check): Checked {
  const [found, setFound] = useState<Checked & { of: string }>({ ...nothing, of: '' })
  useEffect(() => {
    if (!check || text.trim() === '') return
    const asked = new AbortController()
    const timer = setTimeout(() => {
      check(text, asked.signal)
        .then((answer) => !asked.signal.aborted && setFound({ ...answer, of: text }))
        // An editor that cannot be checked is still an editor; saving checks again.
        .catch(() => undefined)
    }, pause)
    return () => {
      clearTimeout(timer)
      asked.abort()
    }
  }, [text, check])
  if (text.trim() === '') return nothing
  // While a new answer is on its way, remarks of the old text would point at the wrong characters.
  return found.of === text ? found : nothing
}
