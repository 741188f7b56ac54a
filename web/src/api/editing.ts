import { useEffect, useSyncExternalStore } from 'react'
import type { components } from './schema.gen'

/** What others may know to be edited. */
export type EditedField = NonNullable<components['schemas']['PageOpen']['editing']>[number]

let fields: readonly EditedField[] = []
const listeners = new Set<() => void>()

function become(next: readonly EditedField[]) {
  fields = next
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void) {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** What is being edited in this page. */
export const edited = () => fields

export const useEdited = () => useSyncExternalStore(subscribe, edited)

/** Lets others know that a field is being edited, for as long as `active`. */
export function useEdits(field: EditedField, active = true) {
  useEffect(() => {
    if (!active) return
    become([...fields, field])
    return () => become(fields.filter((f) => f !== field))
  }, [field, active])
}
