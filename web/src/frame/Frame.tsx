import { useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useLive } from '../api/live'
import { meQuery } from '../api/queries'
import type { Me } from '../api/records'
import { useCommands } from '../commands/registry'
import { type AutomaticTab, automaticTabs, paths } from '../paths'
import { AllFrame } from './AllFrame'
import { Missing } from './Failure'
import { Rail } from './Rail'
import { Shell } from './Shell'
import { reaches } from './tenants'

const route = getRouteApi('/t/$tenant')

const automaticWords: Record<AutomaticTab, string> = {
  rules: 'Rules of automatic cases',
  templates: 'Templates of cases',
  logs: 'Rule log',
  backtests: 'Backtests',
  settings: 'Settings of automatic cases',
}
const automaticKeys: Partial<Record<AutomaticTab, string>> = { rules: 'g r', templates: 'g t', logs: 'g l' }

/** What stands around every screen of a tenant, for as long as the reader reaches it. */
export function Frame() {
  const { tenant } = route.useParams()
  const me = useSuspenseQuery(meQuery).data
  return reaches(me, tenant) ? (
    <Workspace me={me} tenant={tenant} />
  ) : (
    <AllFrame>
      <Missing />
    </AllFrame>
  )
}

/** The rail, the keys, the live stream. */
function Workspace({ me, tenant }: { me: Me; tenant: string }) {
  const navigate = useNavigate()
  useLive(tenant)
  useCommands([
    { id: 'cases', title: 'Cases', section: 'Go to', keys: 'g c', run: () => navigate(paths.cases(tenant)) },
    {
      id: 'detections',
      title: 'Detections',
      section: 'Go to',
      keys: 'g d',
      run: () => navigate(paths.detections(tenant)),
    },
    {
      id: 'kill chain',
      title: 'Kill chain',
      section: 'Go to',
      keys: 'g k',
      run: () => navigate(paths.killChain(tenant)),
    },
    {
      id: 'insights',
      title: 'Insights',
      section: 'Go to',
      keys: 'g i',
      run: () => navigate(paths.insights(tenant)),
    },
    {
      id: 'sources',
      title: 'Sources',
      section: 'Go to',
      keys: 'g s',
      run: () => navigate(paths.sources(tenant)),
    },
    {
      id: 'settings',
      title: 'Settings',
      section: 'Go to',
      keys: 'g e',
      run: () => navigate(paths.allSettings(tenant)),
    },
    {
      id: 'account',
      title: 'Account',
      section: 'Go to',
      run: () => navigate(paths.account(tenant)),
    },
    {
      id: 'audit',
      title: 'Audit',
      section: 'Go to',
      keys: 'g u',
      run: () => navigate(paths.audit(tenant)),
    },
    {
      id: 'automatic',
      title: 'Automatic cases',
      section: 'Go to',
      keys: 'g a',
      run: () => navigate(paths.automatic(tenant)),
    },
    ...automaticTabs.map((tab) => ({
      id: `automatic ${tab}`,
      title: automaticWords[tab],
      section: 'Go to' as const,
      keys: automaticKeys[tab],
      run: () => navigate(paths.automaticTab({ tenant }, tab)),
    })),
    {
      id: 'new rule',
      title: 'New rule',
      section: 'Go to',
      keys: 'g n',
      run: () => navigate(paths.newRule({ tenant })),
    },
  ])
  return <Shell rail={(onHelp) => <Rail me={me} tenant={tenant} onHelp={onHelp} />} />
}
