import { getRouteApi, Outlet } from '@tanstack/react-router'
import css from '../../frame/Tabbed.module.css'
import { Tabs } from '../../frame/Tabs'
import { type AutomaticTab, automaticTabs, paths } from '../../paths'

const route = getRouteApi('/t/$tenant/automatic')

const words: Record<AutomaticTab, string> = {
  rules: 'Rules',
  templates: 'Templates',
  logs: 'Logs',
  backtests: 'Backtests',
  settings: 'Settings',
}

/** How detections become cases: rules, templates, and what they did. */
export function AutomaticScreen() {
  const { tenant } = route.useParams()
  return (
    <div className={css.screen}>
      <Tabs
        label="Automatic cases"
        tabs={automaticTabs.map((tab) => ({
          id: tab,
          to: paths.automaticTab(tenant, tab),
          name: words[tab],
        }))}
      />
      <div className={css.body}>
        <Outlet />
      </div>
    </div>
  )
}
