import type { QueryClient, QueryKey } from '@tanstack/react-query'
import { topicOf } from './pulse'

/** What each cache reads anew, or did just now, and whether it changed meanwhile. */
const reads = new WeakMap<QueryClient, Map<string, { changed: boolean }>>()

function busyIn(cache: QueryClient) {
  const busy = reads.get(cache) ?? new Map<string, { changed: boolean }>()
  reads.set(cache, busy)
  return busy
}

/** The longest pause between two reads, in milliseconds. */
const longest = 10_000

/**
 * Reads anew what an event is about: at once, and while more comes never before the read
 * under way is done, with a pause that grows with how long that took. `least` is the
 * shortest pause, in milliseconds.
 */
export async function reread(cache: QueryClient, queryKey: QueryKey, least: number) {
  const topic = topicOf(queryKey)
  const busy = busyIn(cache)
  const under = busy.get(topic)
  if (under) {
    under.changed = true
    return
  }
  // A read that began before the event may not tell of it.
  const state = { changed: cache.isFetching({ queryKey }) > 0 }
  busy.set(topic, state)
  const begun = performance.now()
  await cache.invalidateQueries({ queryKey }, { cancelRefetch: false })
  const pause = Math.min(Math.max(least, 4 * (performance.now() - begun)), longest)
  await new Promise((done) => setTimeout(done, pause))
  busy.delete(topic)
  if (state.changed) void reread(cache, queryKey, least)
}
