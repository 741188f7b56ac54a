import type { Attack } from '../api/records'

export type Tactic = NonNullable<Attack['tactics']>[number]
export type Technique = NonNullable<Attack['techniques']>[number]

/** A tactic that a case shows, with those of its techniques that were seen. */
export interface SeenTactic {
  name: string
  url?: string
  techniques: { id: string; name?: string; url?: string }[]
}

const plain = (s: string) => s.toLowerCase().replace(/[^a-z0-9]/g, '')

/** Finds a tactic by id, short name or name, however it is spelt ("initial-access", "Initial Access"). */
export function tacticOf(attack: Attack | undefined, text: string): Tactic | undefined {
  const wish = plain(text)
  return attack?.tactics?.find((t) => [t.id, t.shortname, t.name].some((n) => plain(n) === wish))
}

export function techniqueOf(attack: Attack | undefined, id: string): Technique | undefined {
  const wish = id.toUpperCase()
  return attack?.techniques?.find((t) => t.id === wish)
}

/**
 * Orders techniques under the given tactics. A technique stands under every tactic it serves;
 * one that serves none of them stands under a last entry of its own.
 */
export function seenTactics(
  attack: Attack | undefined,
  tactics: string[],
  techniqueIDs: string[],
): SeenTactic[] {
  const rest = new Set(techniqueIDs)
  const seen: SeenTactic[] = tactics.map((text) => {
    const tactic = tacticOf(attack, text)
    const served = techniqueIDs.filter((id) => tactic && serves(techniqueOf(attack, id), tactic))
    for (const id of served) rest.delete(id)
    return { name: tactic?.name ?? text, url: tactic?.url, techniques: served.map((id) => drawn(attack, id)) }
  })
  if (rest.size > 0) {
    seen.push({ name: 'Other techniques', techniques: [...rest].map((id) => drawn(attack, id)) })
  }
  return seen
}

function serves(technique: Technique | undefined, tactic: Tactic): boolean {
  return !!technique?.tactics?.includes(tactic.shortname)
}

function drawn(attack: Attack | undefined, id: string) {
  const technique = techniqueOf(attack, id)
  return { id, name: technique?.name, url: technique?.url }
}

/** The address, if it is one of MITRE's: nothing else is worth a link. */
export function safeLink(url: string | undefined): string | undefined {
  return url?.startsWith('https://attack.mitre.org/') ? url : undefined
}
