import type { Detection } from '../api/records'
import { quoted } from '../query/literal'

/** How each status is written. */
export const statusWords: Record<Detection['status'], string> = {
  open: 'Open',
  in_case: 'In a case',
  closed: 'Closed',
  ignored: 'Ignored',
}

/** The kind and the value of an entity, which splits at its first colon. */
export function entityParts(entity: string): { kind: string; value: string } {
  const colon = entity.indexOf(':')
  if (colon < 0) return { kind: 'entity', value: entity }
  return { kind: entity.slice(0, colon), value: entity.slice(colon + 1) }
}

/** Entities by kind, in order of first mention. */
export function byKind(entities: string[]): [kind: string, values: string[]][] {
  const kinds = new Map<string, string[]>()
  for (const e of entities) {
    const { kind, value } = entityParts(e)
    kinds.set(kind, [...(kinds.get(kind) ?? []), value])
  }
  return [...kinds]
}

const kindsWithName = ['ip', 'user', 'host', 'domain', 'url', 'email', 'file', 'process']

/** A filter for everything that speaks of this entity. */
export function filterFor(kind: string, value: string): string {
  if (['sha256', 'sha1', 'md5'].includes(kind)) return `@hash = ${quoted(value)}`
  if (kindsWithName.includes(kind)) return `@${kind} = ${quoted(value)}`
  return `entities = ${quoted(`${kind}:${value}`)}`
}
