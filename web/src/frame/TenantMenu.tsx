import { Combobox, UnstyledButton, useCombobox } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { askWho } from '../api/queries'
import type { Me } from '../api/records'
import { Icon } from '../ui/Icon'
import css from './Rail.module.css'
import { hasTenants, TenantOptions, useGoToTenant } from './TenantOptions'
import { visit } from './tenants'

interface Props {
  me: Me
  /** None where several tenants' are shown. */
  tenant?: string
}

/** The tenant whose data the page shows; a menu for who sees several. */
export function TenantMenu({ me, tenant }: Props) {
  const cache = useQueryClient()
  const menu = useCombobox({
    onDropdownOpen: () => {
      menu.focusSearchInput()
      askWho(cache)
    },
  })
  const go = useGoToTenant()
  useEffect(() => {
    if (tenant) visit(tenant)
  }, [tenant])
  const name = tenant
    ? (me.tenants?.find((t) => t.id === tenant)?.name ?? tenant)
    : me.tenants?.length
      ? 'All tenants'
      : ''
  const title = (
    <>
      <img src="/mark.svg" alt="" width={20} height={20} />
      <span className={css.product}>
        <b>Caseweave</b>
        <span className={css.tenant}>{name}</span>
      </span>
    </>
  )
  if (!hasTenants(me)) return <div className={css.mark}>{title}</div>
  return (
    <Combobox
      store={menu}
      onOptionSubmit={(option) => {
        menu.closeDropdown()
        go(option)
      }}
      width={300}
      position="bottom-start"
      withinPortal={false}
      keepMounted={false}
    >
      <Combobox.Target targetType="button" withAriaAttributes={false}>
        <UnstyledButton
          className={css.mark}
          aria-haspopup="listbox"
          title="Choose a tenant"
          onClick={() => menu.toggleDropdown()}
        >
          {title}
          <Icon name="chevron" size={14} />
        </UnstyledButton>
      </Combobox.Target>
      <Combobox.Dropdown>
        <TenantOptions me={me} tenant={tenant} store={menu} />
      </Combobox.Dropdown>
    </Combobox>
  )
}
