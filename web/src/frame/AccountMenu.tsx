import { Menu, UnstyledButton } from '@mantine/core'
import { spotlight } from '@mantine/spotlight'
import { useNavigate, useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import type { Me } from '../api/records'
import { endOwnSession } from '../api/session'
import { Keys } from '../commands/Keys'
import { paths } from '../paths'
import { hasSettings } from '../screens/administration/sections'
import { Icon } from '../ui/Icon'
import { attempt } from './attempt'
import css from './Rail.module.css'
import { useScheme } from './scheme'
import { TenantDialog } from './TenantDialog'
import { hasTenants } from './TenantOptions'

const schemes = [
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
  { value: 'auto', label: 'System' },
] as const

interface Props {
  me: Me
  /** None where several tenants' are shown. */
  tenant?: string
  onHelp: () => void
}

/** Who is logged in, and what concerns them alone. */
export function AccountMenu({ me, tenant, onHelp }: Props) {
  const router = useRouter()
  const navigate = useNavigate()
  const { wish, choose } = useScheme()
  const [moves, setMoves] = useState(false)
  const logOut = async () => {
    // The page is loaded anew, so that nothing in it is left for the next person.
    const out = await attempt('log out', endOwnSession, () => undefined)
    if (out) location.replace(router.buildLocation(paths.login()).href)
  }
  return (
    <>
      <Menu position="top-start" width={220} withinPortal={false} withInitialFocusPlaceholder={false}>
        <Menu.Target>
          <UnstyledButton className={css.account} aria-label={`Account of ${me.user.name}`}>
            <Icon name="user" size={18} />
            <span className={css.name}>{me.user.name}</span>
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>
            {me.user.name}, {me.role}
          </Menu.Label>
          <Menu.RadioGroup value={wish} onChange={(v) => choose(v as typeof wish)}>
            {schemes.map((s) => (
              <Menu.RadioItem key={s.value} value={s.value}>
                {s.label}
              </Menu.RadioItem>
            ))}
          </Menu.RadioGroup>
          <Menu.Divider />
          {hasTenants(me) && (
            <Menu.Item
              className={css.phone}
              leftSection={<Icon name="changed" />}
              onClick={() => setMoves(true)}
            >
              Choose a tenant
            </Menu.Item>
          )}
          <Menu.Item leftSection={<Icon name="user" />} onClick={() => navigate(paths.account(tenant))}>
            Account
          </Menu.Item>
          {hasSettings(me, tenant) && (
            <Menu.Item
              leftSection={<Icon name="settings" />}
              onClick={() => navigate(paths.allSettings(tenant))}
            >
              Settings
            </Menu.Item>
          )}
          <Menu.Divider />
          <Menu.Item
            leftSection={<Icon name="command" />}
            rightSection={<Keys keys="mod+k" />}
            onClick={spotlight.open}
          >
            Commands
          </Menu.Item>
          <Menu.Item leftSection={<Icon name="help" />} rightSection={<Keys keys="?" />} onClick={onHelp}>
            Keys
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item leftSection={<Icon name="logout" />} onClick={logOut}>
            Log out
          </Menu.Item>
          <Menu.Label>Caseweave {me.version}</Menu.Label>
        </Menu.Dropdown>
      </Menu>
      <TenantDialog me={me} tenant={tenant} opened={moves} onClose={() => setMoves(false)} />
    </>
  )
}
