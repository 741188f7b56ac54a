import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useSyncExternalStore } from 'react'
import { takeCases, takeDetections, takeResync, takeRules, takeSettings } from './live-cache'
import { takePresence } from './presence'
import type { Case } from './records'

/** How the page hears of changes: at once, or not until the connection is back. */
export type LiveState = 'connecting' | 'live' | 'broken'

let state: LiveState = 'connecting'
const listeners = new Set<() => void>()

function become(next: LiveState) {
  state = next
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void) {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export const useLiveState = () => useSyncExternalStore(subscribe, () => state)

/** Follows a tenant's changes for as long as the calling component is on the page. */
export function useLive(tenant: string) {
  const cache = useQueryClient()
  useEffect(() => {
    const source = new EventSource(`/api/v1/tenants/${encodeURIComponent(tenant)}/live`)
    const on = (event: string, take: (data: string) => void) =>
      source.addEventListener(event, (e) => take((e as MessageEvent<string>).data))
    on('cases', (data) => takeCases(cache, tenant, (JSON.parse(data) as { cases: Case[] }).cases))
    on('detections', () => takeDetections(cache, tenant))
    on('presence', (data) => takePresence(cache, tenant, JSON.parse(data)))
    on('rules', () => takeRules(cache, tenant))
    on('settings', () => takeSettings(cache, tenant))
    on('resync', () => takeResync(cache, tenant))
    source.onopen = () => {
      become('live')
      // What changed between reading and following is in neither: read once more.
      takeResync(cache, tenant)
    }
    source.onerror = () => become(state === 'live' ? 'broken' : state)
    return () => source.close()
  }, [cache, tenant])
}
