import { Autocomplete, TextInput } from '@mantine/core'
import { useState } from 'react'
import { createTenant } from '../api/organisation'
import { IdInput } from './IdInput'
import { Write } from './Write'

/** Makes a tenant with the shipped rules. */
export function NewTenant({ place, onClose }: { place: string; onClose: () => void }) {
  const [id, setId] = useState('')
  const [name, setName] = useState('')
  const [zone, setZone] = useState('UTC')
  return (
    <Write
      title="New tenant"
      yes="Make tenant"
      save={() => createTenant(place, id, name, zone)}
      told={`The tenant “${name}” is made.`}
      onClose={onClose}
    >
      <IdInput value={id} onChange={setId} />
      <TextInput label="Name" required value={name} onChange={(e) => setName(e.currentTarget.value)} />
      <Autocomplete
        label="Time zone"
        description="Days and hours of grouping follow it"
        data={Intl.supportedValuesOf('timeZone')}
        limit={30}
        value={zone}
        onChange={setZone}
      />
      <p>It begins with the shipped rules{place === 'root' ? '' : ' and those of its partner'}.</p>
    </Write>
  )
}
