import { Report } from '../../frame/Report'
import { type AtPlace, tenantAt } from '../administration/at-place'
import css from './Audit.module.css'
import { Proven } from './Proven'

/** Whether what happened at a place is what was written, and how others can see that (requirements P15, P16, B5). */
export function Audit({ place }: AtPlace) {
  const ofTenant = place.startsWith('tenant:')
  return (
    <Report
      title="Audit"
      head={<p>Everything that happens here is an entry of a history, which the server signs.</p>}
    >
      <div className={css.parts}>
        {ofTenant && (
          <Proven log={{ tenant: tenantAt(place) }} name="History of cases, detections and rules" cases />
        )}
        <Proven log={{ place }} name="Acts of administrators" />
        <p className={css.about}>
          The server signs at each hour how many entries there are and what they come to. Keep such
          checkpoints where nobody of this installation can reach them: who has one can prove that nothing
          before it was changed since.
        </p>
      </div>
    </Report>
  )
}
