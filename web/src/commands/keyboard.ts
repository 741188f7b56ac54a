import { commands } from './registry'

/** How long after its first key a sequence such as "g c" may be finished, in milliseconds. */
const patience = 1000

/** What a key press is called in a command's keys: "k", "?", "mod+k". */
export function nameOf(e: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>): string {
  const key = e.key.length === 1 ? e.key.toLowerCase() : e.key
  return e.ctrlKey || e.metaKey ? `mod+${key}` : e.altKey ? `alt+${key}` : key
}

/** Listens to the whole page until the answer is called. */
export function listen(target: Pick<Document, 'addEventListener' | 'removeEventListener'>): () => void {
  let begun = ''
  let begunAt = 0
  const onKey = (e: KeyboardEvent) => {
    if (e.defaultPrevented || e.isComposing) return
    const key = nameOf(e)
    if (!key.startsWith('mod+') && hasKeysOfItsOwn(e.target)) return
    const sequence = begun && e.timeStamp - begunAt < patience ? `${begun} ${key}` : key
    const found = commands().find((c) => c.keys === sequence) ?? commands().find((c) => c.keys === key)
    const begins = !found && commands().some((c) => c.keys?.startsWith(`${key} `))
    begun = begins ? key : ''
    begunAt = e.timeStamp
    if (!found) return
    e.preventDefault()
    found.run()
  }
  target.addEventListener('keydown', onKey)
  return () => target.removeEventListener('keydown', onKey)
}

/** Where keys write, choose or close: a field, or what lies over the screen, with the button that opened it. */
const keyed = [
  'input:not([type="checkbox"])',
  'textarea',
  'select',
  '[contenteditable="true"]',
  '[role="dialog"]',
  '[role="menu"]',
  '[role="listbox"]',
  '[aria-haspopup][aria-expanded="true"]',
].join(', ')

function hasKeysOfItsOwn(target: EventTarget | null): boolean {
  const element = target as Partial<Element> | null
  return !!element?.closest?.(keyed)
}
