import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { attackQuery } from '../../api/queries'
import type { Scene } from '../../api/scene'
import { tacticOf, techniqueOf } from '../../attack/catalogue'
import { paths } from '../../paths'
import { Foreign } from '../../ui/Foreign'
import { harmless } from '../../ui/foreign-text'
import css from './CaseScene.module.css'

interface Props {
  tenant: string
  number: string
  what: Scene['what']
}

/** The tactic and technique of the most severe detection, which they lead to (requirement X18). */
export function SceneWhat({ tenant, number, what }: Props) {
  const attack = useQuery(attackQuery).data
  if (!what) return <span className={css.quiet}>no detection</span>
  const tactics = what.tactics.map((t) => tacticOf(attack, t)?.name ?? t)
  const techniques = what.technique_ids.map((id) => `${id} ${techniqueOf(attack, id)?.name ?? ''}`.trim())
  const all = [...tactics, ...techniques]
  const shown = [tactics[0], techniques[0]].filter((t) => t !== undefined)
  return (
    <Link
      {...paths.caseDetections(tenant, number, { open: what.detection })}
      title={[`The most severe detection: ${harmless(what.title)}`, ...all.map((t) => harmless(t))].join(
        '\n',
      )}
    >
      <Foreign text={shown.join(' · ') || 'no tactic named'} most={48} />
      {all.length > shown.length && <span className={css.count}> +{all.length - shown.length}</span>}
    </Link>
  )
}
