import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { follow, whileInSight } from './live-source'

/** A stream as the browser makes it; the test is its server. */
class FakeSource extends EventTarget {
  static readonly CLOSED = 2
  static all: FakeSource[] = []
  readyState = 0
  onopen?: () => void
  onerror?: () => void
  constructor(readonly url: string) {
    super()
    FakeSource.all.push(this)
  }
  close() {
    this.readyState = FakeSource.CLOSED
  }
  open() {
    this.readyState = 1
    this.onopen?.()
  }
  /** The connection breaks; the browser opens it again by itself. */
  breaks() {
    this.readyState = 0
    this.onerror?.()
  }
  /** The answer is no 200; the browser gives up. */
  refuse() {
    this.readyState = FakeSource.CLOSED
    this.onerror?.()
  }
}

let states: string[]
let took: string[]
let refused: number
const newest = () => FakeSource.all.at(-1) as FakeSource
const begin = () =>
  follow('/live', {
    takes: { cases: (data) => took.push(data) },
    onState: (s) => states.push(s),
    onRefused: () => refused++,
  })

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('EventSource', FakeSource)
  FakeSource.all = []
  states = []
  took = []
  refused = 0
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

test('a stream that breaks is left to the browser, which opens it again', () => {
  begin()
  newest().open()
  newest().breaks()
  vi.advanceTimersByTime(600_000)
  newest().open()
  expect(FakeSource.all).toHaveLength(1)
  expect(states).toEqual(['live', 'broken', 'live'])
  expect(refused).toBe(0)
})

test('a refused stream is begun anew, which is told from the first refusal on', () => {
  begin()
  newest().refuse()
  expect(states).toEqual(['broken'])
  expect(refused).toBe(1)
  vi.advanceTimersByTime(1_000)
  expect(FakeSource.all).toHaveLength(2)
  newest().open()
  newest().dispatchEvent(new MessageEvent('cases', { data: 'news' }))
  expect(states).toEqual(['broken', 'live'])
  expect(took).toEqual(['news'])
})

test('the pauses grow up to a minute, and are short again after a success', () => {
  begin()
  const tries = (span: number) => {
    const before = FakeSource.all.length
    for (let t = 0; t < span; t += 100) {
      if (newest().readyState !== FakeSource.CLOSED) newest().refuse()
      vi.advanceTimersByTime(100)
    }
    return FakeSource.all.length - before
  }
  const first = tries(60_000)
  expect(first).toBeGreaterThanOrEqual(5)
  expect(first).toBeLessThanOrEqual(8)
  tries(60_000)
  const later = tries(600_000)
  expect(later).toBeGreaterThanOrEqual(9)
  expect(later).toBeLessThanOrEqual(21)
  vi.advanceTimersByTime(60_000)
  newest().open()
  newest().refuse()
  expect(tries(1_100)).toBeGreaterThanOrEqual(1)
})

test('whoever no longer follows is not told anything, and nothing is begun anew', () => {
  const leave = begin()
  newest().refuse()
  leave()
  vi.advanceTimersByTime(600_000)
  expect(FakeSource.all).toHaveLength(1)
  expect(states).toEqual(['broken', 'connecting'])
})

test('a page out of sight leaves its connection to others, and follows again when it is looked at', () => {
  vi.useFakeTimers()
  const page = Object.assign(new EventTarget(), { hidden: true })
  vi.stubGlobal('document', page)
  let streams = 0
  const look = (hidden: boolean) => {
    page.hidden = hidden
    page.dispatchEvent(new Event('visibilitychange'))
  }
  const stop = whileInSight(() => {
    streams++
    return () => {
      streams--
    }
  })
  expect(streams).toBe(0)
  look(false)
  expect(streams).toBe(1)
  look(true)
  vi.advanceTimersByTime(19_000)
  look(false)
  vi.advanceTimersByTime(60_000)
  expect(streams).toBe(1)
  look(true)
  vi.advanceTimersByTime(21_000)
  expect(streams).toBe(0)
  look(false)
  expect(streams).toBe(1)
  stop()
  expect(streams).toBe(0)
  vi.unstubAllGlobals()
  vi.useRealTimers()
})
