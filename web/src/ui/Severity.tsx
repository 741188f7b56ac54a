import css from './Severity.module.css'

export type Level = 'info' | 'low' | 'medium' | 'high' | 'critical'

/** What each level means (requirement S10), most severe first. */
export const levels: Record<Level, { word: string; meaning: string }> = {
  critical: { word: 'Critical', meaning: 'Confirmed compromise or unauthorised access' },
  high: { word: 'High', meaning: 'Targeted attack that could compromise' },
  medium: { word: 'Medium', meaning: 'Might not be malicious by itself; not known to be targeted' },
  low: { word: 'Low', meaning: 'No malice, compromise or poor health' },
  info: { word: 'Info', meaning: 'Information, such as a first health check' },
}

const shapes: Record<Level, string> = {
  critical: 'M4.2 0.8h5.6l3.4 3.4v5.6l-3.4 3.4H4.2L0.8 9.8V4.2z',
  high: 'M7 1.2 13.2 12.4H0.8z',
  medium: 'M7 0.8 13.2 7 7 13.2 0.8 7z',
  low: 'M2 2h10v10H2z',
  info: 'M7 2a5 5 0 1 0 0 10A5 5 0 1 0 7 2z',
}

/** A severity as shape and colour, and as the word unless `bare`. */
export function Severity({ level, bare = false }: { level: Level; bare?: boolean }) {
  const { word, meaning } = levels[level]
  return (
    <span className={css.severity} title={`${word}: ${meaning}`}>
      <svg viewBox="0 0 14 14" className={css.shape} data-level={level} aria-hidden="true">
        <path d={shapes[level]} />
      </svg>
      <span className={bare ? css.hidden : undefined}>{word}</span>
    </span>
  )
}
