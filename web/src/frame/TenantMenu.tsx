import { Menu, UnstyledButton } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { paths } from '../paths'
import css from './Rail.module.css'

interface Props {
  tenants: { id: string; name: string }[]
  tenant: string
}

/** The tenant whose data the page shows; a menu for who sees several. */
export function TenantMenu({ tenants, tenant }: Props) {
  const navigate = useNavigate()
  const name = tenants.find((t) => t.id === tenant)?.name ?? tenant
  const title = (
    <span className={css.product}>
      <b>Caseweave</b>
      <span className={css.tenant}>{name}</span>
    </span>
  )
  if (tenants.length < 2) return title
  return (
    <Menu position="bottom-start" withinPortal={false} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <UnstyledButton aria-label={`Tenant: ${name}`}>{title}</UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {tenants.map((t) => (
          <Menu.Item key={t.id} onClick={() => navigate(paths.cases(t.id))}>
            {t.name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
