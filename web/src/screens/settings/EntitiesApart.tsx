import { Button, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { apartQuery } from '../../api/apart'
import { filterForEntity } from '../../detection/words'
import { paths } from '../../paths'
import { useNoRuleWriting } from '../../rule/useMay'
import { Foreign } from '../../ui/Foreign'
import { harmless } from '../../ui/foreign-text'
import { Time } from '../../ui/Time'
import css from './Settings.module.css'
import { useApart } from './useApart'

/** The entities by which nothing is grouped: hosts and users that are everywhere, and tell nothing. */
export function EntitiesApart({ tenant }: { tenant: string }) {
  const { data: all = [], error } = useQuery(apartQuery(tenant))
  const forbidden = useNoRuleWriting()
  const { link } = useApart(tenant)
  return (
    <section className={css.apart} aria-labelledby="apart">
      <h2 id="apart">Entities that link nothing</h2>
      <p className={css.quiet}>
        Grouping does not see them, such as a proxy, a scanner or a service account. Filters still do, and
        what was grouped stays.
      </p>
      {error && <p className={css.quiet}>{error.message}</p>}
      <ul>
        {all.map((a) => (
          <li key={a.entity}>
            <Link {...paths.detections(tenant, { q: filterForEntity(a.entity) })}>
              <Foreign text={a.entity} most={120} />
            </Link>
            <span className={css.quiet}>
              <Foreign text={a.by.name} most={80} />, <Time at={a.at} />
              {a.why && (
                <>
                  : <Foreign text={a.why} unfolds />
                </>
              )}
            </span>
            <Button
              size="compact-xs"
              variant="subtle"
              disabled={!!forbidden}
              title={forbidden}
              aria-label={`Let ${harmless(a.entity)} link again`}
              onClick={() => void link(a.entity, a.why)}
            >
              Link again
            </Button>
          </li>
        ))}
      </ul>
      {!forbidden && <Adding tenant={tenant} />}
    </section>
  )
}

function Adding({ tenant }: { tenant: string }) {
  const [entity, setEntity] = useState('')
  const [why, setWhy] = useState('')
  const { keep } = useApart(tenant)
  const add = async () => {
    if (!(await keep(entity.trim(), why.trim() || undefined))) return
    setEntity('')
    setWhy('')
  }
  return (
    <form
      className={css.adding}
      onSubmit={(e) => {
        e.preventDefault()
        if (entity.trim()) void add()
      }}
    >
      <TextInput
        label="Entity"
        placeholder="host:proxy-1"
        value={entity}
        onChange={(e) => setEntity(e.currentTarget.value)}
        maxLength={4096}
      />
      <TextInput label="Why" value={why} onChange={(e) => setWhy(e.currentTarget.value)} maxLength={1000} />
      <Button type="submit" variant="default" disabled={!entity.trim()}>
        Keep apart
      </Button>
    </form>
  )
}
