import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useSyncExternalStore } from 'react'
import { takeCases, takeDetections, takeResync, takeRules, takeSettings } from './live-cache'
import { follow, type LiveState, whileInSight } from './live-source'
import { takePresence } from './presence'
import { askWho } from './queries'
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
  useEffect(() => {
    let refused = false
    return whileInSight(() =>
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
          if (next !== 'live') return
          takeResync(cache, tenant)
          if (refused) askWho(cache)
          refused = false
        },
        // Perhaps the session ended, or the tenant is out of reach, which the next answer then says.
        onRefused: () => {
          refused = true
          askWho(cache)
        },
      }),
    )
  }, [cache, tenant])
}
