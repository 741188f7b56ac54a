import { Combobox, ScrollArea, UnstyledButton, useCombobox } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import type { Me } from '../api/records'
import { paths } from '../paths'
import { Foreign } from '../ui/Foreign'
import css from './Rail.module.css'
import { found, partnerOf, recentTenants, visit } from './tenants'

/** How many tenants the menu lists at once; a search finds the others. */
const most = 50

interface Props {
  me: Me
  /** None where several tenants' are shown. */
  tenant?: string
}

/** The tenant whose data the page shows; a menu for who sees several. */
export function TenantMenu({ me, tenant }: Props) {
  const navigate = useNavigate()
  const [text, setText] = useState('')
  const menu = useCombobox({
    onDropdownOpen: () => menu.focusSearchInput(),
    onDropdownClose: () => setText(''),
  })
  useEffect(() => {
    if (tenant) visit(tenant)
  }, [tenant])
  const name = tenant ? (me.tenants?.find((t) => t.id === tenant)?.name ?? tenant) : 'All tenants'
  const title = (
    <span className={css.product}>
      <b>Caseweave</b>
      <span className={css.tenant}>{name}</span>
    </span>
  )
  if ((me.tenants?.length ?? 0) < 2) return title
  const tenants = found(me, text, recentTenants())
  const groups = (me.groups ?? []).filter((g) =>
    g.name.toLocaleLowerCase().includes(text.toLocaleLowerCase()),
  )
  const go = (value: string) => {
    menu.closeDropdown()
    const [kind, id] = value.split(':')
    if (kind === 'tenant' && id) navigate(paths.cases(id))
    else navigate(paths.allCases(id ? { group: id } : {}))
  }
  return (
    <Combobox
      store={menu}
      onOptionSubmit={go}
      width={300}
      position="bottom-start"
      withinPortal={false}
      keepMounted={false}
    >
      <Combobox.Target targetType="button" withAriaAttributes={false}>
        <UnstyledButton aria-haspopup="listbox" title="Choose a tenant" onClick={() => menu.toggleDropdown()}>
          {title}
        </UnstyledButton>
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Search
          value={text}
          onChange={(e) => {
            setText(e.currentTarget.value)
            menu.updateSelectedOptionIndex()
          }}
          aria-label="Find a tenant"
          placeholder="Find a tenant"
        />
        <Combobox.Options aria-label="Tenants to go to">
          <ScrollArea.Autosize mah={360} type="scroll">
            {!text && <Combobox.Option value="all">All tenants</Combobox.Option>}
            {groups.map((g) => (
              <Combobox.Option key={g.id} value={`group:${g.id}`}>
                <Foreign text={g.name} most={60} />{' '}
                <span className={css.tenant}>{g.tenants?.length ?? 0} tenants</span>
              </Combobox.Option>
            ))}
            {tenants.slice(0, most).map((t) => (
              <Combobox.Option key={t.id} value={`tenant:${t.id}`} active={t.id === tenant}>
                <Foreign text={t.name} most={60} /> <span className={css.tenant}>{partnerOf(me, t)}</span>
              </Combobox.Option>
            ))}
            {tenants.length > most && (
              <Combobox.Empty>{tenants.length - most} more: write a part of a name</Combobox.Empty>
            )}
            {tenants.length + groups.length === 0 && <Combobox.Empty>No tenant is called so</Combobox.Empty>}
          </ScrollArea.Autosize>
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  )
}
