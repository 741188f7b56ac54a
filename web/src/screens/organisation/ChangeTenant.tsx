import { NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { changeTenant, type Partner, type Tenant } from '../../api/organisation'
import { Write } from '../../organisation/Write'
import { harmless } from '../../ui/foreign-text'

interface Props {
  tenant: Tenant
  /** To whom the reader may hand it; none where that is not for the reader to say. */
  partners?: Partner[]
  onClose: () => void
}

/** Renames a tenant, and hands it to another partner. */
export function ChangeTenant({ tenant, partners, onClose }: Props) {
  const [name, setName] = useState(tenant.name)
  const [partner, setPartner] = useState(tenant.partner)
  const moves = partner !== tenant.partner
  const to = partners?.find((p) => p.id === partner)?.name
  return (
    <Write
      title={`Change ${harmless(tenant.name, 60)}`}
      yes={moves ? 'Save and hand over' : 'Save'}
      grave={moves}
      save={() => changeTenant(tenant, { name, ...(partners && { partner }) })}
      told={
        moves ? `“${name}” is ${to ? `provided for by ${to}` : 'on its own'} now.` : `“${name}” is saved.`
      }
      onClose={onClose}
    >
      <TextInput
        label="Name"
        required
        data-autofocus
        value={name}
        onChange={(e) => setName(e.currentTarget.value)}
      />
      {partners ? (
        <NativeSelect
          label="Provided for by"
          value={partner}
          data={[{ value: '', label: 'Nobody' }, ...partners.map((p) => ({ value: p.id, label: p.name }))]}
          onChange={(e) => setPartner(e.currentTarget.value)}
        />
      ) : (
        <TextInput
          label="Provided for by"
          description="Who runs the installation says who provides for a tenant"
          disabled
          value={tenant.partner_name || 'Nobody'}
        />
      )}
      {moves && (
        <p role="status">
          {tenant.partner &&
            `The people of ${tenant.partner_name} reach it no more, and their rules leave it. `}
          {to && `The people of ${to} reach it from now on, and their rules decide in it. `}
          What was decided and done until now stays.
        </p>
      )}
    </Write>
  )
}
