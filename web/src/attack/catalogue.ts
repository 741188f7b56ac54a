import type { Attack } from '../api/records'

export type Tactic = NonNullable<Attack['tactics']>[number]
export type Technique = NonNullable<Attack['techniques']>[number]

/** A tactic that a case shows, with those of its techniques that were seen. */
export interface SeenTactic {
  name: string
  url?: string
  techniques: { id: string; name?: string; url?: string }[]
}

const plain = (s: string) => s.toLowerCase().replace(/[ _-]/g, '')

/** Finds a tactic by id or any of its names, former ones too, however it is spelt ("initial-access", "Initial Access"). */
export function tacticOf(attack: Attack | undefined, text: string): Tactic | undefined {
  const wish = plain(text)
  return attack?.tactics?.find((t) => [t.id, t.shortname, t.name, ...t.former].some((n) => plain(n) === wish))
}

export function techniqueOf(attack: Attack | undefined, id: string): Technique | undefined {
  const wish = id.toUpperCase()
  return attack?.techniques?.find((t) => t.id === wish)
}

/** The tactics that texts name, each once however often and differently it was sent; what ATT&CK does not know, as it was sent. */
export function namedTactics(attack: Attack | undefined, texts: string[]): (Tactic | string)[] {
  return [...new Set(texts.map((text) => tacticOf(attack, text) ?? text))]
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
  const seen: SeenTactic[] = namedTactics(attack, tactics).map((tactic) => {
    if (typeof tactic === 'string') return { name: tactic, techniques: [] }
    const served = techniqueIDs.filter((id) => serves(techniqueOf(attack, id), tactic))
    for (const id of served) rest.delete(id)
    return { name: tactic.name, url: tactic.url, techniques: served.map((id) => drawn(attack, id)) }
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
