import type { Diagnostic } from '@codemirror/lint'
import { setDiagnostics } from '@codemirror/lint'
import { Compartment } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import { useEffect, useRef } from 'react'
import { styleNonce } from '../trust'
import type { Colouring } from './colouring'
import { attributesOf, basis, coloured, completing, frozen, type Suggest } from './extensions'
import { type Remark, wordAt } from './place'

export interface FieldProps {
  value: string
  onChange: (text: string) => void
  colouring: Colouring
  remarks: Remark[]
  complete?: Suggest
  label: string
  placeholder?: string
  describedBy: string
  readOnly?: boolean
}

/** The editor itself: text with colours, marks and completion. Loaded when the first is drawn. */
export function Field(props: FieldProps) {
  const place = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView>(null)
  const now = useRef(props)
  now.current = props
  const attributes = useRef(new Compartment())

  // biome-ignore lint/correctness/useExhaustiveDependencies: the view is made once and told of changes below
  useEffect(() => {
    const made = new EditorView({
      doc: props.value,
      parent: place.current as HTMLElement,
      extensions: [
        EditorView.cspNonce.of(styleNonce()),
        basis(props.placeholder),
        coloured(props.colouring),
        frozen(!!props.readOnly),
        completing((...asked) => now.current.complete?.(...asked)),
        attributes.current.of(attributesOf(props)),
        EditorView.updateListener.of((u) => {
          if (u.docChanged) now.current.onChange(u.state.doc.toString())
        }),
      ],
    })
    view.current = made
    return () => made.destroy()
  }, [props.colouring, props.readOnly])

  useEffect(() => {
    const v = view.current
    const text = v?.state.doc.toString()
    if (v && text !== props.value) {
      v.dispatch({ changes: { from: 0, to: text?.length, insert: props.value } })
    }
  }, [props.value])

  useEffect(() => {
    const v = view.current
    if (v) v.dispatch(setDiagnostics(v.state, drawn(v.state.doc.toString(), props.remarks)))
  }, [props.remarks])

  const wrong = props.remarks.length > 0
  useEffect(() => {
    const { label, describedBy } = props
    view.current?.dispatch({
      effects: attributes.current.reconfigure(attributesOf({ label, describedBy, wrong })),
    })
  }, [props, wrong])

  return <div ref={place} />
}

function drawn(text: string, remarks: Remark[]): Diagnostic[] {
  return remarks
    .filter((r) => r.column)
    .map((r) => ({ ...wordAt(text, r), severity: 'error' as const, message: r.message }))
    .sort((a, b) => a.from - b.from)
}
