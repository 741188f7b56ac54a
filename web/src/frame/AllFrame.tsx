import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type ReactNode, useEffect } from 'react'
import { acrossKeys } from '../api/across'
import { pulse, topicOf } from '../api/pulse'
import { askWho, meQuery } from '../api/queries'
import type { Me } from '../api/records'
import { type Command, useCommands } from '../commands/registry'
import { paths } from '../paths'
import { hasSettings } from '../screens/administration/sections'
import { AccountMenu } from './AccountMenu'
import { RailLink } from './Rail'
import css from './Rail.module.css'
import { Shell } from './Shell'
import { TenantMenu } from './TenantMenu'

/** How long the lists of all tenants rest before they are read anew, in milliseconds. */
const pace = 10_000

/** What stands around the screens of no tenant, or of several. `children` are in place of the one that the address names. */
export function AllFrame({ children }: { children?: ReactNode }) {
  const me = useSuspenseQuery(meQuery).data
  const navigate = useNavigate()
  const cache = useQueryClient()
  const ways: Command[] = [
    {
      id: 'cases',
      title: 'Cases of all tenants',
      section: 'Go to',
      keys: 'g c',
      run: () => navigate(paths.allCases()),
    },
    {
      id: 'detections',
      title: 'Detections of all tenants',
      section: 'Go to',
      keys: 'g d',
      run: () => navigate(paths.allDetections()),
    },
    {
      id: 'account',
      title: 'Account',
      section: 'Go to',
      run: () => navigate(paths.account(undefined)),
    },
    {
      id: 'settings',
      title: 'Settings',
      section: 'Go to',
      keys: 'g e',
      run: () => navigate(paths.allSettings(undefined)),
    },
  ]
  useCommands(
    ways.filter((w) => w.id === 'account' || (w.id === 'settings' ? hasSettings(me) : me.tenants?.length)),
  )
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.hidden) return
      pulse.beat(...Object.values(acrossKeys).map(topicOf))
      // Whether one is still logged in, and for which tenants, tells no stream here.
      askWho(cache)
    }, pace)
    return () => clearInterval(timer)
  }, [cache])
  return <Shell rail={(onHelp) => <AllRail me={me} onHelp={onHelp} />}>{children}</Shell>
}

function AllRail({ me, onHelp }: { me: Me; onHelp: () => void }) {
  return (
    <aside className={css.rail} aria-label="Caseweave">
      <div className={css.brand}>
        <TenantMenu me={me} />
      </div>
      <nav aria-label="Main" className={css.links}>
        {me.tenants?.length ? (
          <>
            <RailLink to={paths.allCases()} icon="cases" name="Cases" />
            <RailLink to={paths.allDetections()} icon="detections" name="Detections" />
          </>
        ) : null}
        {hasSettings(me) && (
          <RailLink to={paths.allSettings(undefined)} icon="settings" name="Settings" roomy />
        )}
      </nav>
      <div className={css.foot}>
        <AccountMenu me={me} onHelp={onHelp} />
      </div>
    </aside>
  )
}
