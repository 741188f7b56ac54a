import {
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
  completionKeymap,
} from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { bracketMatching, HighlightStyle, StreamLanguage, syntaxHighlighting } from '@codemirror/language'
import { lintKeymap } from '@codemirror/lint'
import { EditorState, type Extension } from '@codemirror/state'
import { drawSelection, EditorView, keymap, placeholder, tooltips } from '@codemirror/view'
import { tags } from '@lezer/highlight'
import type { Colouring } from './colouring'
import { read, start } from './colouring'
import { look } from './look'
import { characters, indexAfter } from './place'

/** One thing that could stand at a place; from and to count characters of the text. */
export interface Suggestion {
  label: string
  insert: string
  kind: string
  detail?: string
  from: number
  to: number
}

/** What could stand after so many characters of a text. */
export type Suggest = (text: string, position: number) => Promise<Suggestion[]> | undefined

/** What every editor has. Tab is not taken: it leaves the editor. */
export function basis(hint?: string): Extension {
  return [
    history(),
    drawSelection(),
    bracketMatching(),
    EditorView.lineWrapping,
    tooltips({ position: 'fixed' }),
    keymap.of([...completionKeymap, ...lintKeymap, ...historyKeymap, ...defaultKeymap]),
    placeholder(hint ?? ''),
    look,
  ]
}

const tokenTable = {
  word: tags.keyword,
  text: tags.string,
  number: tags.number,
  name: tags.name,
  sign: tags.operator,
  comment: tags.comment,
}

const colours = HighlightStyle.define([
  { tag: tags.keyword, color: 'var(--json-key)', fontWeight: '550' },
  { tag: tags.string, color: 'var(--json-text)' },
  { tag: tags.number, color: 'var(--json-value)' },
  { tag: tags.name, color: 'var(--ink)' },
  { tag: [tags.operator, tags.comment], color: 'var(--ink-2)' },
])

export function coloured(colouring: Colouring): Extension {
  const language = StreamLanguage.define({
    startState: () => start(colouring),
    copyState: (s) => ({ ...s }),
    token: (stream, state) => read(colouring, stream, state),
    tokenTable,
  })
  return [language, syntaxHighlighting(colours)]
}

export const frozen = (yes: boolean): Extension =>
  yes ? [EditorState.readOnly.of(true), EditorView.editable.of(false)] : []

/** Completion by whoever is asked; it knows what fits what is typed. */
export function completing(suggest: Suggest): Extension {
  const source = async (at: CompletionContext): Promise<CompletionResult | null> => {
    const text = at.state.doc.toString()
    const found = await suggest(text, characters(text, at.pos))?.catch(() => [])
    const first = found?.[0]
    if (!found || !first || at.aborted) return null
    const options = found.map((s) => option(text, s))
    return { from: indexAfter(text, first.from), options, filter: false }
  }
  return autocompletion({
    override: [source],
    icons: false,
    activateOnTypingDelay: 120,
    maxRenderedOptions: 60,
  })
}

function option(text: string, s: Suggestion): Completion {
  const over = indexAfter(text, s.to)
  return {
    label: s.label,
    detail: s.detail,
    type: s.kind,
    apply: (view, _, from, to) => {
      const end = Math.max(to, Math.min(over, view.state.doc.length))
      view.dispatch({
        changes: { from, to: end, insert: s.insert },
        selection: { anchor: from + s.insert.length },
        userEvent: 'input.complete',
      })
    },
  }
}

interface Named {
  label: string
  describedBy: string
  wrong?: boolean
}

export const attributesOf = ({ label, describedBy, wrong = false }: Named): Extension =>
  EditorView.contentAttributes.of({
    'aria-label': label,
    'aria-describedby': describedBy,
    'aria-invalid': `${wrong}`,
    spellcheck: 'false',
    autocapitalize: 'off',
  })
