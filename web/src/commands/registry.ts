import { useEffect, useRef, useSyncExternalStore } from 'react'

/** Something a person can do from the keyboard, the palette or a menu. */
export interface Command {
  id: string
  title: string
  section: 'Go to' | 'List' | 'Page'
  /** Keys in order, such as "g c" or "mod+k"; single keys rest while somebody types. */
  keys?: string
  /** Kept out of the palette: it makes sense as a key only. */
  keyOnly?: boolean
  run: () => void
}

let known: readonly Command[] = []
const listeners = new Set<() => void>()

function become(next: readonly Command[]) {
  known = next
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void) {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** The commands there are now; the newest of an id wins. */
export const commands = () => known

export const useCommandList = () => useSyncExternalStore(subscribe, commands)

/** Adds commands; the answer takes them away again. */
export function register(added: Command[]): () => void {
  const ids = new Set(added.map((c) => c.id))
  become([...known.filter((c) => !ids.has(c.id)), ...added])
  return () => become(known.filter((c) => !added.includes(c)))
}

/** Offers commands for as long as the calling component is on the page; what they do may change with each drawing. */
export function useCommands(offered: Command[]) {
  const current = useRef(offered)
  useEffect(() => {
    current.current = offered
  })
  const ids = offered.map((c) => c.id).join(' ')
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same commands are registered once
  useEffect(() => register(offered.map((c, i) => ({ ...c, run: () => current.current[i]?.run() }))), [ids])
}
