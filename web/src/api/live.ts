import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useSyncExternalStore } from 'react'
import { takeCases, takeDetections, takeResync, takeRules, takeSettings } from './live-cache'
import { follow, type LiveState } from './live-source'
import { takePresence } from './presence'
import { meQuery } from './queries'
import type { Case } from './records'

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
  useEffect(
    () =>
      follow(`/api/v1/tenants/${encodeURIComponent(tenant)}/live`, {
        takes: {
          cases: (data) => takeCases(cache, tenant, (JSON.parse(data) as { cases: Case[] }).cases),
          detections: () => takeDetections(cache, tenant),
          presence: (data) => takePresence(cache, tenant, JSON.parse(data)),
          rules: () => takeRules(cache, tenant),
          settings: () => takeSettings(cache, tenant),
          resync: () => takeResync(cache, tenant),
        },
        onState: (next) => {
          become(next)
          // What changed between reading and following is in neither: read once more.
          if (next === 'live') takeResync(cache, tenant)
        },
        // Perhaps the session ended, which the next answer then says.
        onRefused: () => void cache.invalidateQueries({ queryKey: meQuery.queryKey, exact: true }),
      }),
    [cache, tenant],
  )
}
