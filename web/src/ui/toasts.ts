import { useSyncExternalStore } from 'react'

/** A word on what was just done. */
export interface Toast {
  id: number
  text: string
  /** Says that it went wrong. */
  bad?: boolean
  /** A toast takes the place of an earlier one on the same topic. */
  topic?: string
  /** Takes it back; offered as a button for as long as the toast stands. */
  undo?: () => void
}

/** How long a toast stands, in milliseconds; longer with something to decide on. */
export const stay = (t: Toast) => (t.undo || t.bad ? 10_000 : 5_000)

const most = 3

let shown: readonly Toast[] = []
let last = 0
const listeners = new Set<() => void>()

function become(next: readonly Toast[]) {
  shown = next
  for (const listener of listeners) listener()
}

/** Says something at the page's edge. */
export function say(toast: Omit<Toast, 'id'>) {
  last++
  const others = shown.filter((t) => !t.topic || t.topic !== toast.topic)
  become([...others, { ...toast, id: last }].slice(-most))
}

export const dismiss = (id: number) => become(shown.filter((t) => t.id !== id))

/** What stands there now, oldest first. */
export const toasts = () => shown

/** Takes back what the newest toast with an undo tells of. */
export function undoLast() {
  const toast = shown.findLast((t) => t.undo)
  if (!toast) return
  dismiss(toast.id)
  toast.undo?.()
}

function subscribe(listener: () => void) {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export const useToasts = () => useSyncExternalStore(subscribe, toasts)
