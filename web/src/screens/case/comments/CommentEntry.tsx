import { ActionIcon, Menu } from '@mantine/core'
import { useState } from 'react'
import type { Comment } from '../../../api/comments'
import { Foreign } from '../../../ui/Foreign'
import { Icon } from '../../../ui/Icon'
import { Markdown } from '../../../ui/Markdown'
import { Time } from '../../../ui/Time'
import css from './Comments.module.css'
import { Writing } from './Writing'

interface Props {
  tenant: string
  comment: Comment
  /** Answers whether it was done. */
  onEdit: (text: string) => Promise<boolean>
  onDelete: () => void
  /** Why nobody may write; undefined where one may. */
  forbidden?: string
}

/** One comment; its author edits and deletes it (requirement X13). */
export function CommentEntry({ tenant, comment: c, onEdit, onDelete, forbidden }: Props) {
  const [draft, setDraft] = useState<string>()
  return (
    <li className={css.comment}>
      <div className={css.head}>
        <span className={css.who}>
          <Foreign text={c.rule?.title || c.author.name} most={80} />
        </span>
        <span className={css.quiet}>
          <Time at={c.at} />
          {c.edited_at && !c.deleted && (
            <>
              {' '}
              · edited <Time at={c.edited_at} />
            </>
          )}
        </span>
        {c.mine && !forbidden && !c.deleted && (
          <span className={css.end}>
            <Menu position="bottom-end" withInitialFocusPlaceholder={false}>
              <Menu.Target>
                <ActionIcon variant="subtle" color="gray" size="sm" aria-label="More for this comment">
                  <Icon name="more" />
                </ActionIcon>
              </Menu.Target>
              <Menu.Dropdown>
                <Menu.Item onClick={() => setDraft(c.text)}>Edit</Menu.Item>
                <Menu.Item onClick={onDelete}>Delete</Menu.Item>
              </Menu.Dropdown>
            </Menu>
          </span>
        )}
      </div>
      {draft !== undefined ? (
        <Writing
          tenant={tenant}
          label="Comment"
          text={draft}
          onText={setDraft}
          yes="Save"
          onYes={async () => {
            if (await onEdit(draft)) setDraft(undefined)
          }}
          onNo={() => setDraft(undefined)}
        />
      ) : c.deleted ? (
        <p className={css.quiet}>Its author deleted this comment.</p>
      ) : (
        <Markdown text={c.text} />
      )}
    </li>
  )
}
