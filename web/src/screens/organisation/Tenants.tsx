import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Partner, Tenant } from '../../api/organisation'
import { NewTenant } from '../../organisation/NewTenant'
import { paths } from '../../paths'
import { Foreign } from '../../ui/Foreign'
import { ChangeTenant } from './ChangeTenant'
import css from './Organisation.module.css'

interface Props {
  place: string
  tenants: Tenant[]
  partners: Partner[]
  /** The reader says who provides for whom. */
  handsOver: boolean
}

/** The tenants that a place reaches. */
export function Tenants({ place, tenants, partners, handsOver }: Props) {
  const [makes, setMakes] = useState(false)
  const [changes, setChanges] = useState<Tenant>()
  return (
    <section aria-label="Tenants">
      <div className={css.head}>
        <h2>Tenants</h2>
        {!place.startsWith('tenant:') && (
          <Button size="xs" variant="default" onClick={() => setMakes(true)}>
            New tenant
          </Button>
        )}
      </div>
      <ul className={css.list}>
        {tenants.map((t) => (
          <li key={t.id}>
            <Link {...paths.cases(t.id)} className={css.name}>
              <Foreign text={t.name} most={100} />
            </Link>
            <span className={css.quiet}>
              {t.id}, {t.time_zone},{' '}
              {t.partner ? (
                <>
                  provided for by <Foreign text={t.partner_name} most={60} />
                </>
              ) : (
                'on its own'
              )}
            </span>
            <Button size="xs" variant="default" aria-label={`Change ${t.name}`} onClick={() => setChanges(t)}>
              Change
            </Button>
          </li>
        ))}
      </ul>
      {makes && <NewTenant place={place} onClose={() => setMakes(false)} />}
      {changes && (
        <ChangeTenant
          tenant={changes}
          partners={handsOver ? partners : undefined}
          onClose={() => setChanges(undefined)}
        />
      )}
    </section>
  )
}
