import { Button } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Navigate } from '@tanstack/react-router'
import { useState } from 'react'
import { meQuery } from '../../api/queries'
import { NewTenant } from '../../organisation/NewTenant'
import { paths } from '../../paths'
import { Notice } from '../../ui/Notice'

/** Where somebody begins whose place has no tenant yet, such as a new partner's first administrator. */
export function Start() {
  const me = useSuspenseQuery(meQuery).data
  const [makes, setMakes] = useState(false)
  useDocumentTitle('Caseweave')
  if (me.tenants?.length) return <Navigate {...paths.home()} replace />
  const may = me.may?.includes('organisation:write') && !me.place.startsWith('tenant:')
  return (
    <>
      <Notice
        level={1}
        title="There is no tenant yet"
        action={may && <Button onClick={() => setMakes(true)}>New tenant</Button>}
      >
        <p>
          Cases and detections are a tenant’s: an organisation that you protect, or a part of it.
          {!may && ' An administrator makes the first one; then you find it here.'}
        </p>
      </Notice>
      {makes && <NewTenant place={me.place} onClose={() => setMakes(false)} />}
    </>
  )
}
