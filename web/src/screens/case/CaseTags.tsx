import { ActionIcon, TextInput } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Case } from '../../api/records'
import type { useEdit } from '../../casefile/useEdit'
import { paths } from '../../paths'
import { quoted } from '../../query/literal'
import { Foreign } from '../../ui/Foreign'
import { harmless } from '../../ui/foreign-text'
import { Icon } from '../../ui/Icon'
import { Tag } from '../../ui/Tag'
import css from './CaseHeader.module.css'

interface Props {
  tenant: string
  c: Case
  edit: ReturnType<typeof useEdit>
  forbidden?: string
}

/** Free words by which cases are found (requirement X19). Two who add at once lose nothing. */
export function CaseTags({ tenant, c, edit, forbidden }: Props) {
  const [draft, setDraft] = useState<string>()
  const add = async () => {
    const wanted = (draft ?? '').split(',').map((t) => t.trim())
    const tags = [...new Set(wanted)].filter((t) => t && !c.tags.includes(t))
    if (tags.length > 0) {
      const told = tags.length === 1 ? `Tagged “${tags[0]}”.` : `Tagged with ${tags.length} words.`
      if (await edit({ add_tags: tags }, { told, undo: { remove_tags: tags } })) return
    }
    setDraft(undefined)
  }
  return (
    <span className={css.tags}>
      {c.tags.map((tag) => (
        <Tag key={tag}>
          <Link {...paths.cases(tenant, { q: `tags = ${quoted(tag)}` })}>
            <Foreign text={tag} most={40} />
          </Link>
          {!forbidden && (
            <ActionIcon
              variant="transparent"
              size={14}
              aria-label={`Remove the tag ${harmless(tag)}`}
              onClick={() =>
                edit(
                  { remove_tags: [tag] },
                  { told: `The tag “${tag}” is removed.`, undo: { add_tags: [tag] } },
                )
              }
            >
              <Icon name="close" />
            </ActionIcon>
          )}
        </Tag>
      ))}
      {c.tags.length === 0 && forbidden && 'None'}
      {!forbidden && draft === undefined && (
        <ActionIcon variant="subtle" size="sm" aria-label="Add a tag" onClick={() => setDraft('')}>
          <Icon name="plus" />
        </ActionIcon>
      )}
      {draft !== undefined && (
        <TextInput
          size="xs"
          w={140}
          aria-label="New tags"
          placeholder="web, vip"
          value={draft}
          onChange={(e) => setDraft(e.currentTarget.value)}
          onBlur={add}
          onKeyDown={(e) => {
            if (e.key === 'Enter') add()
            if (e.key === 'Escape') setDraft(undefined)
          }}
          autoFocus
        />
      )}
    </span>
  )
}
