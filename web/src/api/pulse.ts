import { useSyncExternalStore } from 'react'

/** Counts how often a topic changed. Lists compare it with the count they last fetched at. */
class Pulse {
  private readonly counts = new Map<string, number>()
  private readonly listeners = new Set<() => void>()

  at = (topic: string) => this.counts.get(topic) ?? 0

  beat(...topics: string[]) {
    for (const topic of topics) this.counts.set(topic, this.at(topic) + 1)
    for (const listener of this.listeners) listener()
  }

  subscribe = (listener: () => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }
}

export const pulse = new Pulse()

/** The name of a changing thing, from the parts of its cache key. */
export const topicOf = (key: readonly unknown[]) => key.join('/')

export const usePulse = (topic: string) => useSyncExternalStore(pulse.subscribe, () => pulse.at(topic))
