import type { Detection } from '../api/records'
import { quoted } from '../query/literal'
import { inCount } from '../ui/format'

/** How each status is written. */
export const statusWords: Record<Detection['status'], string> = {
  open: 'Open',
  in_case: 'In a case',
  closed: 'Closed',
  ignored: 'Ignored',
}

/** The level of a severity: bounds at 0.2, 0.4, 0.6 and 0.8, inclusive. */
export function bandOf(severity: number): Detection['severity_band'] {
  const bands = ['info', 'low', 'medium', 'high', 'critical'] as const
  return bands[[0.2, 0.4, 0.6, 0.8].filter((bound) => severity >= bound).length] ?? 'info'
}

/** "Seen 12 times" of a detection that folded its repeats; undefined for one that has none (B8). */
export const seenWords = (count: number) => (count > 1 ? `Seen ${inCount(count)} times` : undefined)

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

/** The same, of an entity as one text, such as host:web-1. */
export function filterForEntity(entity: string): string {
  if (!entity.includes(':')) return `entities = ${quoted(entity)}`
  const { kind, value } = entityParts(entity)
  return filterFor(kind, value)
}

/** A filter for everything that speaks of this entity. */
export function filterFor(kind: string, value: string): string {
  if (['sha256', 'sha1', 'md5'].includes(kind)) return `@hash = ${quoted(value)}`
  if (kindsWithName.includes(kind)) return `@${kind} = ${quoted(value)}`
  return `entities = ${quoted(`${kind}:${value}`)}`
}
