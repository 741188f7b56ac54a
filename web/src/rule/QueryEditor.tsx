import { useCallback } from 'react'
import { checkQuery } from '../api/checks'
import { queryColouring } from '../query/colouring'
import { CodeEditor } from '../ui/CodeEditor'
import type { Remark } from '../ui/code/place'

interface Props {
  tenant: string
  label: string
  value: string
  onChange: (text: string) => void
  remarks?: Remark[]
  placeholder?: string
  readOnly?: boolean
}

/** A filter: the server says what is wrong with it, and what could come next. */
export function QueryEditor({ tenant, ...editor }: Props) {
  const check = useCallback(
    async (text: string, signal: AbortSignal) => {
      const { mistakes } = await checkQuery(tenant, { text }, signal)
      return { remarks: mistakes ?? [] }
    },
    [tenant],
  )
  const complete = useCallback(
    async (text: string, position: number) =>
      (await checkQuery(tenant, { text, position })).completions ?? [],
    [tenant],
  )
  return <CodeEditor {...editor} lines={2} colouring={queryColouring} check={check} complete={complete} />
}
