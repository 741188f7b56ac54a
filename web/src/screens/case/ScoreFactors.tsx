import { useRouterState } from '@tanstack/react-router'
import type { CaseDetail } from '../../api/records'
import css from './ScoreFactors.module.css'

const names: Record<CaseDetail['factors'][number]['name'], string> = {
  severity: 'Severity',
  confidence: 'Confidence',
  severe_detections: 'Further severe detections',
  kill_chain: 'Kill chain',
  techniques: 'Techniques',
  assets: 'Devices and users',
  count: 'Number of detections',
  cap: 'End of the scale',
}

/** Why the score is what it is, and what would lower it (requirements X8, B10). */
export function ScoreFactors({ c }: { c: CaseDetail }) {
  const asked = useRouterState({ select: (s) => s.location.hash === 'score' })
  return (
    <details key={String(asked)} className={css.why} id="score" open={asked}>
      <summary>Why the score is {c.score}</summary>
      {c.factors.length === 0 ? (
        <p className={css.quiet}>The case holds no detection.</p>
      ) : (
        <table className={css.factors}>
          <caption>The factors of the score</caption>
          <thead>
            <tr>
              <th scope="col">Factor</th>
              <th scope="col" data-number>
                Points
              </th>
              <th scope="col">What was found</th>
              <th scope="col">What would lower it</th>
            </tr>
          </thead>
          <tbody>
            {c.factors.map((f) => (
              <tr key={f.name}>
                <th scope="row">{names[f.name]}</th>
                <td data-number>
                  {signed(f.points)}
                  {f.most > 0 && <span className={css.quiet}> of {f.most}</span>}
                </td>
                <td>{f.says}</td>
                <td className={css.quiet}>{f.lowers}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </details>
  )
}

const signed = (points: number) => (points < 0 ? `−${-points}` : `+${points}`)
