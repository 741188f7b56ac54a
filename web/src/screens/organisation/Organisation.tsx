import { Checkbox } from '@mantine/core'
import { useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { hideAssignees, organisationChanged, organisationQuery } from '../../api/organisation'
import { meQuery } from '../../api/queries'
import { complain } from '../../rule/deeds'
import { Notice } from '../../ui/Notice'
import { say } from '../../ui/toasts'
import type { AtPlace } from '../administration/at-place'
import { Groups } from './Groups'
import css from './Organisation.module.css'
import { Partners } from './Partners'
import { Tenants } from './Tenants'

/** Partners, tenants and groups of them, as far as a place reaches. */
export function Organisation({ place, around }: AtPlace) {
  const cache = useQueryClient()
  const { data, error } = useQuery(organisationQuery(place))
  const me = useSuspenseQuery(meQuery).data
  if (error) return <Notice title="The organisation could not be loaded">{error.message}</Notice>
  if (!data) return null
  const above = !place.startsWith('tenant:')
  const hide = (yes: boolean): Promise<void> =>
    hideAssignees(yes)
      .then(() => organisationChanged(cache))
      .then(() =>
        say({
          text: yes
            ? 'Tenants do not see who of their provider has a case.'
            : 'Tenants see who of their provider has a case.',
          undo: () => void hide(!yes),
        }),
      )
      .catch(complain)
  return (
    <div className={css.parts}>
      {place === 'root' && <Partners around={around ?? me.tenants?.[0]?.id} partners={data.partners ?? []} />}
      <Tenants
        place={place}
        tenants={data.tenants ?? []}
        partners={data.partners ?? []}
        handsOver={me.place === 'root' && place === 'root'}
      />
      {above && <Groups place={place} groups={data.groups ?? []} tenants={data.tenants ?? []} />}
      {place === 'root' && (
        <section aria-label="Assignees">
          <h2>Assignees</h2>
          <Checkbox
            label="Tenants do not see who of their provider has a case"
            description="Their people read “Provider” in place of the name: in lists, filters, histories and files"
            checked={data.hide_assignees}
            onChange={(e) => void hide(e.currentTarget.checked)}
          />
        </section>
      )}
    </div>
  )
}
