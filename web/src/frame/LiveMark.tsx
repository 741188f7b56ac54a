import { useLiveState } from '../api/live'
import type { LiveState } from '../api/live-source'
import css from './Rail.module.css'

const words: Record<LiveState, { short: string; long: string }> = {
  connecting: { short: 'Connecting', long: 'Connecting to the live stream' },
  live: { short: 'Live', long: 'Changes appear by themselves' },
  broken: { short: 'Reconnecting', long: 'The live stream broke; what you see may be behind' },
}

/** Says whether what is on the screen follows the server. */
export function LiveMark() {
  const state = useLiveState()
  return (
    <span className={css.live} data-state={state} role="status" title={words[state].long}>
      <span className={css.dot} aria-hidden="true" />
      <span className={css.name}>{words[state].short}</span>
    </span>
  )
}
