import { useQueryClient } from '@tanstack/react-query'
import { type PointerEvent as ReactPointerEvent, useRef, useState } from 'react'
import type { Book } from '../../api/books'
import type { Rule, RuleList } from '../../api/rule-records'
import { orderRules, rulesQuery } from '../../api/rules'
import { complain, rulesChanged } from '../../rule/deeds'
import { moved } from '../../rule/draft'
import { say } from '../../ui/toasts'

/** Moves own rules, by dragging or by key; what was done is said, and can be undone. */
export function useReorder(book: Book) {
  const cache = useQueryClient()
  const { queryKey } = rulesQuery(book)
  // Each order is a whole; sent one after the other, the last stands.
  const sent = useRef<Promise<unknown>>(Promise.resolve())
  const own = () => cache.getQueryData<RuleList>(queryKey)?.items ?? []

  function put(items: Rule[]) {
    cache.setQueryData<RuleList>(queryKey, (list) => list && { ...list, items })
    sent.current = sent.current
      .then(() =>
        orderRules(
          book,
          items.map((r) => r.id),
        ),
      )
      .catch(complain)
      .then(() => rulesChanged(cache, book.tenant))
  }

  function move(from: number, to: number) {
    const before = own()
    const rule = before[from]
    if (!rule || from === to || to < 0 || to >= before.length) return false
    put(moved(before, from, to))
    say({
      text: `“${rule.title}” is now number ${to + 1} of ${before.length}.`,
      topic: 'order',
      undo: () => put(before),
    })
    return true
  }
  return { move, ...useDrag(move) }
}

/** Where a dragged row would land; rows are found by what is under the pointer. */
function useDrag(move: (from: number, to: number) => void) {
  const [dropAt, setDropAt] = useState<number>()
  const from = useRef(-1)
  const place = (e: ReactPointerEvent) => {
    const row = document.elementFromPoint(e.clientX, e.clientY)?.closest<HTMLElement>('[data-row]')
    if (!row) return undefined
    const { top, height } = row.getBoundingClientRect()
    return Number(row.dataset.row) + (e.clientY > top + height / 2 ? 1 : 0)
  }
  const grip = (index: number, last: number) => ({
    onPointerDown: (e: ReactPointerEvent) => {
      e.preventDefault()
      e.currentTarget.setPointerCapture(e.pointerId)
      from.current = index
    },
    onPointerMove: (e: ReactPointerEvent) => {
      if (from.current < 0) return
      const at = place(e)
      setDropAt(at === undefined ? undefined : Math.min(at, last + 1))
    },
    onPointerUp: () => {
      if (from.current >= 0 && dropAt !== undefined) {
        move(from.current, dropAt > from.current ? dropAt - 1 : dropAt)
      }
      from.current = -1
      setDropAt(undefined)
    },
    onPointerCancel: () => {
      from.current = -1
      setDropAt(undefined)
    },
  })
  return { dropAt, grip }
}
