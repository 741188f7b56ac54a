import { ActionIcon, Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useEdits } from '../../api/editing'
import type { CaseDetail } from '../../api/records'
import type { useEdit } from '../../casefile/useEdit'
import { useCommands } from '../../commands/registry'
import { Foreign } from '../../ui/Foreign'
import { Icon } from '../../ui/Icon'
import css from './CaseHeader.module.css'

interface Props {
  c: CaseDetail
  edit: ReturnType<typeof useEdit>
  /** Why it can't be changed. */
  forbidden?: string
}

/** The name of a case. It follows the detections until somebody writes another (requirement X5). */
export function CaseTitle({ c, edit, forbidden }: Props) {
  const [draft, setDraft] = useState<string>()
  useEdits('title', draft !== undefined)
  const begin = () => !forbidden && setDraft(c.title)
  useCommands([{ id: 'rename case', title: 'Rename this case', section: 'Page', keys: 'r', run: begin }])
  const save = async (title: string) => {
    if (title === c.title) return setDraft(undefined)
    const undo = { title: c.title_follows ? '' : c.title }
    const problem = await edit(
      { title },
      { told: title ? 'Renamed.' : 'The title follows the detections.', undo },
    )
    if (!problem) setDraft(undefined)
  }
  if (draft === undefined) {
    return (
      <div className={css.title}>
        <h1>
          <Foreign text={c.title || c.number} most={240} />
        </h1>
        {!forbidden && (
          <ActionIcon
            variant="subtle"
            size="sm"
            aria-label="Rename the case"
            title="Rename (R)"
            onClick={begin}
          >
            <Icon name="pencil" />
          </ActionIcon>
        )}
      </div>
    )
  }
  return (
    <form
      className={css.title}
      onSubmit={(e) => {
        e.preventDefault()
        save(draft.trim())
      }}
    >
      <TextInput
        className={css.titleInput}
        aria-label="Title"
        value={draft}
        maxLength={200}
        onChange={(e) => setDraft(e.currentTarget.value)}
        onKeyDown={(e) => e.key === 'Escape' && setDraft(undefined)}
        autoFocus
      />
      <Button type="submit" size="compact-sm">
        Save
      </Button>
      {!c.title_follows && c.detection_count > 0 && (
        <Button
          size="compact-sm"
          variant="default"
          title="Name it after its most severe detection, as long as nobody names it otherwise"
          onClick={() => save('')}
        >
          Follow the detections
        </Button>
      )}
      <Button size="compact-sm" variant="subtle" onClick={() => setDraft(undefined)}>
        Cancel
      </Button>
    </form>
  )
}
