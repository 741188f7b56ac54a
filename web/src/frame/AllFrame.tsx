import { useSuspenseQuery } from '@tanstack/react-query'
import { Outlet } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { acrossKeys } from '../api/across'
import { pulse, topicOf } from '../api/pulse'
import { meQuery } from '../api/queries'
import { listen } from '../commands/keyboard'
import { KeyHelp, Palette } from '../commands/Palette'
import { paths } from '../paths'
import { Toasts } from '../ui/Toasts'
import { AccountMenu } from './AccountMenu'
import css from './Frame.module.css'
import { RailLink } from './Rail'
import rail from './Rail.module.css'
import { TenantMenu } from './TenantMenu'

/** How long the lists of all tenants rest before they are read anew, in milliseconds. */
const pace = 10_000

/** What stands around the lists of several tenants. */
export function AllFrame() {
  const me = useSuspenseQuery(meQuery).data
  const [help, setHelp] = useState(false)
  useEffect(() => listen(document), [])
  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden) pulse.beat(...Object.values(acrossKeys).map(topicOf))
    }, pace)
    return () => clearInterval(timer)
  }, [])
  return (
    <div className={css.frame}>
      <a className={css.skip} href="#main">
        Skip to content
      </a>
      <aside className={rail.rail} aria-label="Caseweave">
        <div className={rail.brand}>
          <img src="/mark.svg" alt="" width={20} height={20} />
          <TenantMenu me={me} />
        </div>
        <nav aria-label="Main" className={rail.links}>
          <RailLink to={paths.allCases()} icon="cases" name="Cases" />
          <RailLink to={paths.allDetections()} icon="detections" name="Detections" />
        </nav>
        <div className={rail.foot}>
          <AccountMenu me={me} tenant={me.tenants?.[0]?.id ?? ''} onHelp={() => setHelp(true)} />
        </div>
      </aside>
      <main className={css.main} id="main" tabIndex={-1}>
        <Outlet />
      </main>
      <Palette />
      <Toasts />
      <KeyHelp opened={help} onClose={() => setHelp(false)} />
    </div>
  )
}
