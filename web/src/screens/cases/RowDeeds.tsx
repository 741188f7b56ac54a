import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type CaseChange, peopleQuery } from '../../api/edits'
import { meQuery } from '../../api/queries'
import type { Case } from '../../api/records'
import { Close } from '../../casefile/Close'
import { whyNot } from '../../casefile/useMay'
import { useCommands } from '../../commands/registry'

interface Props {
  tenant: string
  /** The case that has the focus, if one has. */
  focused: () => Case | undefined
  onChange: (c: Case, change: CaseChange) => Promise<boolean>
}

/** What keys do with the row that has the focus, while nothing is picked. */
export function RowDeeds({ tenant, focused, onChange }: Props) {
  const me = useSuspenseQuery(meQuery).data.user.id
  const people = useQuery(peopleQuery(tenant)).data?.items ?? []
  const [closing, setClosing] = useState<Case>()
  const may = (does: (c: Case) => void) => () => {
    const c = focused()
    if (c && !whyNot(c.allowed.edit)) does(c)
  }
  useCommands([
    {
      id: 'take row',
      title: 'Assign the case to me',
      section: 'List',
      keys: 'a',
      keyOnly: true,
      run: may((c) => people.some((p) => p.id === me) && void onChange(c, { assignee: me })),
    },
    {
      id: 'resolve row',
      title: 'Resolve the case',
      section: 'List',
      keys: 's',
      keyOnly: true,
      run: may(setClosing),
    },
  ])
  if (!closing) return null
  return (
    <Close
      tenant={tenant}
      what={closing.number}
      cases={[closing]}
      as="resolved"
      onClose={() => setClosing(undefined)}
      onGo={async (change) => {
        await onChange(closing, change)
        setClosing(undefined)
      }}
    />
  )
}
