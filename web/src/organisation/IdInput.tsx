import { TextInput } from '@mantine/core'

/** The id of what is made, which stands in addresses. */
export function IdInput({ value, onChange }: { value: string; onChange: (id: string) => void }) {
  return (
    <TextInput
      label="Id"
      description="Lower-case letters, digits and hyphens; it stays"
      required
      data-autofocus
      value={value}
      onChange={(e) => onChange(e.currentTarget.value)}
    />
  )
}
