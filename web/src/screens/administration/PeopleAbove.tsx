import type { usersQuery } from '../../api/people'
import { Foreign } from '../../ui/Foreign'
import css from './Accounts.module.css'
import { UserTable } from './UserTable'

type List = Awaited<ReturnType<NonNullable<ReturnType<typeof usersQuery>['queryFn']>>>
type Group = NonNullable<List['above']>[number]

/** Who reaches a place from above it; they are changed where they are at home. */
export function PeopleAbove({ place, groups }: { place: string; groups: Group[] }) {
  if (groups.length === 0) return null
  return (
    <section className={css.above} aria-labelledby="above">
      <h2 id="above">From above</h2>
      <p className={css.quiet}>They reach this place, too, and are changed where they are at home.</p>
      {groups.map((g) => (
        <div key={g.from}>
          <h3>
            {g.from === 'root' ? 'Installation' : 'Partner'}
            {g.name && (
              <>
                {' '}
                <Foreign text={g.name} most={80} />
              </>
            )}
          </h3>
          {g.hidden && <p className={css.quiet}>Who they are is not shown to you.</p>}
          {!g.hidden && !g.items?.length && <p className={css.quiet}>Nobody yet.</p>}
          {!!g.items?.length && <UserTable place={place} label={g.name ?? 'Installation'} users={g.items} />}
        </div>
      ))}
    </section>
  )
}
