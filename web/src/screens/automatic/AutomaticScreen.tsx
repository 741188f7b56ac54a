import { useSuspenseQuery } from '@tanstack/react-query'
import { Outlet, useLocation, useNavigate } from '@tanstack/react-router'
import { meQuery } from '../../api/queries'
import { PlaceSelect } from '../../frame/PlaceSelect'
import { placesOf } from '../../frame/places'
import css from '../../frame/Tabbed.module.css'
import { Tabs } from '../../frame/Tabs'
import { type AutomaticTab, automaticTabs, bookTabs, paths } from '../../paths'
import { bookAt, useBook } from '../../rule/useBook'
import own from './AutomaticScreen.module.css'

const words: Record<AutomaticTab, string> = {
  rules: 'Rules',
  templates: 'Templates',
  logs: 'Logs',
  backtests: 'Backtests',
  settings: 'Settings',
}

/** How detections become cases: rules, templates, and what they did; at a partner, what it writes for its tenants. */
export function AutomaticScreen() {
  const book = useBook()
  return (
    <div className={css.screen}>
      <div className={own.head}>
        <Tabs
          label="Automatic cases"
          tabs={(book.partner ? bookTabs : automaticTabs).map((tab) => ({
            id: tab,
            to: paths.automaticTab(book, tab),
            name: words[tab],
          }))}
        />
        <Whose />
      </div>
      <div className={css.body}>
        <Outlet />
      </div>
    </div>
  )
}

/** The choice between the tenant's rules and those of its partner, for whom both are within reach. */
function Whose() {
  const { tenant, partner } = useBook()
  const me = useSuspenseQuery(meQuery).data
  const navigate = useNavigate()
  const tab = useLocation({ select: (at) => bookTabs.find((t) => at.pathname.split('/').includes(t)) })
  const places = placesOf(me, tenant).filter((p) => p.id !== 'root')
  return (
    <PlaceSelect
      label="Rules of"
      places={places}
      value={partner ? `partner:${partner}` : `tenant:${tenant}`}
      onMove={(place) => navigate(paths.automaticTab(bookAt(tenant, place), tab ?? 'rules'))}
    />
  )
}
