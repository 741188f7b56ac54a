import css from './ScoreDial.module.css'
import type { Level } from './Severity'

const around = 2 * Math.PI * 19

/** A score of 0 to 100 as a ring in its severity's colour, with the number inside. */
export function ScoreDial({ score, level }: { score: number; level: Level }) {
  const part = Math.max(0, Math.min(100, score)) / 100
  return (
    <div className={css.dial} role="img" aria-label={`Score ${score} of 100`} title={`Score ${score} of 100`}>
      <svg viewBox="0 0 44 44" aria-hidden="true">
        <circle cx="22" cy="22" r="19" className={css.track} />
        <circle
          cx="22"
          cy="22"
          r="19"
          className={css.arc}
          data-level={level}
          strokeDasharray={`${part * around} ${around}`}
        />
      </svg>
      <span className={css.number}>{score}</span>
    </div>
  )
}
