import type { CaseDetail } from '../../api/records'
import { useEdit } from '../../casefile/useEdit'
import { whyNot } from '../../casefile/useMay'
import { Choice } from '../../ui/Choice'
import { Foreign } from '../../ui/Foreign'

/** The types that every tenant has (requirements, One model). */
const usual = [
  'security incident',
  'incident response',
  'threat hunt',
  'vulnerability',
  'policy violation',
  'informational',
]

/** What kind of case it is; a type of its own, as templates and programs give, stays to choose. */
export function CaseType({ tenant, c }: { tenant: string; c: CaseDetail }) {
  const edit = useEdit(tenant, c)
  const forbidden = whyNot(c.allowed.edit)
  if (forbidden) return <Foreign text={c.type} />
  const types = usual.includes(c.type) ? usual : [...usual, c.type]
  return (
    <Choice
      label="Type"
      value={c.type}
      options={types.map((type) => ({ value: type, label: type }))}
      onChange={(type) => void edit({ type }, { told: `The type is ${type}.`, undo: { type: c.type } })}
    />
  )
}
