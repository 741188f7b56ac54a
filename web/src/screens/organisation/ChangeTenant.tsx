import { NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { changeTenant, type Partner, type Tenant } from '../../api/organisation'
import { Write } from '../../organisation/Write'

interface Props {
  tenant: Tenant
  partners: Partner[]
  handsOver: boolean
  onClose: () => void
}

/** Renames a tenant, and hands it to another partner. */
export function ChangeTenant({ tenant, partners, handsOver, onClose }: Props) {
  const [name, setName] = useState(tenant.name)
  const [partner, setPartner] = useState(tenant.partner)
  const save = () => changeTenant(tenant, { name, ...(handsOver && { partner }) })
  return (
    <Write title={`Change ${tenant.name}`} yes="Save" save={save} onClose={onClose}>
      <TextInput
        label="Name"
        required
        data-autofocus
        value={name}
        onChange={(e) => setName(e.currentTarget.value)}
      />
      <NativeSelect
        label="Provided for by"
        description={handsOver ? undefined : 'Who runs the installation says who provides for a tenant'}
        disabled={!handsOver}
        value={partner}
        data={[{ value: '', label: 'Nobody' }, ...partners.map((p) => ({ value: p.id, label: p.name }))]}
        onChange={(e) => setPartner(e.currentTarget.value)}
      />
      {partner !== tenant.partner && (
        <p role="status">
          The rules of {tenant.partner || 'nobody'} leave the tenant, those of {partner || 'nobody'} come, and
          so do their people. Cases that are there stay as they are.
        </p>
      )}
    </Write>
  )
}
