import type { EditedField } from '../../api/editing'
import type { Present } from '../../api/presence'
import { Initials } from '../../ui/Initials'
import css from './AlsoHere.module.css'
import { useHere } from './useHere'

/** How many people are drawn one by one. */
const most = 4

const edits: Record<EditedField, string> = { title: 'the title', description: 'the summary' }

/** "Ada is here too, writing the title". */
function inWords({ name, editing }: Present): string {
  const what = editing.map((f) => edits[f]).join(' and ')
  return what ? `${name} is here too, writing ${what}` : `${name} is here too`
}

/** Who else looks at the case just now (requirement B15). */
export function AlsoHere({ tenant, number }: { tenant: string; number: string }) {
  const others = useHere(tenant, number)
  if (others.length === 0) return null
  const more = others.slice(most)
  return (
    <ul className={css.people} aria-label="Also here">
      {others.slice(0, most).map((p) => (
        <li key={p.id}>
          <Initials name={p.name} title={inWords(p)} busy={p.editing.length > 0} />
        </li>
      ))}
      {more.length > 0 && (
        <li className={css.more} title={more.map(inWords).join('\n')}>
          +{more.length}
        </li>
      )}
    </ul>
  )
}
