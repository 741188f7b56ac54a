import { useIntersection } from '@mantine/hooks'
import { useSuspenseQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { Act } from '../../api/acts'
import { meQuery } from '../../api/queries'
import { Foreign } from '../../ui/Foreign'
import { Time } from '../../ui/Time'
import css from './Acts.module.css'
import { actsInWords } from './acts-in-words'

/** Acts one by one; `onMore` is called when the end comes into sight. */
export function ActEntries({ acts, onMore }: { acts: Act[]; onMore: () => void }) {
  const { ref, entry } = useIntersection()
  const partners = useSuspenseQuery(meQuery).data.partners
  const partnerOf = (id: string) => partners?.find((p) => p.id === id)?.name ?? id
  const end = entry?.isIntersecting
  // biome-ignore lint/correctness/useExhaustiveDependencies: more acts may leave the end in sight
  useEffect(() => {
    if (end) onMore()
  }, [end, acts.length])
  return (
    <ol className={css.acts} aria-label="Acts">
      {acts.map((a) => (
        <li key={a.entry}>
          <p>
            <b>
              <Foreign text={a.actor.name} most={80} />
            </b>{' '}
            {actsInWords[a.kind](a, partnerOf).map((piece, i) =>
              typeof piece === 'string' ? (
                piece
              ) : (
                // biome-ignore lint/suspicious/noArrayIndexKey: a sentence never changes
                <span key={i} className={css.value}>
                  <Foreign text={piece.value} most={120} />
                </span>
              ),
            )}
            {a.note && (
              <span className={css.note}>
                {' '}
                <Foreign text={a.note} most={300} />
              </span>
            )}
          </p>
          <Time at={a.at} />
        </li>
      ))}
      <li ref={ref} aria-hidden="true" />
    </ol>
  )
}
