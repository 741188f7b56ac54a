import { ActionIcon, Button, Group, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useEdits } from '../../api/editing'
import type { CaseDetail } from '../../api/records'
import { useEdit } from '../../casefile/useEdit'
import { whyNot } from '../../casefile/useMay'
import { Unsaved } from '../../frame/Unsaved'
import { Foreign } from '../../ui/Foreign'
import { Icon } from '../../ui/Icon'
import css from './Overview.module.css'
import { Section } from './Section'
import { useEditors } from './useHere'

/** What people wrote about the case (requirements S20, X49). */
export function Summary({ tenant, c }: { tenant: string; c: CaseDetail }) {
  const forbidden = whyNot(c.allowed.edit)
  const [writing, setWriting] = useState(false)
  const editors = useEditors(tenant, c.number, 'description')
  if (writing) return <Writing tenant={tenant} c={c} onEnd={() => setWriting(false)} />
  const begin = !forbidden && (
    <ActionIcon variant="subtle" size="sm" aria-label="Write the summary" onClick={() => setWriting(true)}>
      <Icon name="pencil" />
    </ActionIcon>
  )
  return (
    <Section title="Summary" aside={begin}>
      {editors.length > 0 && (
        <p role="status" className={css.none}>
          {editors.map((p) => p.name).join(', ')} {editors.length > 1 ? 'are' : 'is'} writing it just now.
        </p>
      )}
      {c.description ? (
        <p className={css.findings}>
          <Foreign text={c.description} most={2000} unfolds />
        </p>
      ) : (
        <p className={css.none}>Nobody has written one.</p>
      )}
    </Section>
  )
}

function Writing({ tenant, c, onEnd }: { tenant: string; c: CaseDetail; onEnd: () => void }) {
  // What the writer looked at: what others write meanwhile is shown, and not overwritten.
  const [seen, setSeen] = useState({ version: c.version, description: c.description })
  const [draft, setDraft] = useState(c.description)
  const edit = useEdit(tenant, c)
  useEdits('description')
  const theirs = c.description !== seen.description ? c.description : undefined
  const save = async () => {
    if (draft === c.description) return onEnd()
    const change = { description: draft, version: seen.version }
    const problem = await edit(change, {
      told: 'The summary is written.',
      undo: { description: seen.description },
    })
    if (!problem) onEnd()
  }
  return (
    <Section title="Summary">
      <Unsaved dirty={draft !== seen.description}>What you wrote is lost.</Unsaved>
      {theirs !== undefined && (
        <div role="status" className={css.theirs}>
          <p>Somebody wrote this meanwhile:</p>
          <p className={css.findings}>
            <Foreign text={theirs || '(nothing)'} most={2000} unfolds />
          </p>
          <Group gap="xs">
            <Button
              size="compact-sm"
              variant="default"
              onClick={() => {
                setSeen({ version: c.version, description: theirs })
                setDraft(theirs && draft ? `${theirs}\n\n${draft}` : theirs || draft)
              }}
            >
              Put mine below it
            </Button>
            <Button
              size="compact-sm"
              variant="default"
              onClick={() => setSeen({ version: c.version, description: theirs })}
            >
              Keep mine only
            </Button>
          </Group>
        </div>
      )}
      <Textarea
        aria-label="Summary"
        value={draft}
        maxLength={65_536}
        onChange={(e) => setDraft(e.currentTarget.value)}
        onKeyDown={(e) => {
          if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) save()
        }}
        autosize
        minRows={4}
        maxRows={20}
        autoFocus
      />
      <Group justify="flex-end" gap="xs" mt="xs">
        <Button size="compact-sm" variant="default" onClick={onEnd}>
          Cancel
        </Button>
        <Button size="compact-sm" onClick={save} disabled={theirs !== undefined}>
          Save
        </Button>
      </Group>
    </Section>
  )
}
