import { Menu, UnstyledButton } from '@mantine/core'
import { spotlight } from '@mantine/spotlight'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { answer, client } from '../api/client'
import type { Me } from '../api/records'
import { Keys } from '../commands/Keys'
import { paths } from '../paths'
import { sectionsAt } from '../screens/administration/sections'
import { Icon } from '../ui/Icon'
import css from './Rail.module.css'
import { useScheme } from './scheme'

const schemes = [
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
  { value: 'auto', label: 'System' },
] as const

/** Who is logged in, and what concerns them alone. */
export function AccountMenu({ me, tenant, onHelp }: { me: Me; tenant: string; onHelp: () => void }) {
  const cache = useQueryClient()
  const navigate = useNavigate()
  const { wish, choose } = useScheme()
  const logOut = async () => {
    await answer(client.POST('/api/v1/logout')).catch(() => undefined)
    cache.clear()
    navigate(paths.login())
  }
  return (
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
        <Menu.Item leftSection={<Icon name="user" />} onClick={() => navigate(paths.account(tenant))}>
          Account
        </Menu.Item>
        {sectionsAt(`tenant:${tenant}`, me.may ?? []).length > 0 && (
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
  )
}
