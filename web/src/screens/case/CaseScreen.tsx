import { useDocumentTitle, useLocalStorage } from '@mantine/hooks'
import { useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi, Outlet } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { caseQuery } from '../../api/queries'
import { useCommands } from '../../commands/registry'
import { Tabs } from '../../frame/Tabs'
import { type CaseTab, caseTabs, paths } from '../../paths'
import { inCount } from '../../ui/format'
import { CaseHeader } from './CaseHeader'
import css from './CaseScreen.module.css'
import { CommentPanel } from './comments/CommentPanel'
import { useLed } from './useLed'

const route = getRouteApi('/t/$tenant/cases/$number')

const tabWords: Record<CaseTab, string> = {
  overview: 'Overview',
  detections: 'Detections',
  history: 'History',
}

/** One case: who and what it is stays on top of every tab (requirements S14 to S16, X3). */
export function CaseScreen() {
  const { tenant, number } = route.useParams()
  const navigate = route.useNavigate()
  const { data: c } = useSuspenseQuery(caseQuery(tenant, number))
  useDocumentTitle(`${c.number} · Caseweave`)
  useLed(tenant, number, c)
  const [talks, setTalks] = useLocalStorage({
    key: 'caseweave comments',
    defaultValue: false,
    getInitialValueInEffect: false,
  })
  // Whoever opens them means to write; a page that had them open does not take the cursor.
  const [called, setCalled] = useState(false)
  useEffect(() => {
    if (called) setCalled(false)
  }, [called])
  const talk = () => {
    setCalled(!talks)
    setTalks(!talks)
  }
  useCommands([
    {
      id: 'comments',
      title: 'Show or hide the comments',
      section: 'Page',
      keys: 'c',
      run: talk,
    },
  ])
  useCommands(
    caseTabs.map((tab, i) => ({
      id: `tab ${tab}`,
      title: `${tabWords[tab]} of this case`,
      section: 'Go to' as const,
      keys: `${i + 1}`,
      run: () => navigate(paths.case(tenant, number, tab)),
    })),
  )
  return (
    <article className={css.screen}>
      <CaseHeader tenant={tenant} c={c} talks={talks} onTalk={talk} />
      <Tabs
        label="Case"
        replace
        tabs={caseTabs.map((tab) => ({
          id: tab,
          to: paths.case(tenant, number, tab),
          name: tabWords[tab],
          count: tab === 'detections' ? inCount(c.detection_count) : undefined,
        }))}
      />
      <div className={css.beside}>
        <div className={css.body}>
          <Outlet />
        </div>
        <CommentPanel
          tenant={tenant}
          number={c.number}
          opened={talks}
          writes={called}
          onClose={() => setTalks(false)}
        />
      </div>
    </article>
  )
}
