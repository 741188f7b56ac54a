import { useState } from 'react'
import type { CaseDetail } from '../../api/records'
import type { useEdit } from '../../casefile/useEdit'
import { whyNot } from '../../casefile/useMay'
import { managedByWords } from '../../casefile/words'
import { Ask } from '../../ui/Ask'
import { Choice } from '../../ui/Choice'

interface Props {
  tenant: string
  c: CaseDetail
  edit: ReturnType<typeof useEdit>
}

type Manager = CaseDetail['managed_by']

/** Who works on the case: the tenant itself or its provider (requirements S6, S13). */
export function ManagedBy({ c, edit }: Props) {
  const [hands, setHands] = useState(false)
  const rests = whyNot(c.allowed.managed_by)
  if (rests) return <span title={rests}>{managedByWords[c.managed_by]}</span>
  const set = (managed_by: Manager, undo?: Manager) =>
    edit(
      { managed_by },
      {
        told: managed_by === 'provider' ? 'The provider manages it.' : 'The tenant manages it itself.',
        undo: undo && { managed_by: undo },
      },
    )
  const options = (Object.keys(managedByWords) as Manager[]).map((value) => ({
    value,
    label: managedByWords[value],
  }))
  return (
    <>
      <Choice
        label="Managed by"
        value={c.managed_by}
        options={options}
        onChange={(to) => (to === 'provider' ? setHands(true) : void set(to, c.managed_by))}
      />
      <Ask
        opened={hands}
        title={`Hand ${c.number} over to the provider?`}
        yes="Hand over"
        onYes={() => {
          setHands(false)
          void set('provider')
        }}
        onNo={() => setHands(false)}
      >
        <p>From then on the tenant’s own people only read it. The provider can give it back.</p>
      </Ask>
    </>
  )
}
