/** How the page hears of changes: at once, or not until the connection is back. */
export type LiveState = 'connecting' | 'live' | 'broken'

/** The pause before the first new try, and the longest between two, in milliseconds. */
const pauses = { first: 1_000, longest: 60_000 }

interface Follower {
  /** What is done with the data of each kind of event. */
  takes: Record<string, (data: string) => void>
  onState: (state: LiveState) => void
  /** The server refused the stream instead of breaking it. */
  onRefused: () => void
}

/**
 * Follows a stream of the server's events until the answer is called. A browser opens a broken
 * stream again by itself, and gives up for good on one that was answered with anything but 200,
 * as while a server restarts behind a proxy: then a new one is begun, with growing pauses.
 */
export function follow(url: string, { takes, onState, onRefused }: Follower): () => void {
  let source: EventSource
  let timer: ReturnType<typeof setTimeout> | undefined
  let refusals = 0
  const begin = () => {
    source = new EventSource(url)
    for (const [event, take] of Object.entries(takes)) {
      source.addEventListener(event, (e) => take((e as MessageEvent<string>).data))
    }
    source.onopen = () => {
      refusals = 0
      onState('live')
    }
    source.onerror = () => {
      onState('broken')
      if (source.readyState !== EventSource.CLOSED) return
      timer = setTimeout(begin, pauseAfter(refusals++))
      onRefused()
    }
  }
  begin()
  return () => {
    clearTimeout(timer)
    source.close()
    onState('connecting')
  }
}

// Pages that lost the same server do not all come back to it in the same moment.
function pauseAfter(refusals: number) {
  return Math.min(pauses.first * 2 ** refusals, pauses.longest) * (0.5 + Math.random() / 2)
}

/** How long a page out of sight goes on following, in milliseconds. */
const lingers = 20_000

/**
 * Follows while the page is in sight, and a little longer: a browser has few connections to
 * one server, and tabs that nobody looks at would leave none to the one before the reader.
 */
export function whileInSight(begin: () => () => void): () => void {
  let end: (() => void) | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  const leave = () => {
    end?.()
    end = undefined
  }
  const look = () => {
    clearTimeout(timer)
    if (document.hidden) timer = setTimeout(leave, lingers)
    else end ??= begin()
  }
  look()
  document.addEventListener('visibilitychange', look)
  return () => {
    clearTimeout(timer)
    document.removeEventListener('visibilitychange', look)
    leave()
  }
}
