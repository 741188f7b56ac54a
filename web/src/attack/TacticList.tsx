import { useQuery } from '@tanstack/react-query'
import { attackQuery } from '../api/queries'
import { Foreign } from '../ui/Foreign'
import { counted } from '../ui/format'
import { Icon } from '../ui/Icon'
import { type SeenTactic, seenTactics } from './catalogue'
import { Outward } from './Outward'
import css from './TacticList.module.css'

/** Tactics that fold out to their techniques, each linked to its page at MITRE (requirement S19). */
export function TacticList({ tactics, techniqueIDs }: { tactics: string[]; techniqueIDs: string[] }) {
  const attack = useQuery(attackQuery)
  const seen = seenTactics(attack.data, tactics, techniqueIDs)
  if (seen.length === 0) return <p className={css.none}>The detections name no tactic or technique.</p>
  return (
    <ul className={css.tactics}>
      {seen.map((t) => (
        <li key={t.name}>
          <TacticEntry tactic={t} />
        </li>
      ))}
    </ul>
  )
}

function TacticEntry({ tactic }: { tactic: SeenTactic }) {
  const count = tactic.techniques.length
  if (count === 0) {
    return (
      <div className={css.tactic}>
        <Outward url={tactic.url} className={css.out}>
          <Foreign text={tactic.name} />
        </Outward>
      </div>
    )
  }
  return (
    <details className={css.fold}>
      <summary className={css.tactic}>
        <Icon name="chevron" size={12} />
        <span>
          <Foreign text={tactic.name} />
        </span>
        <span className={css.count}>{counted(count, 'technique')}</span>
      </summary>
      <ul className={css.techniques}>
        {tactic.url && (
          <li>
            <Outward url={tactic.url} className={css.out}>
              <Foreign text={`${tactic.name} at MITRE ATT&CK`} />
            </Outward>
          </li>
        )}
        {tactic.techniques.map((t) => (
          <li key={t.id}>
            <code>
              <Foreign text={t.id} />
            </code>
            <Outward url={t.url} className={css.out}>
              <Foreign text={t.name ?? 'Unknown technique'} />
            </Outward>
          </li>
        ))}
      </ul>
    </details>
  )
}
