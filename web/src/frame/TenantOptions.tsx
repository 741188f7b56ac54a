import { Combobox, type ComboboxStore, ScrollArea } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { Me } from '../api/records'
import { paths } from '../paths'
import { Foreign } from '../ui/Foreign'
import css from './Rail.module.css'
import { found, partnerOf, recentTenants } from './tenants'

/** How many tenants are listed at once; a search finds the others. */
const most = 50

/** Says whether there is a choice. */
export const hasTenants = (me: Me) => (me.tenants?.length ?? 0) > 1

/** Goes where an option leads: to a tenant, or to a list of several. */
export function useGoToTenant() {
  const navigate = useNavigate()
  return (option: string) => {
    const [kind, id] = option.split(':')
    if (kind === 'tenant' && id) navigate(paths.cases(id))
    else navigate(paths.allCases(id ? { group: id } : {}))
  }
}

interface Props {
  me: Me
  /** None where several tenants' are shown. */
  tenant?: string
  store: ComboboxStore
}

/** The tenants and groups that a combobox offers, with a search. */
export function TenantOptions({ me, tenant, store }: Props) {
  const [text, setText] = useState('')
  const tenants = found(me, text, recentTenants())
  const groups = (me.groups ?? []).filter((g) =>
    g.name.toLocaleLowerCase().includes(text.toLocaleLowerCase()),
  )
  return (
    <>
      <Combobox.Search
        value={text}
        onChange={(e) => {
          setText(e.currentTarget.value)
          store.updateSelectedOptionIndex()
        }}
        aria-label="Find a tenant"
        placeholder="Find a tenant"
        data-autofocus
      />
      <Combobox.Options aria-label="Tenants to go to">
        <ScrollArea.Autosize mah={360} type="scroll">
          {!text && <Combobox.Option value="all">All tenants</Combobox.Option>}
          {groups.map((g) => (
            <Combobox.Option key={g.id} value={`group:${g.id}`}>
              <Foreign text={g.name} most={60} />{' '}
              <span className={css.tenant}>
                {g.tenants?.length === 1 ? '1 tenant' : `${g.tenants?.length ?? 0} tenants`}
              </span>
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
    </>
  )
}
