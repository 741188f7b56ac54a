import type { CaseDetail } from '../../api/records'
import { useEdit } from '../../casefile/useEdit'
import { whyNot } from '../../casefile/useMay'
import { caseTypes } from '../../rule/words'
import { Choice } from '../../ui/Choice'
import { Foreign } from '../../ui/Foreign'

/** What kind of case it is; a type of its own, as templates and programs give, stays to choose. */
export function CaseType({ tenant, c }: { tenant: string; c: CaseDetail }) {
  const edit = useEdit(tenant, c)
  const forbidden = whyNot(c.allowed.edit)
  if (forbidden) return <Foreign text={c.type} />
  const types = caseTypes.includes(c.type) ? caseTypes : [...caseTypes, c.type]
  return (
    <Choice
      label="Type"
      value={c.type}
      options={types.map((type) => ({ value: type, label: type }))}
      onChange={(type) => void edit({ type }, { told: `The type is ${type}.`, undo: { type: c.type } })}
    />
  )
}
