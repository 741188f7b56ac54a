import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { reread } from './reread'

beforeEach(() => {
  vi.useFakeTimers({
    toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance', 'Date'],
  })
})
afterEach(() => {
  vi.useRealTimers()
})

/** A query that takes so long, and how often it was read. */
function slow(took: number) {
  const cache = new QueryClient()
  let reads = 0
  let done = 0
  const read = async () => {
    reads++
    await new Promise((r) => setTimeout(r, took))
    return ++done
  }
  const stop = new QueryObserver(cache, { queryKey: ['slow', took], queryFn: read }).subscribe(() => {})
  return { cache, key: ['slow', took], stop, reads: () => reads, done: () => done }
}

test('what changes all the time is read to the end, again and again, with pauses', async () => {
  const q = slow(1000)
  await vi.advanceTimersByTimeAsync(1000)
  expect(q.done()).toBe(1)
  for (let t = 0; t < 19_000; t += 100) {
    void reread(q.cache, q.key, 500)
    await vi.advanceTimersByTimeAsync(100)
  }
  // A second of reading and four of rest: four times in nineteen seconds, each to its end.
  expect(q.reads()).toBe(1 + 4)
  expect(q.done()).toBe(1 + 4)
  await vi.advanceTimersByTimeAsync(30_000)
  expect(q.reads()).toBe(1 + 5)
  q.stop()
})

test('an event during a read is read after it', async () => {
  const q = slow(200)
  void reread(q.cache, q.key, 100)
  await vi.advanceTimersByTimeAsync(5000)
  expect(q.done()).toBe(2)
  q.stop()
})
