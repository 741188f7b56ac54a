import css from './FeedState.module.css'
import { feedWords, type FeedState as State } from './words'

const shapes: Record<State, string> = {
  silent: 'M4.2 0.8h5.6l3.4 3.4v5.6l-3.4 3.4H4.2L0.8 9.8V4.2z',
  quieter_than_usual: 'M0.8 1.6h12.4L7 12.8z',
  new: 'M7 0.8 13.2 7 7 13.2 0.8 7z',
  sending: 'M7 2a5 5 0 1 0 0 10A5 5 0 1 0 7 2z',
}

/** How a source does, as shape, colour and word; without the word if `bare`. */
export function FeedState({ state, bare = false }: { state: State; bare?: boolean }) {
  return (
    <span className={css.state}>
      <svg viewBox="0 0 14 14" className={css.shape} data-state={state} aria-hidden="true">
        <path d={shapes[state]} />
      </svg>
      {!bare && feedWords[state]}
    </span>
  )
}
