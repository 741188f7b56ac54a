import { Button, NativeSelect, TextInput } from '@mantine/core'
import type { GroupRole } from '../../api/identity-providers'
import css from './IdentityProviders.module.css'

const roles: GroupRole['role'][] = ['admin', 'analyst', 'responder', 'read-only']

/** Which role each group of the provider's has. */
export function GroupRoles({
  groups,
  onChange,
}: {
  groups: GroupRole[]
  onChange: (g: GroupRole[]) => void
}) {
  const put = (at: number, part: Partial<GroupRole>) =>
    onChange(groups.map((g, i) => (i === at ? { ...g, ...part } : g)))
  return (
    <fieldset className={css.groups}>
      <legend>Roles of groups</legend>
      <p>Who is in several has the widest role.</p>
      {groups.map((g, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line has no other name
        <div key={i} className={css.group}>
          <TextInput
            aria-label={`Group ${i + 1}`}
            placeholder="Group, as the provider writes it"
            value={g.group}
            onChange={(e) => put(i, { group: e.currentTarget.value })}
            required
          />
          <NativeSelect
            aria-label={`Role of group ${i + 1}`}
            data={roles}
            value={g.role}
            onChange={(e) => put(i, { role: e.currentTarget.value as GroupRole['role'] })}
          />
          <Button
            variant="subtle"
            aria-label={`Leave group ${i + 1} out`}
            onClick={() => onChange(groups.filter((_, other) => other !== i))}
          >
            Leave out
          </Button>
        </div>
      ))}
      <Button
        variant="default"
        size="xs"
        onClick={() => onChange([...groups, { group: '', role: 'analyst' }])}
      >
        Add a group
      </Button>
    </fieldset>
  )
}
