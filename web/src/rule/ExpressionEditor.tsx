import { useCallback } from 'react'
import { checkExpression } from '../api/checks'
import { CodeEditor } from '../ui/CodeEditor'
import type { Remark } from '../ui/code/place'
import { expressionColouring, scriptColouring } from './colouring'

interface Props {
  tenant: string
  label: string
  /** CEL whose values are rows, or text with ${…}. */
  kind: 'grouping' | 'script'
  value: string
  onChange: (text: string) => void
  remarks?: Remark[]
  placeholder?: string
  readOnly?: boolean
  lines?: number
}

const colourings = { grouping: expressionColouring, script: scriptColouring }

/** An expression of CEL, or a text with such in it: checked, typed and completed by the server. */
export function ExpressionEditor({ tenant, kind, ...editor }: Props) {
  const check = useCallback(
    async (text: string, signal: AbortSignal) => {
      const { mistakes, type } = await checkExpression(tenant, kind, { text }, signal)
      return { remarks: mistakes ?? [], note: type ? `Type: ${type}` : undefined }
    },
    [tenant, kind],
  )
  const complete = useCallback(
    async (text: string, position: number) =>
      (await checkExpression(tenant, kind, { text, position })).completions ?? [],
    [tenant, kind],
  )
  return <CodeEditor {...editor} colouring={colourings[kind]} check={check} complete={complete} />
}
