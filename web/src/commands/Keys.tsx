import { Kbd } from '@mantine/core'

const words: Record<string, string> = { mod: 'Ctrl', Enter: 'Enter', Escape: 'Esc' }

/** "g c" and "mod+k" as drawn keys. */
export function Keys({ keys }: { keys: string }) {
  const caps = keys.split(/[ +]/)
  return (
    <span style={{ display: 'inline-flex', gap: 'var(--s1)' }}>
      {caps.map((cap) => (
        <Kbd key={cap} size="xs">
          {words[cap] ?? cap.toUpperCase()}
        </Kbd>
      ))}
    </span>
  )
}
