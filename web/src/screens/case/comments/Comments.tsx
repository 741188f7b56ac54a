import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { addComment, type Comment, commentsQuery, deleteComment, editComment } from '../../../api/comments'
import { useLiveList } from '../../../api/live-list'
import { pulse, topicOf } from '../../../api/pulse'
import { keys } from '../../../api/queries'
import { useCaseBars } from '../../../casefile/useMay'
import { attempt } from '../../../frame/attempt'
import { ListTrouble } from '../../../frame/ListTrouble'
import { NewsAbove } from '../../../frame/NewsAbove'
import { CommentEntry } from './CommentEntry'
import css from './Comments.module.css'
import { Writing } from './Writing'

/** What was begun and not said stays until the page is left, whatever is looked at meanwhile. */
const begun = new Map<string, string>()

/** What people and rules say about a case, newest first (requirement X13). */
export function Comments({ tenant, number, writes }: { tenant: string; number: string; writes: boolean }) {
  const topic = topicOf(keys.case(tenant, number))
  const list = useLiveList(commentsQuery(tenant, number), topic)
  const { items, hasMore, more, error, loading, setAtTop } = list
  const scroll = useRef<HTMLOListElement>(null)
  const forbidden = useCaseBars(tenant, number, 'comment')
  const place = `${tenant} ${number}`
  const [draft, setDraft] = useState(() => begun.get(place) ?? '')
  const write = (text: string) => {
    begun.set(place, text)
    setDraft(text)
  }
  const deeds = useDeeds(tenant, number)
  return (
    <div className={css.panel}>
      {forbidden ? (
        <p className={css.quiet}>{forbidden}</p>
      ) : (
        <Writing
          tenant={tenant}
          label="New comment"
          begins={writes}
          text={draft}
          onText={write}
          yes="Comment"
          onYes={async () => {
            if (await deeds.add(draft)) write('')
          }}
        />
      )}
      {error && <p className={css.quiet}>{error.message}</p>}
      <div className={css.comments}>
        <NewsAbove behind={list.behind} onTop={() => scroll.current?.scrollTo({ top: 0 })} />
        {list.trouble === 'refresh' && <ListTrouble list={list} />}
        <ol
          ref={scroll}
          className={css.list}
          onScroll={(e) => {
            const { scrollTop, clientHeight, scrollHeight } = e.currentTarget
            setAtTop(scrollTop < 40)
            if (hasMore && scrollTop + 2 * clientHeight > scrollHeight) more()
          }}
        >
          {items.map((c) => (
            <CommentEntry
              key={c.entry}
              tenant={tenant}
              comment={c}
              onEdit={(text) => deeds.edit(c, text)}
              onDelete={() => void deeds.remove(c)}
              forbidden={forbidden}
            />
          ))}
          {list.trouble === 'more' && (
            <li>
              <ListTrouble list={list} />
            </li>
          )}
          {!loading && !error && items.length === 0 && (
            <li className={css.quiet}>Nobody has said anything yet.</li>
          )}
        </ol>
      </div>
    </div>
  )
}

function useDeeds(tenant: string, number: string) {
  const cache = useQueryClient()
  const done = (deed: () => Promise<Comment>, text?: string, undo?: (c: Comment) => void) =>
    attempt(`comment ${number}`, deed, (c) =>
      text === undefined ? undefined : { text, undo: undo && (() => undo(c)) },
    ).finally(() => {
      cache.invalidateQueries({ queryKey: commentsQuery(tenant, number).queryKey })
      pulse.beat(topicOf(keys.case(tenant, number)))
    })
  return {
    add: (text: string) => done(() => addComment(tenant, number, text)),
    edit: (c: Comment, text: string) => done(() => editComment(tenant, number, c, text)),
    remove: (c: Comment) =>
      done(
        () => deleteComment(tenant, number, c),
        'Deleted.',
        (gone) => void done(() => editComment(tenant, number, gone, c.text)),
      ),
  }
}
