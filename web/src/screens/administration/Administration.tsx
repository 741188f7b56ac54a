import { useDocumentTitle } from '@mantine/hooks'
import { useSuspenseQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { Suspense } from 'react'
import { meQuery } from '../../api/queries'
import { Missing, Pending } from '../../frame/Failure'
import { PlaceSelect } from '../../frame/PlaceSelect'
import { placesOf } from '../../frame/places'
import css from '../../frame/Tabbed.module.css'
import { Tabs } from '../../frame/Tabs'
import { ToolHead } from '../../frame/ToolHead'
import { paths } from '../../paths'
import { sectionsAt } from './sections'

/** Settings of a tenant, of a partner, or of the installation. */
export function Administration() {
  const { tenant, place = '', section } = useParams({ strict: false })
  const me = useSuspenseQuery(meQuery).data
  const navigate = useNavigate()
  const places = placesOf(me, tenant)
  const there = sectionsAt(place, me.may ?? [])
  const shown = there.find((s) => s.id === section)
  useDocumentTitle(`${shown?.name ?? 'Settings'} · Caseweave`)
  if (!shown || !places.some((p) => p.id === place)) return <Missing />
  const move = (to: string) => {
    const first = sectionsAt(to, me.may ?? [])
    const same = first.find((s) => s.id === section) ?? first[0]
    if (same) navigate(paths.settings(tenant, to, same.id))
  }
  return (
    <div className={css.screen}>
      <ToolHead title="Settings">
        <PlaceSelect label="Settings of" places={places} value={place} onMove={move} />
      </ToolHead>
      <Tabs
        label="Settings"
        tabs={there.map((s) => ({ id: s.id, name: s.name, to: paths.settings(tenant, place, s.id) }))}
      />
      <div className={css.body}>
        <Suspense fallback={<Pending />}>
          <shown.screen key={place} place={place} around={tenant} />
        </Suspense>
      </div>
    </div>
  )
}
