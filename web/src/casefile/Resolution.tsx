import type { Case } from '../api/records'
import css from './Resolution.module.css'
import { resolutionWords } from './words'

/** What a closed case has turned out to be, as a mark and, unless `bare`, as a word (requirement X28). */
export function Resolution({ resolution, bare = false }: { resolution: Case['resolution']; bare?: boolean }) {
  const { name, means } = resolutionWords[resolution]
  return (
    <span className={css.resolution} title={`${name}: ${means}`}>
      <svg viewBox="0 0 14 14" aria-hidden="true" className={css.mark} data-resolution={resolution}>
        <path d={marks[resolution]} />
      </svg>
      {!bare && name}
    </span>
  )
}

const marks: Record<Case['resolution'], string> = {
  none: 'M3 7h8',
  false_positive: 'M3.5 3.5l7 7M10.5 3.5l-7 7',
  benign: 'M7 1.8 12 3.6v3.6c0 2.6-2 4.3-5 5.2-3-.9-5-2.6-5-5.2V3.6z',
  true_positive: 'M3.5 12.5v-10h7.4L8.8 5.3l2.1 2.8H3.5',
}
