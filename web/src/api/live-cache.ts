import type { InfiniteData, QueryClient } from '@tanstack/react-query'
import { caseCheckQuery } from './proof'
import { pulse, topicOf } from './pulse'
import { caseQuery, keys } from './queries'
import type { Case, Page } from './records'
import { reread } from './reread'

type CaseList = InfiniteData<Page<Case>>

/**
 * Takes cases that changed or began: what is on the screen shows them at once, and lists
 * learn that they may have gained, lost or moved a row. Older versions change nothing.
 */
export function takeCases(cache: QueryClient, tenant: string, cases: Case[]) {
  const byNumber = new Map(cases.map((c) => [c.number, c]))
  for (const c of cases) takeCase(cache, tenant, c)
  void reread(cache, keys.related(tenant), 2000)
  cache.setQueriesData<CaseList>(
    { queryKey: keys.cases(tenant) },
    (list) => list && withCases(list, byNumber),
  )
  pulse.beat(topicOf(keys.cases(tenant)), ...cases.map((c) => topicOf(keys.case(tenant, c.number))))
}

function takeCase(cache: QueryClient, tenant: string, c: Case) {
  const { queryKey } = caseQuery(tenant, c.number)
  const old = cache.getQueryData(queryKey)
  if (old && old.number !== c.number) {
    // Its number led to the case that it was merged into; perhaps it does no more.
    cache.resetQueries({ queryKey })
    return
  }
  if (old && c.version <= old.version) return
  // Devices, users, places and the latest entries do not travel with the event: they are read once more.
  cache.setQueryData(queryKey, old && { ...old, ...c })
  const of = keys.case(tenant, c.number)
  void reread(cache, queryKey, 100)
  void reread(cache, [...of, 'latest'], 100)
  void reread(cache, [...of, 'scene'], 500)
  void reread(cache, caseCheckQuery(tenant, c.number).queryKey, 1000)
}

/** The list with its known cases brought up to date; pages without a change stay the same object. */
export function withCases(list: CaseList, byNumber: Map<string, Case>): CaseList {
  let changed = false
  const pages = list.pages.map((page) => {
    const items = page.items.map((old) => newer(old, byNumber.get(old.number)))
    if (items.every((item, i) => item === page.items[i])) return page
    changed = true
    return { ...page, items }
  })
  return changed ? { ...list, pages } : list
}

function newer(old: Case, now: Case | undefined): Case {
  return now && now.version > old.version ? now : old
}

/** Takes word that detections arrived. */
export function takeDetections(cache: QueryClient, tenant: string) {
  pulse.beat(topicOf(keys.detections(tenant)), topicOf(keys.ruleLog(tenant)))
  cache.invalidateQueries({ queryKey: [...keys.tenant(tenant), 'detection'] })
  cache.refetchQueries({ queryKey: keys.sources(tenant), type: 'active', stale: true })
}

/** Takes word that rules or templates were changed. */
export function takeRules(cache: QueryClient, tenant: string) {
  cache.invalidateQueries({ queryKey: keys.rules(tenant) })
  pulse.beat(topicOf(keys.ruleLog(tenant)))
}

/** Takes word that the settings changed, among them what links nothing. */
export function takeSettings(cache: QueryClient, tenant: string) {
  for (const part of ['settings', 'apart']) {
    cache.invalidateQueries({ queryKey: [...keys.tenant(tenant), part] })
  }
}

/** Events were missed: everything on the screen is fetched anew, everything else when it is next looked at. */
export function takeResync(cache: QueryClient, tenant: string) {
  const isList = (key: readonly unknown[]) =>
    /^(cases|detections|activity|comments|rule log)$/.test(`${key[4] ?? key[2]}`)
  cache.invalidateQueries({ queryKey: keys.tenant(tenant), predicate: (q) => !isList(q.queryKey) })
  const open = cache
    .getQueryCache()
    .findAll({ queryKey: keys.tenant(tenant), predicate: (q) => isList(q.queryKey) })
  pulse.beat(...new Set(open.map((q) => topicOf(q.queryKey.slice(0, q.queryKey[2] === 'case' ? 4 : 3)))))
}
