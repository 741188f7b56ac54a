import { Button, TextInput } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { createPartner, type Partner, renamePartner } from '../../api/organisation'
import { IdInput } from '../../organisation/IdInput'
import { Write } from '../../organisation/Write'
import { paths } from '../../paths'
import { Foreign } from '../../ui/Foreign'
import { harmless } from '../../ui/foreign-text'
import css from './Organisation.module.css'

/** The providers of the installation. */
export function Partners({ around, partners }: { around?: string; partners: Partner[] }) {
  const [writes, setWrites] = useState<Partner | 'new'>()
  return (
    <section aria-label="Partners">
      <div className={css.head}>
        <h2>Partners</h2>
        <Button size="xs" variant="default" onClick={() => setWrites('new')}>
          New partner
        </Button>
      </div>
      {partners.length === 0 && <p>Nobody provides for tenants yet.</p>}
      <ul className={css.list}>
        {partners.map((p) => (
          <li key={p.id}>
            <span className={css.name}>
              <Foreign text={p.name} most={100} />
            </span>
            <span className={css.quiet}>
              {p.id}, {p.tenants === 1 ? '1 tenant' : `${p.tenants} tenants`}
            </span>
            {around && (
              <Link
                {...paths.automaticTab({ tenant: around, partner: p.id }, 'rules')}
                aria-label={`Rules of ${p.name}`}
              >
                Rules
              </Link>
            )}
            <Button size="xs" variant="default" aria-label={`Rename ${p.name}`} onClick={() => setWrites(p)}>
              Rename
            </Button>
          </li>
        ))}
      </ul>
      {writes && <WritePartner partner={writes} onClose={() => setWrites(undefined)} />}
    </section>
  )
}

function WritePartner({ partner, onClose }: { partner: Partner | 'new'; onClose: () => void }) {
  const old = partner === 'new' ? undefined : partner
  const [id, setId] = useState('')
  const [name, setName] = useState(old?.name ?? '')
  return (
    <Write
      title={old ? `Rename ${harmless(old.name, 60)}` : 'New partner'}
      yes={old ? 'Rename' : 'Make partner'}
      save={() => (old ? renamePartner(old, name) : createPartner(id, name))}
      told={old ? `The partner is called “${name}” now.` : `The partner “${name}” is made.`}
      onClose={onClose}
    >
      {!old && <IdInput value={id} onChange={setId} />}
      <TextInput
        label="Name"
        required
        data-autofocus={!!old || undefined}
        value={name}
        onChange={(e) => setName(e.currentTarget.value)}
      />
    </Write>
  )
}
