import { useDocumentTitle } from '@mantine/hooks'
import { useSuspenseQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { Suspense } from 'react'
import { meQuery } from '../../api/queries'
import { Missing, Pending } from '../../frame/Failure'
import css from '../../frame/Tabbed.module.css'
import { Tabs } from '../../frame/Tabs'
import { ToolHead } from '../../frame/ToolHead'
import { paths } from '../../paths'
import { accountSections } from './sections'

/** What concerns whoever is logged in, and nobody else. */
export function Account() {
  const { tenant, section } = useParams({ strict: false })
  const me = useSuspenseQuery(meQuery).data
  const shown = accountSections.find((s) => s.id === section)
  useDocumentTitle(`${shown?.name ?? 'Account'} · Caseweave`)
  if (!shown) return <Missing />
  return (
    <div className={css.screen}>
      <ToolHead title="Account" note={me.user.name} />
      <Tabs
        label="Account"
        tabs={accountSections.map((s) => ({ id: s.id, name: s.name, to: paths.account(tenant, s.id) }))}
      />
      <div className={css.body}>
        <Suspense fallback={<Pending />}>
          <shown.screen />
        </Suspense>
      </div>
    </div>
  )
}
