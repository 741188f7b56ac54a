import { Link, type LinkOptions } from '@tanstack/react-router'
import type { Me } from '../api/records'
import { paths } from '../paths'
import { hasSettings } from '../screens/administration/sections'
import { Icon, type IconName } from '../ui/Icon'
import { AccountMenu } from './AccountMenu'
import { LiveMark } from './LiveMark'
import css from './Rail.module.css'
import { TenantMenu } from './TenantMenu'

interface Props {
  me: Me
  tenant: string
  onHelp: () => void
}

/** The way around: only what there is. */
export function Rail({ me, tenant, onHelp }: Props) {
  return (
    <aside className={css.rail} aria-label="Caseweave">
      <div className={css.brand}>
        <TenantMenu me={me} tenant={tenant} />
      </div>
      <nav aria-label="Main" className={css.links}>
        <RailLink to={paths.cases(tenant)} icon="cases" name="Cases" />
        <RailLink to={paths.detections(tenant)} icon="detections" name="Detections" />
        <RailLink to={paths.killChain(tenant)} icon="chain" name="Kill chain" />
        <RailLink to={paths.insights(tenant)} icon="insights" name="Insights" />
        <RailLink to={paths.sources(tenant)} icon="sources" name="Sources" roomy />
        <RailLink to={paths.automatic(tenant)} icon="automatic" name="Automatic cases" short="Automatic" />
        {hasSettings(me, tenant) && (
          <RailLink to={paths.allSettings(tenant)} icon="settings" name="Settings" roomy />
        )}
      </nav>
      <div className={css.foot}>
        <LiveMark />
        <AccountMenu me={me} tenant={tenant} onHelp={onHelp} />
      </div>
    </aside>
  )
}

interface RailLinkProps {
  to: LinkOptions
  icon: IconName
  name: string
  /** Where there is little room. */
  short?: string
  /** Left out where there is little room; another screen leads there. */
  roomy?: boolean
}

/** One way to go. */
export function RailLink({ to, icon, name, short = name, roomy }: RailLinkProps) {
  return (
    <Link
      {...to}
      className={css.link}
      activeOptions={{ includeSearch: false }}
      title={name}
      data-roomy={roomy}
    >
      <Icon name={icon} size={18} />
      <span className={css.name} data-short={short}>
        {name}
      </span>
    </Link>
  )
}
