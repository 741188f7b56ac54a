import { Button, MultiSelect, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import {
  dissolveGroup,
  organisationChanged,
  saveGroup,
  type Tenant,
  type TenantGroup,
} from '../../api/organisation'
import { Write } from '../../organisation/Write'
import { complain } from '../../rule/deeds'
import { Foreign } from '../../ui/Foreign'
import { harmless } from '../../ui/foreign-text'
import { say } from '../../ui/toasts'
import css from './Organisation.module.css'

interface Props {
  place: string
  groups: TenantGroup[]
  tenants: Tenant[]
}

/** Sets of tenants under a name, which pick out tenants in lists. */
export function Groups({ place, groups, tenants }: Props) {
  const cache = useQueryClient()
  const nameOf = (id: string) => tenants.find((t) => t.id === id)?.name ?? id
  const [writes, setWrites] = useState<TenantGroup | 'new'>()
  const dissolve = async (g: TenantGroup) => {
    try {
      await dissolveGroup(place, g)
      const back = () =>
        saveGroup(place, undefined, { name: g.name, tenants: g.tenants ?? [] })
          .then(() => organisationChanged(cache))
          .catch(complain)
      say({ text: `The group “${g.name}” was dissolved.`, undo: back })
      await organisationChanged(cache)
    } catch (e) {
      complain(e)
    }
  }
  return (
    <section aria-label="Groups of tenants">
      <div className={css.head}>
        <h2>Groups of tenants</h2>
        <Button size="xs" variant="default" onClick={() => setWrites('new')}>
          New group
        </Button>
      </div>
      {groups.length === 0 && (
        <p>A group picks out tenants in lists. Nobody sees more or less because of it.</p>
      )}
      <ul className={css.list}>
        {groups.map((g) => (
          <li key={g.id}>
            <span className={css.name}>
              <Foreign text={g.name} most={100} />
            </span>
            <span className={css.quiet}>
              <Foreign text={(g.tenants ?? []).map(nameOf).join(', ')} most={200} />
            </span>
            <Button size="xs" variant="default" aria-label={`Change ${g.name}`} onClick={() => setWrites(g)}>
              Change
            </Button>
            <Button
              size="xs"
              variant="default"
              aria-label={`Dissolve ${g.name}`}
              onClick={() => void dissolve(g)}
            >
              Dissolve
            </Button>
          </li>
        ))}
      </ul>
      {writes && (
        <WriteGroup place={place} group={writes} tenants={tenants} onClose={() => setWrites(undefined)} />
      )}
    </section>
  )
}

interface WriteProps {
  place: string
  group: TenantGroup | 'new'
  tenants: Tenant[]
  onClose: () => void
}

function WriteGroup({ place, group, tenants, onClose }: WriteProps) {
  const old = group === 'new' ? undefined : group
  const [name, setName] = useState(old?.name ?? '')
  const [members, setMembers] = useState(old?.tenants ?? [])
  return (
    <Write
      title={old ? `Change ${harmless(old.name, 60)}` : 'New group'}
      yes="Save"
      save={() => saveGroup(place, old, { name, tenants: members })}
      told={`The group “${name}” is saved.`}
      onClose={onClose}
    >
      <TextInput
        label="Name"
        required
        data-autofocus
        value={name}
        onChange={(e) => setName(e.currentTarget.value)}
      />
      <MultiSelect
        label="Tenants of the group"
        searchable
        data={tenants.map((t) => ({ value: t.id, label: t.name }))}
        value={members}
        onChange={setMembers}
      />
    </Write>
  )
}
