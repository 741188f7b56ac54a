import { Button, Group, Stack, Textarea } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { peopleQuery } from '../../../api/edits'
import { Markdown } from '../../../ui/Markdown'
import css from './Comments.module.css'
import { completed, mentioned } from './mention'

interface Props {
  tenant: string
  label: string
  text: string
  onText: (text: string) => void
  yes: string
  onYes: () => Promise<void>
  onNo?: () => void
  /** The cursor is in it from the start. */
  begins?: boolean
}

/** Where a comment is written: Markdown, with a look at it, and with people's names after an @. */
export function Writing({ tenant, label, text, onText, yes, onYes, onNo, begins }: Props) {
  const people = useQuery(peopleQuery(tenant)).data?.items ?? []
  const [looks, setLooks] = useState(false)
  const [busy, setBusy] = useState(false)
  const [caret, setCaret] = useState(0)
  const field = useRef<HTMLTextAreaElement>(null)
  const names = mentioned(
    text.slice(0, caret),
    people.map((p) => p.name),
  )
  const go = async () => {
    if (!text.trim() || busy) return
    setBusy(true)
    await onYes()
    setBusy(false)
    setLooks(false)
  }
  const pick = (name: string) => {
    const next = completed(text, caret, name)
    onText(next.text)
    setCaret(next.caret)
    requestAnimationFrame(() => {
      field.current?.focus()
      field.current?.setSelectionRange(next.caret, next.caret)
    })
  }
  return (
    <Stack gap={6}>
      {looks ? (
        <Markdown text={text} />
      ) : (
        <Textarea
          ref={field}
          autoFocus={begins}
          data-autofocus={begins === undefined ? undefined : true}
          aria-label={label}
          placeholder="Markdown; @ names somebody"
          value={text}
          onChange={(e) => {
            onText(e.currentTarget.value)
            setCaret(e.currentTarget.selectionStart)
          }}
          onSelect={(e) => setCaret(e.currentTarget.selectionStart)}
          onKeyDown={(e) => {
            if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) void go()
            // Over the page it puts the comments away; beside the case it frees the keys.
            if (e.key === 'Escape') e.currentTarget.blur()
            if (e.key === 'Tab' && !e.shiftKey && names[0]) {
              e.preventDefault()
              pick(names[0])
            }
          }}
          maxLength={65_536}
          autosize
          minRows={2}
          maxRows={14}
        />
      )}
      {!looks && names.length > 0 && (
        <fieldset className={css.people} aria-label="People">
          {names.map((name) => (
            <Button key={name} size="compact-xs" variant="default" onClick={() => pick(name)}>
              @{name}
            </Button>
          ))}
        </fieldset>
      )}
      <Group gap="xs">
        <Button
          size="compact-sm"
          onClick={() => void go()}
          disabled={!text.trim()}
          loading={busy}
          title="Ctrl+Enter"
        >
          {yes}
        </Button>
        {text.trim() && (
          <Button size="compact-sm" variant="default" onClick={() => setLooks(!looks)}>
            {looks ? 'Write' : 'Preview'}
          </Button>
        )}
        {onNo && (
          <Button size="compact-sm" variant="subtle" onClick={onNo}>
            Cancel
          </Button>
        )}
      </Group>
    </Stack>
  )
}
