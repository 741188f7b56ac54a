import { atGlance, inUTC } from './format'

/** A time in the browser's zone; hovering tells the exact UTC. */
export function Time({ at }: { at: string }) {
  return (
    <time dateTime={at} title={inUTC(at)}>
      {atGlance(at, new Date())}
    </time>
  )
}
